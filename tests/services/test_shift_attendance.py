"""Volunteers come and leave: moments, states, presence at the session, grades."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from services import operations
from services.counting import service_figures
from services.enums import AttendanceRole, SessionState, ShiftSignUpState
from services.models import Attendance, HourClaim, Session
from tests.cast import make_activity, make_session
from tests.services.build_volunteer import hours_ago, make_shift, make_sign_up, make_volunteer, running_shift


def test_in_and_out_leaves_hours_to_confirm(world):
    sign_up = make_sign_up(running_shift(world), make_volunteer(world))
    operations.sign_in(sign_up, by=world.worker, at=sign_up.shift.starts_at)
    done = operations.sign_out(sign_up, by=world.worker)
    assert done.state == ShiftSignUpState.SIGNED_OUT
    claim = HourClaim.objects.get()
    assert (claim.sign_up, claim.state, claim.hours) == (done, "pending", Decimal("1.0"))
    assert list(done.events.values_list("kind", flat=True)) == ["sign_in", "sign_out"]


def test_a_volunteer_of_a_session_is_present_and_never_counted(world):
    session = make_session(world, make_activity(world), starts_at=hours_ago(1))
    shift = running_shift(world, project=session.activity.project, session=session)
    sign_up = make_sign_up(shift, make_volunteer(world))
    operations.sign_in(sign_up, by=world.worker)
    row = Attendance.objects.get()
    assert (row.role, row.person, row.session) == (AttendanceRole.VOLUNTEER, sign_up.volunteer.person, session)
    Session.objects.filter(pk=session.pk).update(state=SessionState.HELD)
    assert service_figures(Session.objects.all()).person_times == 0


def test_who_is_on_the_sessions_list_stays_there_once(world):
    session = make_session(world, make_activity(world), starts_at=hours_ago(1))
    volunteer = make_volunteer(world)
    operations.check_in_person(session, by=world.worker, name=volunteer.person.name, phone=volunteer.person.phone)
    shift = running_shift(world, project=session.activity.project, session=session)
    operations.sign_in(make_sign_up(shift, volunteer), by=world.worker)
    assert list(Attendance.objects.values_list("role", flat=True)) == [AttendanceRole.PARTICIPANT]


def test_times_have_to_be_possible(world):
    early = make_sign_up(make_shift(world), make_volunteer(world))
    with pytest.raises(DomainError, match="时间早于"):
        operations.sign_in(early)
    over = make_sign_up(make_shift(world, starts_at=hours_ago(9)), make_volunteer(world, "钱进"))
    with pytest.raises(DomainError, match="请联系带队社工补登"):
        operations.sign_in(over)
    with pytest.raises(DomainError, match="请填写实际时间补登"):
        operations.sign_in(over, by=world.worker)
    with pytest.raises(DomainError, match="还没有到"):
        operations.sign_in(over, by=world.worker, at=timezone.now() + timedelta(hours=1))
    operations.sign_in(over, by=world.worker, at=hours_ago(9))
    with pytest.raises(DomainError, match="时间早于"):
        operations.sign_out(over, by=world.worker, at=hours_ago(10))
    with pytest.raises(DomainError, match="请填写实际时间补登"):
        operations.sign_out(over, by=world.worker)
    over.refresh_from_db()
    with pytest.raises(DomainError, match="须晚于签到时间"):
        operations.sign_out(over, by=world.worker, at=over.signed_in_at)
    with pytest.raises(DomainError, match="时间晚于"):
        operations.sign_out(over, by=world.worker, at=hours_ago(1))
    assert HourClaim.objects.count() == 0
    assert operations.sign_out(over, by=world.worker, at=hours_ago(6)).state == ShiftSignUpState.SIGNED_OUT


SIGN_UP_MOVES = {
    "sign_in": {ShiftSignUpState.SIGNED_UP, ShiftSignUpState.ABSENT},
    "sign_out": {ShiftSignUpState.SIGNED_IN},
    "miss_shift": {ShiftSignUpState.SIGNED_UP},
    "cancel_sign_up": {ShiftSignUpState.SIGNED_UP},
}


@pytest.mark.parametrize("state", ShiftSignUpState.values)
@pytest.mark.parametrize("operation", SIGN_UP_MOVES)
def test_sign_ups_move_from_their_states_only(world, operation, state):
    shift = make_shift(world) if operation == "cancel_sign_up" else running_shift(world)
    sign_up = make_sign_up(shift, make_volunteer(world), state)

    def move():
        return getattr(operations, operation)(sign_up, by=world.worker)

    if state in SIGN_UP_MOVES[operation]:
        assert move().state != state
    else:
        with pytest.raises(DomainError, match="不能"):
            move()
        assert (sign_up.events.count(), HourClaim.objects.count()) == (0, 0)


def test_the_place_of_somebody_absent_may_be_gone(world):
    shift = running_shift(world, places=1)
    absent = make_sign_up(shift, make_volunteer(world), ShiftSignUpState.ABSENT)
    make_sign_up(shift, make_volunteer(world, "钱进"), ShiftSignUpState.SIGNED_IN)
    with pytest.raises(DomainError, match="已有人补上"):
        operations.sign_in(absent, by=world.worker)


def test_nobody_is_absent_before_the_start(world):
    with pytest.raises(DomainError, match="才开始"):
        operations.miss_shift(make_sign_up(make_shift(world), make_volunteer(world)), by=world.worker)


def test_grades(world):
    sign_up = make_sign_up(make_shift(world, starts_at=hours_ago(9)), make_volunteer(world), "signed_out")
    assert operations.grade_sign_up(sign_up, by=world.worker, grade=5, comment=" 耐心 ").comment == "耐心"
    operations.grade_sign_up(sign_up, by=world.worker, grade=4)
    assert list(sign_up.events.values_list("note", flat=True)) == ["5星 耐心", "4星"]
    for grade in (0, 6):
        with pytest.raises(DomainError, match="1至5星"):
            operations.grade_sign_up(sign_up, by=world.worker, grade=grade)
    waiting = make_sign_up(sign_up.shift, make_volunteer(world, "钱进"))
    with pytest.raises(DomainError, match="签退之后才能评价"):
        operations.grade_sign_up(waiting, by=world.worker, grade=5)
