"""Pages of shifts: planned, staffed, ticked in and out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.enums import ProjectState
from services.enums import SessionState, ShiftSignUpState, ShiftState, VolunteerState
from services.models import Session, Shift, ShiftSignUp
from tests.cast import make_project, make_session
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer
from tests.services.pages import BAD, form_errors, said, text_of, url


@pytest.mark.parametrize("page", ["detail", "check-in"])
def test_a_shift_asks_the_same_for_one_and_three(world, signed_in, django_assert_num_queries, page):
    shift, client = make_shift(world), signed_in(world.worker)
    make_sign_up(shift, make_volunteer(world))
    address = url(f"shift-{page}", shift.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    for name in ("钱进", "李和"):
        make_sign_up(shift, make_volunteer(world, name))
    with django_assert_num_queries(len(asked)):
        client.get(address)
    assert len(asked) <= 20


def planned(w, **fields):
    project = make_project(w, ProjectState.ACTIVE)
    day = timezone.localdate() + timedelta(days=3)
    facts = {
        "project": project.pk, "name": "义诊引导", "content": "维持秩序", "venue": "职工之家", "places": "5",
        "lead": w.worker.pk, "on": day.isoformat(), "starts": "09:00", "ends": "12:00", "minimum_age": "16",
        "skills": ["law"], "risk": "无特别风险",
    }  # fmt: skip
    return facts | fields


def test_plan_publish_and_change(world, signed_in):
    client, facts = signed_in(world.worker), planned(world)
    answer = client.post(url("shift-create"), facts, follow=True)
    assert said(answer) == ["班次已建立，核对后发布招募"]
    shift = Shift.objects.get()
    client.post(url("shift-publish", shift.pk), {"note": ""})
    page = client.get(shift.get_absolute_url())
    assert page.context["code_svg"] and page.context["transitions"][0]["label"] == "签到签退"
    client.post(url("shift-update", shift.pk), facts | {"places": "8"})
    shift.refresh_from_db()
    assert (shift.state, shift.places) == (ShiftState.PUBLISHED, 8)


@pytest.mark.parametrize(
    "field", ["name", "places", "minimum_age", "on", "starts", "risk", "project", "lead", "session"]
)
@pytest.mark.parametrize("value", BAD)
def test_nonsense_makes_no_shift(world, signed_in, field, value):
    answer = signed_in(world.worker).post(url("shift-create"), planned(world, **{field: value}))
    if field in ("name", "risk") and value in ("１２３", "NaN", "-1"):
        assert answer.status_code == 302
    elif (field, value) == ("places", "１２３"):
        assert Shift.objects.get().places == 123
    else:
        assert form_errors(answer) and Shift.objects.count() == 0


def test_a_shift_says_when_its_session_is_off(world, signed_in):
    session = make_session(world)
    shift = make_shift(world, project=session.activity.project, session=session, starts_at=session.starts_at)
    client = signed_in(world.worker)
    assert client.get(shift.get_absolute_url()).context["warning"] == ""
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    assert "所属场次已取消" in client.get(shift.get_absolute_url()).context["warning"]


def test_one_tap_in_and_out(world, signed_in):
    shift = make_shift(world, starts_at=timezone.now() - timedelta(hours=1))
    sign_up, client = make_sign_up(shift, make_volunteer(world)), signed_in(world.worker)
    door = url("shift-check-in", shift.pk)
    assert url("shiftsignup-sign-in", sign_up.pk) in text_of(client.get(door))
    answer = client.post(url("shiftsignup-sign-in", sign_up.pk), follow=True)
    assert (said(answer), answer.context["here"]) == (["已签到"], 1)
    answer = client.post(url("shiftsignup-sign-out", sign_up.pk), follow=True)
    assert (said(answer), answer.context["gone"]) == (["已签退，服务时长待确认"], 1)
    client.post(url("shiftsignup-grade", sign_up.pk), {"grade": "5", "comment": "耐心"})
    sign_up.refresh_from_db()
    assert (sign_up.state, sign_up.grade) == (ShiftSignUpState.SIGNED_OUT, 5)


def test_a_late_tap_asks_for_the_moment(world, signed_in):
    shift = make_shift(world, starts_at=timezone.now() - timedelta(hours=9))
    sign_up, client = make_sign_up(shift, make_volunteer(world)), signed_in(world.worker)
    asked = client.post(url("shiftsignup-sign-in", sign_up.pk))
    assert "请填写实际时间补登" in form_errors(asked)[0]
    at = timezone.localtime(shift.starts_at).strftime("%Y-%m-%dT%H:%M")
    client.post(url("shiftsignup-sign-in", sign_up.pk), {"at": at})
    sign_up.refresh_from_db()
    assert sign_up.state == ShiftSignUpState.SIGNED_IN
    assert form_errors(client.post(url("shiftsignup-sign-out", sign_up.pk), {"at": "昨天"}))


def test_staff_sign_up_all_or_none(world, signed_in):
    shift, client = make_shift(world, places=2), signed_in(world.community)
    make_volunteer(world), make_volunteer(world, "钱进", state=VolunteerState.PAUSED)
    refused = client.post(url("shift-sign-up", shift.pk), {"volunteers": "孙有成 钱进"})
    assert form_errors(refused)[0].startswith("钱进：志愿者登记目前是“暂停”")
    assert ShiftSignUp.objects.count() == 0
    assert said(client.post(url("shift-sign-up", shift.pk), {"volunteers": "孙有成"}, follow=True)) == ["已报名1人"]


def test_the_screen_shows_a_code(world, signed_in):
    page = signed_in(world.worker).get(url("shift-screen", make_shift(world).pk))
    assert "志愿者签到签退二维码" in text_of(page)
