"""Volunteers in a shift: signing up, coming, leaving, and what the lead says of it.

Locks are taken in one order, volunteer, shift, sign-up, so that nobody waits for somebody who waits for them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from core.workflow import Transition, locked, step
from orgs.models import User
from services import workflow
from services.ages import age_on
from services.enums import (
    AttendanceRole,
    CheckInMethod,
    SessionState,
    ShiftSignUpState,
    ShiftState,
    VolunteerSkill,
    VolunteerState,
)
from services.models import Attendance, Session, Shift, ShiftSignUp, Volunteer
from services.notifications.volunteer import tell_given_up
from services.operations.guardian import check_guardian
from services.operations.hour import claim_shift_hours
from services.operations.shift import check_project

OPENS_BEFORE = timedelta(hours=1)  # configurable default
CLOSES_AFTER = timedelta(
    hours=2
)  # later than this the moment has to be given: nobody served until the press of a button
HOLDING = (ShiftSignUpState.SIGNED_UP, ShiftSignUpState.SIGNED_IN, ShiftSignUpState.SIGNED_OUT)
GRADES = range(1, 6)


def sign_up_for_shift(shift: Shift, *, by: User | None = None, volunteer: Volunteer) -> ShiftSignUp:
    """A place in the shift; who has one already gets the same again. ``by`` is None on the public page.

    Never more than ``places``, whatever runs at once. Raises ``DomainError`` when the shift does not recruit or is
    full, and when the volunteer is not in service, too young, without the skills or training asked for, or at work
    elsewhere at that time.
    """
    with transaction.atomic():
        volunteer, shift = locked(volunteer), locked(shift)
        check_recruiting(shift, by)
        if sign_up := shift.sign_ups.exclude(state=ShiftSignUpState.CANCELLED).filter(volunteer=volunteer).first():
            return sign_up
        check_fit(shift, volunteer)
        check_free(shift, volunteer)
        if shift.taken >= shift.places:
            raise DomainError(f"名额已满：本班次招募{shift.places}人，都已有人报名。请看看其他班次。")
        sign_up = ShiftSignUp.objects.create(shift=shift, volunteer=volunteer)
        sign_up.events.create(kind="create", to_state=sign_up.state, by=by)
    return sign_up


def cancel_sign_up(sign_up: ShiftSignUp, *, by: User | None = None, note: str = "") -> ShiftSignUp:
    """Give the place back before the shift starts; ``by`` is None when volunteers do it themselves."""
    with _moving(sign_up, workflow.CANCEL_SIGN_UP, by=by, note=note) as sign_up:
        if timezone.now() >= sign_up.shift.starts_at:
            raise DomainError("班次已经开始，不能再取消报名。没有到的，请由带队社工记为未到。")
        if by is None:
            tell_given_up(sign_up)
    return sign_up


def sign_in(sign_up: ShiftSignUp, *, by: User | None = None, at: datetime | None = None) -> ShiftSignUp:
    """The volunteer has come, now or ``at`` an earlier moment staff writes down.

    For a shift that belongs to a session the session's attendance gets a row with the role of a volunteer, once and
    never counted as 人次. Raises ``DomainError`` outside the time of the shift, and when the place of somebody put
    down as absent has been taken meanwhile.
    """
    with _moving(sign_up, workflow.SIGN_IN, by=by) as sign_up:
        shift = sign_up.shift
        _check_running(shift)
        sign_up.signed_in_at = _moment(shift, at, shift.starts_at - OPENS_BEFORE, shift.ends_at, by)
        if sign_up.state == ShiftSignUpState.ABSENT and shift.taken >= shift.places:
            raise DomainError("记为未到之后，空出的名额已有人补上。请先增加招募人数，再办理签到。")
        sign_up.save(update_fields=["signed_in_at"])
        if shift.session_id:
            _attend(shift.session, sign_up, by)
    return sign_up


def sign_out(sign_up: ShiftSignUp, *, by: User | None = None, at: datetime | None = None) -> ShiftSignUp:
    """The volunteer leaves; the hours served wait from now on for somebody to confirm them.

    Long after the end the moment has to be given: Raises ``DomainError`` without it, and for one before the sign-in.
    """
    with _moving(sign_up, workflow.SIGN_OUT, by=by) as sign_up:
        shift = sign_up.shift
        _check_running(shift)
        sign_up.signed_out_at = _moment(shift, at, sign_up.signed_in_at, shift.ends_at + CLOSES_AFTER, by)
        if sign_up.signed_out_at <= sign_up.signed_in_at:
            raise DomainError(f"签退时间须晚于签到时间（{moment(sign_up.signed_in_at)}），请改正。")
        sign_up.save(update_fields=["signed_out_at"])
        claim_shift_hours(sign_up, by=by)
    return sign_up


def miss_shift(sign_up: ShiftSignUp, *, by: User, note: str = "") -> ShiftSignUp:
    """They signed up and did not come. Only once the shift has started."""
    with _moving(sign_up, workflow.MISS_SHIFT, by=by, note=note) as sign_up:
        if timezone.now() < sign_up.shift.starts_at:
            raise DomainError(f"班次{moment(sign_up.shift.starts_at)}才开始，开始之后才能记为未到。")
    return sign_up


def grade_sign_up(sign_up: ShiftSignUp, *, by: User, grade: int, comment: str = "") -> ShiftSignUp:
    """What the social worker says of the service, 1 to 5; a later grade replaces the earlier, both stay on record."""
    if grade not in GRADES:
        raise DomainError("评价须是1至5星。")
    with transaction.atomic():
        row = locked(sign_up)
        if row.state != ShiftSignUpState.SIGNED_OUT:
            raise DomainError(f"{row.volunteer}目前是“{row.get_state_display()}”，签退之后才能评价。")
        row.grade, row.comment = grade, comment.strip()
        row.save(update_fields=["grade", "comment"])
        row.events.create(kind="grade", by=by, note=f"{grade}星 {row.comment}".strip())
    return row


def give_up_sign_ups(volunteer: Volunteer, *, by: User | None, note: str) -> None:
    """Cancel what the volunteer signed up for and has not started; the leads are told. Holds the volunteer's lock."""
    ahead = volunteer.sign_ups.filter(state=ShiftSignUpState.SIGNED_UP, shift__starts_at__gt=timezone.now())
    for sign_up in ahead.select_related("shift__organization", "shift__lead").order_by("shift_id"):
        tell_given_up(cancel_sign_up(sign_up, by=by, note=note))


