"""Behind the QR codes: sign up, check in, see one's place; no account, no cookie, nothing personal in addresses."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from services import operations
from services.enums import ActivityState
from services.models import Attendance, Registration
from services.phone_codes import new_pass
from services.tickets import check_in_code, registration_ticket, ticket_of
from tests.cast import make_activity, make_session
from tests.services.build_registration import make_registration
from tests.services.pages import signed_ago

WANG = {"name": "王小芳", "phone": "13800000001"}


@pytest.fixture
def phone():
    """A worker's phone: checks CSRF like a browser would be checked, starts without cookies."""
    cache.clear()
    return Client(enforce_csrf_checks=True)


def check_in_url(session, code=None):
    return reverse("public:check-in", args=[session.token, code or check_in_code(session)])


def scan(phone, session):
    """Scan the screen; what the form hands back with the answers."""
    return {"pass": phone.get(check_in_url(session)).context["check_in_pass"]}


def text_of(response):
    return response.content.decode()


# Looking and signing up


def test_activity_page_lists_what_is_ahead(world, phone, activity, session, held):
    page = phone.get(activity.get_public_url())
    assert list(page.context["sessions"]) == [session]
    assert session.when in text_of(page)


@pytest.mark.parametrize("name", ["activity", "session"])
def test_a_draft_does_not_exist(world, phone, name):
    session = make_session(world, make_activity(world, state=ActivityState.DRAFT))
    row = session.activity if name == "activity" else session
    for token in (row.token, "nonsense"):
        response = phone.get(reverse(f"public:{name}", args=[token]))
        assert (response.status_code, "没有找到活动" in text_of(response)) == (404, True)


def test_sign_up_on_a_proven_phone_leads_to_ones_place(world, phone):
    session = make_session(world, make_activity(world, verifies_phone=True))
    make_registration(session)
    proof = {"phone_pass": new_pass(WANG["phone"])}
    response = phone.post(session.get_public_url(), WANG | proof, follow=True)
    assert (response.status_code, response.context["place"]) == (200, 2)
    assert "已报名" in text_of(response)
    assert WANG["phone"] not in response.redirect_chain[0][0]


def test_sign_up_without_a_proof_says_what_anybody_may_know(phone, session):
    response = phone.post(session.get_public_url(), WANG)
    assert (response.status_code, response.context["state"]) == (200, "registered")
    assert "新报名的名额已经留好" in text_of(response)


def test_sign_up_says_what_the_data_is_for(phone, session):
    text = text_of(phone.get(session.get_public_url()))
    assert "水源地社区联合工会和晨光社会工作服务中心收集您的姓名和手机号，仅用于" in text


def test_who_is_there_without_a_registration_finds_the_way_in(phone, session, running):
    shown = {
        row.pk: reverse("public:voice-check-in", args=[row.token]) in text_of(phone.get(row.get_public_url()))
        for row in (session, running)
    }
    assert shown == {session.pk: False, running.pk: True}


def test_a_full_session_says_so(world, phone, activity):
    session = make_session(world, activity, capacity=1)
    operations.register_participant(session, **WANG)
    assert "名额已满，可以候补" in text_of(phone.get(session.get_public_url()))
    assert "新报名的排入候补名单" in text_of(phone.post(session.get_public_url(), WANG | {"name": "李强"}))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "请填写姓名。"),
        ({"name": "王小芳"}, "请填写手机号。"),
        (WANG | {"phone": "12345"}, "手机号不正确，请填写11位手机号。"),
        (WANG | {"name": "王" * 61}, "60"),
        (WANG | {"name": "王\x00"}, "不能保存的字符"),
    ],
)
def test_sign_up_refuses_nonsense(phone, session, data, error):
    response = phone.post(session.get_public_url(), data)
    assert (response.status_code, error in text_of(response)) == (200, True)
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("address", ["/p/zz/zz/zz/", "/p/mine/x/y/"])
def test_an_address_that_leads_nowhere_has_no_cookie_either(phone, address):
    for response in (phone.get(address), phone.post(address)):
        assert (response.status_code, "没有找到活动" in text_of(response), len(response.cookies)) == (404, True, 0)


def test_a_cancelled_session_says_so(world, phone, session):
    operations.cancel_session(session, by=world.worker, note="x")
    assert "不能报名" in text_of(phone.get(session.get_public_url()))


def test_one_gives_ones_place_back(phone, session):
    registration = operations.register_participant(session, **WANG)
    url = reverse("public:registration", args=[registration_ticket(registration)])
    assert "报名已取消" in text_of(phone.post(url, follow=True))
    registration.refresh_from_db()
    assert registration.state == "cancelled"
    assert "报名已取消" in text_of(phone.get(url))
    assert "报名已取消" in text_of(phone.post(url))
    assert registration.events.count() == 2


def test_no_place_is_given_back_after_the_start(phone, running):
    registration = operations.register_participant(running, **WANG)
    url = reverse("public:registration", args=[registration_ticket(registration)])
    assert "本场已经开始" in text_of(phone.post(url))
    assert "取消报名</button>" not in text_of(phone.get(url))


