"""Shifts: planned, published, called off and over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification, TextMessage
from projects.enums import ProjectState
from services import operations
from services.enums import ShiftSignUpState, ShiftState
from services.models import Shift, ShiftSignUp
from tests.cast import make_project, make_session
from tests.services.build_volunteer import hours_ago, make_shift, make_sign_up, make_volunteer, running_shift

NOW = timezone.now()


def plan(w, **fields):
    project = fields.pop("project", None) or make_project(w, ProjectState.ACTIVE)
    starts_at = timezone.now() + timedelta(days=2)
    facts = {
        "project": project, "name": "义诊引导", "content": "维持秩序", "venue": "职工之家", "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3), "places": 5, "risk": "无特别风险", "lead": w.worker,
    }  # fmt: skip
    return operations.create_shift(by=w.worker, **(facts | fields))


def test_create_and_publish(world):
    shift = plan(world, skills=["law", "art", "law"])
    assert (shift.state, shift.organization, shift.skills) == (ShiftState.DRAFT, world.community_union, ["art", "law"])
    published = operations.publish_shift(shift, by=world.worker)
    assert published.state == ShiftState.PUBLISHED
    assert list(published.events.values_list("kind", flat=True)) == ["create", "publish"]
    assert list(Notification.objects.values_list("recipient__username", "title")) == [
        ("community", "志愿班次开始招募：义诊引导")
    ]


def test_a_shift_of_a_session_is_at_its_place(world):
    session = make_session(world)
    assert plan(world, project=session.activity.project, session=session).organization == session.organization


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"risk": "  "}, "须说明可能的风险"),
        ({"name": " "}, "没有填写岗位名称"),
        ({"places": 0}, "招募人数须在"),
        ({"places": 1001}, "招募人数须在"),
        ({"minimum_age": 7}, "最低年龄"),
        ({"skills": ["flying"]}, "技能不在可选范围内"),
        ({"ends_at": NOW}, "结束时间"),
        ({"ends_at": NOW + timedelta(days=4)}, "不能超过24小时"),
        ({"starts_at": NOW + timedelta(days=400), "ends_at": NOW + timedelta(days=400, hours=1)}, "不在项目期"),
        ({"starts_at": NOW.replace(year=1), "ends_at": NOW}, "年份不正确"),
    ],
)
def test_what_a_shift_cannot_be(world, fields, sentence):
    with pytest.raises(DomainError, match=sentence):
        plan(world, **fields)
    assert Shift.objects.count() == 0


def test_the_parties_have_to_fit(world):
    with pytest.raises(DomainError, match="带队社工"):
        plan(world, lead=world.community)
    with pytest.raises(DomainError, match="不属于这个项目"):
        plan(world, session=make_session(world))
    with pytest.raises(DomainError, match="不能安排志愿班次"):
        plan(world, project=make_project(world, ProjectState.COMPLETED))
    with pytest.raises(DomainError, match="不在本项目的实施范围内"):
        plan(world, organization=world.contractor)


def test_dangerous_work_is_insured_before_it_is_published(world):
    shift = plan(world, is_dangerous=True)
    with pytest.raises(DomainError, match="须为志愿者购买人身意外险"):
        operations.publish_shift(shift, by=world.worker)
    operations.update_shift(shift, by=world.worker, insurance="PICC-2026-0001")
    assert operations.publish_shift(shift, by=world.worker).state == ShiftState.PUBLISHED
    with pytest.raises(DomainError, match="人身意外险"):
        operations.update_shift(shift, by=world.worker, insurance=" ")


def test_a_past_shift_is_not_published(world):
    with pytest.raises(DomainError, match="开始时间已过"):
        operations.publish_shift(make_shift(world, ShiftState.DRAFT, starts_at=hours_ago(1)), by=world.worker)


def test_what_volunteers_relied_on_stays(world):
    shift = make_shift(world)
    operations.update_shift(shift, by=world.worker, minimum_age=16, venue="南广场")
    make_sign_up(shift, make_volunteer(world))
    operations.update_shift(shift, by=world.worker, venue="北广场", places=1)
    for changes in ({"minimum_age": 18}, {"starts_at": shift.starts_at + timedelta(hours=1)}, {"skills": ["law"]}):
        with pytest.raises(DomainError, match="不能再改"):
            operations.update_shift(shift, by=world.worker, **changes)
    make_sign_up(operations.update_shift(shift, by=world.worker, places=2), make_volunteer(world, "钱进"))
    with pytest.raises(DomainError, match="不能少于2"):
        operations.update_shift(shift, by=world.worker, places=1)
    notes = ["最低年龄、集合地点", "集合地点、招募人数", "招募人数"]
    assert list(shift.events.values_list("note", flat=True)) == notes


MOVES = {
    "publish_shift": {ShiftState.DRAFT},
    "finish_shift": {ShiftState.PUBLISHED},
    "cancel_shift": {ShiftState.DRAFT, ShiftState.PUBLISHED},
}


@pytest.mark.parametrize("state", ShiftState.values)
@pytest.mark.parametrize("operation", MOVES)
def test_moves_from_every_state(world, operation, state):
    starts_at = hours_ago(1) if operation == "finish_shift" else None
    shift = make_shift(world, state, starts_at=starts_at)

    def move():
        return getattr(operations, operation)(shift, by=world.worker, note="说明")

    if state in MOVES[operation]:
        assert move().state != state
    else:
        with pytest.raises(DomainError, match="不能"):
            move()
        assert (shift.events.count(), Notification.objects.count()) == (0, 0)


def test_cancel_tells_everybody(world):
    shift, volunteer = make_shift(world), make_volunteer(world, phone="13600000001")
    make_sign_up(shift, volunteer)
    make_sign_up(shift, make_volunteer(world, "钱进"), ShiftSignUpState.CANCELLED)
    operations.cancel_shift(shift, by=world.ngo, note="暴雨预警")
    assert list(ShiftSignUp.objects.values_list("state", flat=True)) == ["cancelled", "cancelled"]
    assert [(row.phone, "已取消" in row.body) for row in TextMessage.objects.all()] == [("13600000001", True)]
    assert set(Notification.objects.values_list("recipient__username", flat=True)) == {"worker", "community"}


def test_a_shift_somebody_came_to_is_not_cancelled(world):
    shift = running_shift(world)
    make_sign_up(shift, make_volunteer(world), ShiftSignUpState.SIGNED_IN)
    with pytest.raises(DomainError, match="已有志愿者签到"):
        operations.cancel_shift(shift, by=world.worker, note="说明")
    with pytest.raises(DomainError, match="没有签退"):
        operations.finish_shift(shift, by=world.worker)


def test_finish_puts_down_who_never_came(world):
    shift = running_shift(world)
    came = make_sign_up(shift, make_volunteer(world), ShiftSignUpState.SIGNED_OUT, signed_out_at=timezone.now())
    missed = make_sign_up(shift, make_volunteer(world, "钱进"))
    assert operations.finish_shift(shift, by=world.worker).state == ShiftState.DONE
    came.refresh_from_db(), missed.refresh_from_db(), shift.refresh_from_db()
    assert (came.state, missed.state, shift.taken) == (ShiftSignUpState.SIGNED_OUT, ShiftSignUpState.ABSENT, 1)
    with pytest.raises(DomainError, match="才开始"):
        operations.finish_shift(make_shift(world), by=world.worker)
