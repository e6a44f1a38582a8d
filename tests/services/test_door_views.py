"""Pages at the door: check-in, walk-ins, headcounts, the screen, registrations."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services import operations
from services.models import Attendance
from tests.cast import make_session
from tests.services.pages import said, url


def test_check_in_page_ticks_off_who_signed_up(world, signed_in, running):
    registration = operations.register_participant(running, name="王小芳", phone="13800000001")
    client = signed_in(world.community)
    assert client.get(url("session-check-in", running.pk)).context["expected"] == [registration]
    response = client.post(url("registration-check-in", registration.pk), follow=True)
    assert (response.context["expected"], response.context["person_times"]) == ([], 1)


def test_check_in_page_answers_htmx_with_the_list_only(world, signed_in, running):
    client, headers = signed_in(world.worker), {"HX-Request": "true"}
    data = {"name": "李强", "phone": "13800000002", "role": "participant"}
    response = client.post(url("session-check-in", running.pk), data, headers=headers, follow=True)
    assert response.templates[0].name == "services/_check_in.html"
    assert (said(response), response.context["named"]) == (["李强已签到"], 1)


def test_walk_in_with_a_bad_phone_stays_on_the_form(world, signed_in, running):
    response = signed_in(world.worker).post(
        url("session-check-in", running.pk), {"name": "李强", "phone": "12345", "role": "participant"}
    )
    assert response.context["form"].errors["phone"] == ["手机号不正确，请填写11位手机号。"]
    assert Attendance.objects.count() == 0


def test_a_refused_walk_in_stays_on_the_form_with_the_reason(world, signed_in, session):
    data = {"name": "李强", "phone": "13800000002", "role": "participant"}
    response = signed_in(world.worker).post(url("session-check-in", session.pk), data)
    assert said(response)[0].startswith("还没有到签到时间")
    assert response.context["form"]["name"].value() == "李强"


def test_a_refused_tick_says_why(world, signed_in, activity):
    session = make_session(world, activity, starts_at=timezone.now() + timedelta(minutes=30))
    registration = operations.register_participant(session, name="王小芳", phone="13800000001")
    operations.cancel_registration(registration)
    response = signed_in(world.worker).post(url("registration-check-in", registration.pk), follow=True)
    assert said(response)[0].startswith("这条报名已取消")


@pytest.mark.parametrize("headcount", ["0", "-5", "1e9", "999999", "", "三十"])
def test_headcount_refuses_nonsense(world, signed_in, running, headcount):
    response = signed_in(world.worker).post(url("session-headcount", running.pk), {"headcount": headcount}, follow=True)
    assert said(response)[0].startswith("点数没有保存：")
    assert Attendance.objects.count() == 0


def test_headcount_and_its_reversal(world, signed_in, running):
    client = signed_in(world.worker)
    response = client.post(url("session-headcount", running.pk), {"headcount": "35"}, follow=True)
    row = Attendance.objects.get()
    assert (said(response), response.context["person_times"]) == (["已记35人"], 35)
    response = client.post(url("attendance-reverse", row.pk), follow=True)
    running.refresh_from_db()
    assert (said(response), response.context["object"], running.person_times) == (["已冲正"], row, 0)


def test_the_screen_shows_a_fresh_code(world, signed_in, running):
    client = signed_in(world.worker)
    page = client.get(url("session-screen", running.pk))
    part = client.get(url("session-screen", running.pk), headers={"HX-Request": "true"})
    assert "<svg" in page.context["svg"]
    assert part.templates[0].name == "services/_screen.html"


def test_staff_sign_somebody_up(world, signed_in, session):
    data = {"name": "王小芳", "phone": "13800000001"}
    response = signed_in(world.community).post(url("session-register", session.pk), data, follow=True)
    (registration,) = session.registrations.all()
    assert (said(response), registration.events.get().by) == (["已登记报名"], world.community)


def test_cancel_registration_page(world, signed_in, session):
    registration = operations.register_participant(session, name="王小芳", phone="13800000001")
    page = signed_in(world.community).get(url("registration-cancel", registration.pk))
    assert page.context["cancel_url"] == registration.session.get_absolute_url()
    signed_in(world.community).post(url("registration-cancel", registration.pk), {"note": "来电取消"})
    registration.refresh_from_db()
    assert registration.state == "cancelled"