@pytest.mark.parametrize("name", ["registration", "attendance"])
@pytest.mark.parametrize("ticket", ["1.abc", "nonsense", "1"])
def test_a_made_up_ticket_opens_nothing(db, phone, name, ticket):
    response = phone.get(reverse(f"public:{name}", args=[ticket]))
    assert (response.status_code, "链接无效" in text_of(response)) == (404, True)


# Checking in


def test_check_in_shows_the_place_and_the_way_to_rate(phone, running, come):
    come(running, "先到的人")
    response = phone.post(check_in_url(running), WANG | scan(phone, running), follow=True)
    attendance = Attendance.objects.latest("pk")
    assert (response.context["title"], response.context["place"]) == ("已签到", 2)
    assert response.context["rate_url"] == reverse("rate:ticket", args=[ticket_of(attendance)])
    assert (attendance.method, attendance.by) == ("qr", None)


def test_check_in_again_says_so(phone, running):
    for title in ("已签到", "您已签到"):
        response = phone.post(check_in_url(running), WANG | scan(phone, running), follow=True)
        assert (response.context["title"], response.context["place"]) == (title, 1)
    assert Attendance.objects.count() == 1


def test_rating_waits_for_the_start(world, phone, activity):
    soon = make_session(world, activity, starts_at=timezone.now() + timedelta(minutes=30))
    response = phone.post(check_in_url(soon), WANG | scan(phone, soon), follow=True)
    assert response.context["rate_url"] == ""


def test_an_old_code_sends_back_to_the_screen(phone, running):
    response = phone.get(check_in_url(running, signed_ago(check_in_code, running, 100)))
    assert (response.status_code, "二维码已过期，请重新扫描屏幕上的二维码。" in text_of(response)) == (403, True)


def test_a_code_shown_at_another_session_opens_nothing(world, phone, activity, running):
    other = make_session(world, activity, starts_at=timezone.now())
    assert phone.get(check_in_url(running, check_in_code(other))).status_code == 403


@pytest.mark.parametrize("stolen", ["", "nonsense", "1a.b", None])
def test_a_post_needs_the_pass_of_a_fresh_scan(phone, running, stolen):
    """Replaying a form with the code itself, or with nothing, records nobody."""
    data = WANG | {"pass": check_in_code(running) if stolen is None else stolen}
    assert phone.post(check_in_url(running), data).status_code == 403
    assert Attendance.objects.count() == 0


def test_check_in_keeps_the_pass_when_the_form_has_errors(phone, running):
    fresh = scan(phone, running)
    response = phone.post(check_in_url(running), fresh | {"name": "王小芳", "phone": "1"})
    assert response.context["check_in_pass"] == fresh["pass"]


def test_check_in_too_early_says_when(phone, session):
    assert "还没有到签到时间" in text_of(phone.get(check_in_url(session)))


def test_check_in_closed_while_somebody_was_typing(world, phone, held):
    other = make_session(world, held.activity, starts_at=timezone.now())
    fresh = scan(phone, other)
    operations.record_headcount(other, by=world.worker, headcount=3)
    operations.hold_session(other, by=world.worker)
    response = phone.post(check_in_url(other), WANG | fresh)
    assert "本场签到已经结束" in text_of(response)
    assert other.attendances.filter(person__isnull=False).count() == 0


@pytest.mark.parametrize("token", ["nonsense", "x" * 200])
def test_an_unknown_session_takes_no_posts(db, phone, token):
    for path in (reverse("public:session", args=[token]), reverse("public:check-in", args=[token, "1.2"])):
        assert phone.post(path, WANG).status_code == 404


# What all of them keep to


def test_no_page_sets_a_cookie_or_weighs_much(phone, activity, session, running):
    registration = operations.register_participant(session, **WANG)
    paths = [activity.get_public_url(), session.get_public_url(), check_in_url(running)]
    paths.append(reverse("public:registration", args=[registration_ticket(registration)]))
    responses = [phone.get(path) for path in paths]
    responses.append(phone.post(session.get_public_url(), WANG))
    responses.append(phone.post(check_in_url(running), WANG | scan(phone, running), follow=True))
    assert [len(response.cookies) for response in responses] == [0] * 6
    assert len(phone.cookies) == 0
    assert max(len(response.content) for response in responses) < 60_000
    assert "<script" not in "".join(text_of(response) for response in responses)


def test_too_many_posts_from_one_address_wait_a_minute(phone, session, settings):
    settings.PUBLIC_POSTS_PER_MINUTE = 2
    codes = [phone.post(session.get_public_url(), {}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_a_script_is_no_name(phone, running):
    answer = phone.post(check_in_url(running), WANG | {"name": "<script>x"} | scan(phone, running))
    assert ("姓名不正确" in text_of(answer), "<script>x" in text_of(answer)) == (True, False)
    assert running.attendances.count() == 0