def check_recruiting(shift: Shift, by: User | None) -> None:
    """Raises ``DomainError`` unless volunteers may sign up now; staff may until the shift ends."""
    if shift.state != ShiftState.PUBLISHED:
        raise DomainError(f"班次目前是“{shift.get_state_display()}”，不能报名。")
    check_project(shift.project)
    if shift.session_id and shift.session.state == SessionState.CANCELLED:
        raise DomainError("班次所属的场次已取消，不能报名。")
    if timezone.now() >= (shift.ends_at if by else shift.starts_at):
        raise DomainError(f"班次已经{'结束' if by else '开始'}，不能再报名。请看看其他班次。")


def check_fit(shift: Shift, volunteer: Volunteer) -> None:
    """Raises ``DomainError`` unless the work suits the volunteer's age, skills and training (条例第15、16条)."""
    if volunteer.state != VolunteerState.ACTIVE:
        raise DomainError(f"志愿者登记目前是“{volunteer.get_state_display()}”，不能报名。请联系社区工会。")
    _check_age(shift, volunteer)
    if shift.skills and not set(shift.skills) & set(volunteer.skills):
        wanted = "、".join(VolunteerSkill(skill).label for skill in shift.skills)
        raise DomainError(f"本班次需要会“{wanted}”的志愿者，登记的技能里没有。确有这项技能的，请联系社区工会补登。")
    if shift.training_id and not volunteer.trainings.filter(training_id=shift.training_id).exists():
        raise DomainError(f"参加本班次须先参加培训“{shift.training}”，没有查到培训记录。请先联系带队社工安排培训。")


def check_free(shift: Shift, volunteer: Volunteer) -> None:
    """Raises ``DomainError`` when the volunteer is in another shift at that time."""
    if other := overlapping(shift, volunteer).first():
        raise DomainError(
            f"与已报名的班次“{other.shift}”（{moment(other.shift.starts_at)}开始）时间重叠，不能同时参加。"
        )


def overlapping(shift: Shift, volunteer: Volunteer) -> QuerySet[ShiftSignUp]:
    """What the volunteer does elsewhere during the shift."""
    rows = volunteer.sign_ups.filter(shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at)
    return rows.filter(state__in=HOLDING).exclude(shift=shift).select_related("shift")


def _check_age(shift: Shift, volunteer: Volunteer) -> None:
    birth_date = volunteer.person.birth_date
    if birth_date is None:
        raise DomainError("志愿者没有登记出生日期，无法核对年龄。请联系社区工会补登。")
    if age_on(birth_date, timezone.localtime(shift.starts_at).date()) < shift.minimum_age:
        raise DomainError(f"本班次要求年满{shift.minimum_age}周岁，不能报名。请看看其他班次。")
    check_guardian(volunteer)


def _check_running(shift: Shift) -> None:
    if shift.state not in (ShiftState.PUBLISHED, ShiftState.DONE):
        raise DomainError(f"班次目前是“{shift.get_state_display()}”，不能签到签退。")
    check_project(shift.project)


def _moment(shift: Shift, at: datetime | None, earliest: datetime, latest: datetime, by: User | None) -> datetime:
    """When it happened: ``at`` as staff writes it down, else now; between ``earliest`` and ``latest``."""
    now = timezone.now()
    if at is None and now > latest:
        hint = "请填写实际时间补登" if by else "请联系带队社工补登"
        raise DomainError(f"班次已于{moment(shift.ends_at)}结束，{hint}。")
    at = at or now
    if at > now:
        raise DomainError("填写的时间还没有到，请改正。")
    if at < earliest:
        raise DomainError(f"时间早于{moment(earliest)}，不能登记。请核对班次时间。")
    if at > latest:
        raise DomainError(f"时间晚于{moment(latest)}，不能登记。请核对班次时间。")
    return at


def _attend(session: Session, sign_up: ShiftSignUp, by: User | None) -> None:
    """One row of attendance as a volunteer; whoever is on the session's list already stays there as they are."""
    session = locked(session)
    person = sign_up.volunteer.person
    if session.state == SessionState.CANCELLED or session.attendances.filter(person=person).exists():
        return
    Attendance.objects.create(
        session=session, person=person, role=AttendanceRole.VOLUNTEER, at=sign_up.signed_in_at, by=by,
        method=CheckInMethod.STAFF if by else CheckInMethod.QR,
    )  # fmt: skip


@contextmanager
def _moving(sign_up: ShiftSignUp, transition: Transition, *, by: User | None, note: str = "") -> Iterator[ShiftSignUp]:
    """``step`` with volunteer and shift locked first; the row's ``shift`` is the locked one."""
    with transaction.atomic():
        volunteer, shift = locked(sign_up.volunteer), locked(sign_up.shift)
        with step(sign_up, transition, by=by, note=note) as row:
            row.volunteer, row.shift = volunteer, shift
            yield row
