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


def test_score_and_phone_in_one_go(client, attendance):
    answer = client.post(session_url(attendance.session), {"phone": "139 0000 0001", "score": "4"})
    assert (answer.status_code, answer.context["title"]) == (200, "评价已提交，谢谢")
    assert (list(Rating.objects.values_list("score", flat=True)), len(answer.cookies)) == ([4], 0)
    assert ticket_of(attendance) not in answer.content.decode()


def test_the_thanks_tell_nobody_who_came(client, world, attendance):
    """Came, has rated already, came to another session only, came nowhere: one answer, and one rating."""
    make_attendance(world, make_open_session(world), name="李雪", phone="13900000002")
    url, answers = session_url(attendance.session), set()
    for phone in ("13900000001", "13900000001", "13900000002", "13900000009"):
        answers.add(client.post(url, {"phone": phone, "score": "5"}).content)
    assert (len(answers), Rating.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"phone": " ", "score": "5"}, ["phone"]),
        ({"phone": "+++", "score": "5"}, ["phone"]),
        ({"phone": "13900000001"}, ["score"]),
        ({"phone": "13900000001", "score": "9"}, ["score"]),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, attendance, body, wrong):
    page = client.post(session_url(attendance.session), body)
    assert (list(page.context["form"].errors), Rating.objects.count()) == (wrong, 0)


def test_who_shares_a_phone_rates_once_each(client, world, attendance):
    make_attendance(world, attendance.session, name="李雪")
    for score in ("5", "4", "3"):
        client.post(session_url(attendance.session), {"phone": "13900000001", "score": score})
    assert sorted(Rating.objects.values_list("score", flat=True)) == [4, 5]


def test_an_unknown_session_is_404(client, db):
    page = client.get(reverse("rate:session", args=["nothing"]))
    assert (page.status_code, len(page.cookies), "没有找到活动" in page.content.decode()) == (404, 0, True)


def test_too_many_posts_from_one_address_are_refused(client, attendance, settings):
    settings.PUBLIC_POSTS_PER_MINUTE = 2
    url = session_url(attendance.session)
    statuses = [client.post(url, {"phone": "13900000009"}).status_code for _ in range(3)]
    elsewhere = client.post(url, {"phone": "13900000009"}, REMOTE_ADDR="192.0.2.7").status_code
    assert (statuses, elsewhere) == ([200, 200, 429], 200)
