"""The public rating pages: no account, no cookie, no script."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Rating, RatingReceipt
from services.enums import SessionState
from services.tickets import ticket_of
from tests.evaluations.actors import make_attendance, make_open_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


@pytest.fixture
def attendance(world):
    return make_attendance(world)


def ticket_url(attendance) -> str:
    return reverse("rate:ticket", args=[ticket_of(attendance)])


def session_url(session) -> str:
    return reverse("rate:session", args=[session.token])


def test_five_buttons_without_script_or_cookie(client, attendance):
    page = client.get(ticket_url(attendance))
    html = page.content.decode()
    assert page.status_code == 200
    assert [html.count(f'name="score" value="{score}"') for score in (5, 4, 3, 2, 1)] == [1, 1, 1, 1, 1]
    assert "<script" not in html
    assert not page.cookies
    assert len(page.content) < 60_000
    assert attendance.person.name not in html


def test_rating_stores_once_and_says_thanks_twice(client, attendance):
    first = client.post(ticket_url(attendance), {"score": "4"})
    second = client.post(ticket_url(attendance), {"score": "1"})
    assert (first.context["title"], second.context["title"]) == ("评价已提交，谢谢", "您已评价，谢谢")
    assert not first.cookies
    assert list(Rating.objects.values_list("score", flat=True)) == [4]
    assert client.get(ticket_url(attendance)).context["title"] == "您已评价，谢谢"


@pytest.mark.parametrize("body", [{}, {"score": ""}, {"score": "9"}, {"score": "五"}])
def test_without_a_valid_choice_the_question_stays(client, attendance, body):
    page = client.post(ticket_url(attendance), body)
    assert page.context["error"] == "请点选下面五项中的一项。"
    assert (Rating.objects.count(), RatingReceipt.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "forge", [lambda ticket: ticket + "x", lambda ticket: "999999999." + ticket.split(".")[1], lambda _: "x"]
)
def test_a_forged_ticket_is_refused(client, world, forge):
    attendance = make_attendance(world)
    url = reverse("rate:ticket", args=[forge(ticket_of(attendance))])
    page = client.post(url, {"score": "5"})
    assert (page.status_code, page.context["title"]) == (404, "链接无效")
    assert not Rating.objects.exists()


def test_before_the_start_the_page_says_so(client, world):
    session = make_open_session(world, starts_at=timezone.now() + timedelta(hours=2), state=SessionState.PLANNED)
    attendance = make_attendance(world, session)
    assert "还没有开始" in client.get(ticket_url(attendance)).context["text"]
    assert "还没有开始" in client.get(session_url(session)).context["text"]


def test_the_phone_leads_to_the_ticket(client, attendance):
    answer = client.post(session_url(attendance.session), {"phone": "139 0000 0001"})
    assert (answer.status_code, answer.url) == (302, ticket_url(attendance))
    assert "13900000001" not in answer.url
    assert not answer.cookies


@pytest.mark.parametrize("phone", ["13900000009", "+++", "1"])
def test_an_unknown_phone_gets_one_neutral_sentence(client, attendance, phone):
    page = client.post(session_url(attendance.session), {"phone": phone})
    assert [str(error) for error in page.context["form"].non_field_errors()] == [
        "没有找到对应的签到记录。请核对签到时填写的手机号；没有签到的，请先找现场工作人员签到。"
    ]


def test_without_a_phone_the_field_says_so(client, attendance):
    page = client.post(session_url(attendance.session), {"phone": " "})
    assert list(page.context["form"].errors) == ["phone"]


def test_a_phone_of_another_session_is_unknown_here(client, world, attendance):
    other = make_attendance(world, make_open_session(world), name="李雪", phone="13900000002")
    page = client.post(session_url(attendance.session), {"phone": "13900000002"})
    assert page.context["form"].non_field_errors()
    assert client.post(session_url(other.session), {"phone": "13900000002"}).status_code == 302


def test_who_shares_a_phone_gives_the_name(client, world, attendance):
    mother = make_attendance(world, attendance.session, name="李 雪")
    url = session_url(attendance.session)
    asked = client.post(url, {"phone": "13900000001"})
    assert asked.context["form"].fields["name"].required is True
    assert client.post(url, {"phone": "13900000001", "name": "李雪"}).url == ticket_url(mother)
    wrong = client.post(url, {"phone": "13900000001", "name": "赵六"})
    assert "没有找到" in str(wrong.context["form"].non_field_errors()[0])
    assert wrong.context["form"].fields["name"].required is True


def test_an_unknown_session_is_404(client, db):
    assert client.get(reverse("rate:session", args=["nothing"])).status_code == 404


def test_too_many_posts_from_one_address_are_refused(client, attendance, settings):
    settings.PUBLIC_POSTS_PER_MINUTE = 2
    url = session_url(attendance.session)
    statuses = [client.post(url, {"phone": "13900000009"}).status_code for _ in range(3)]
    elsewhere = client.post(url, {"phone": "13900000009"}, REMOTE_ADDR="192.0.2.7").status_code
    assert (statuses, elsewhere) == ([200, 200, 429], 200)
