"""Volunteers sign up for shifts: who may, who cannot, and giving the place back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from services import operations
from services.enums import SessionState, ShiftSignUpState, ShiftState, VolunteerState
from services.models import Session, ShiftSignUp
from tests.cast import make_session
from tests.services.build_volunteer import (
    make_shift,
    make_sign_up,
    make_training,
    make_volunteer,
    running_shift,
)

NOW = timezone.now()


def test_sign_up_once(world):
    shift, volunteer = make_shift(world), make_volunteer(world)
    sign_up = operations.sign_up_for_shift(shift, volunteer=volunteer)
    assert operations.sign_up_for_shift(shift, by=world.worker, volunteer=volunteer) == sign_up
    shift.refresh_from_db()
    assert (shift.taken, sign_up.events.count()) == (1, 1)


@pytest.mark.parametrize(
    ("shift_fields", "volunteer_fields", "sentence"),
    [
        ({"state": ShiftState.DRAFT}, {}, "不能报名"),
        ({"state": ShiftState.DONE}, {}, "不能报名"),
        ({"starts_at": NOW - timedelta(minutes=5)}, {}, "已经开始"),
        ({}, {"state": VolunteerState.PENDING}, "待审核"),
        ({}, {"state": VolunteerState.PAUSED}, "暂停"),
        ({}, {"birth_date": None}, "没有登记出生日期"),
        ({"minimum_age": 18}, {"birth_date": date(NOW.year - 16, 1, 1)}, "年满18周岁"),
        ({}, {"birth_date": date(NOW.year - 16, 1, 1)}, "没有监护人同意"),
        ({"skills": ["law", "medicine"]}, {"skills": ["art"]}, "需要会“法律、医疗护理”"),
    ],
)
def test_who_cannot_sign_up(world, shift_fields, volunteer_fields, sentence):
    shift, volunteer = make_shift(world, **shift_fields), make_volunteer(world, **volunteer_fields)
    with pytest.raises(DomainError, match=sentence):
        operations.sign_up_for_shift(shift, volunteer=volunteer)
    assert ShiftSignUp.objects.count() == 0


def test_training_comes_first(world):
    training, volunteer = make_training(world), make_volunteer(world)
    shift = make_shift(world, training=training)
    with pytest.raises(DomainError, match="须先参加培训“志愿服务基础培训"):
        operations.sign_up_for_shift(shift, volunteer=volunteer)
    assert operations.record_training(training, by=world.worker, volunteers=[volunteer]) == 1
    assert operations.sign_up_for_shift(shift, volunteer=volunteer).state == ShiftSignUpState.SIGNED_UP


def test_one_of_the_skills_is_enough(world):
    shift, volunteer = make_shift(world, skills=["law", "art"]), make_volunteer(world, skills=["art"])
    assert operations.sign_up_for_shift(shift, volunteer=volunteer).volunteer == volunteer


def test_nobody_is_in_two_places(world):
    volunteer, shift = make_volunteer(world), make_shift(world)
    make_sign_up(make_shift(world, name="交通劝导", starts_at=shift.starts_at + timedelta(hours=2)), volunteer)
    with pytest.raises(DomainError, match="“交通劝导”"):
        operations.sign_up_for_shift(shift, volunteer=volunteer)
    after = make_shift(world, starts_at=shift.starts_at + timedelta(hours=5))
    assert operations.sign_up_for_shift(after, volunteer=volunteer).shift == after


def test_full_is_full_until_somebody_gives_up(world):
    shift = make_shift(world, places=1)
    first = operations.sign_up_for_shift(shift, volunteer=make_volunteer(world))
    second = make_volunteer(world, "钱进")
    with pytest.raises(DomainError, match="名额已满"):
        operations.sign_up_for_shift(shift, volunteer=second)
    assert operations.cancel_sign_up(first).state == ShiftSignUpState.CANCELLED
    assert Notification.objects.get().recipient == world.worker
    assert operations.sign_up_for_shift(shift, volunteer=second).state == ShiftSignUpState.SIGNED_UP


def test_a_cancelled_session_recruits_nobody(world):
    session = make_session(world)
    shift = make_shift(world, project=session.activity.project, session=session)
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    with pytest.raises(DomainError, match="场次已取消"):
        operations.sign_up_for_shift(shift, volunteer=make_volunteer(world))


@pytest.mark.parametrize("operation", ["cancel_session", "postpone_session"])
def test_leads_hear_what_becomes_of_the_session(world, operation):
    session = make_session(world)
    make_shift(world, project=session.activity.project, session=session)
    make_shift(world, ShiftState.CANCELLED, name="已撤", project=session.activity.project, session=session)
    getattr(operations, operation)(session, by=world.ngo, note="场地停电")
    told = Notification.objects.filter(recipient=world.worker, key__startswith="shift:")
    assert list(told.values_list("title", flat=True)) == ["班次所属的场次已取消或延期，请处理班次：义诊引导"]


def test_too_late_to_cancel(world):
    with pytest.raises(DomainError, match="已经开始"):
        operations.cancel_sign_up(make_sign_up(running_shift(world), make_volunteer(world)))
