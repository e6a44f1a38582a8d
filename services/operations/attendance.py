"""Who came: check-in by code or by staff, headcounts, online visits, leaving, and taking a wrong row back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from orgs.models import Person, User
from projects import parameters
from projects.enums import ParameterName
from services.counting import standing
from services.enums import AttendanceRole, CheckInMethod, RegistrationState, SessionState
from services.models import Attendance, CheckOut, Registration, Session
from services.operations.registration import known_person
from services.operations.session import check_recordable, locked_session

OPENS_BEFORE = timedelta(hours=1)  # configurable default
CLOSES_AFTER = timedelta(hours=1)  # for people checking in by themselves and for scans; staff may add later
AHEAD = timedelta(minutes=2)  # configurable default: how far a phone's clock may be ahead of ours
HEADCOUNT_LIMIT = 10_000  # configurable default: beyond it a typing mistake is likelier than a crowd
ONLINE_LIMIT = 24 * 60  # minutes

USED = "这张签到页已经用过一次。已经签到的不用再签；还没有签到的，请重新扫码。"
NOT_COMING = {
    RegistrationState.PENDING: "报名还在审核。确需入场的，请用“现场补登”登记。",
    RegistrationState.WAITING: "报名还在候补，没有名额。现场有空位的，请用“现场补登”登记。",
    RegistrationState.OFFERED: "递补的名额还没有确认。现场有空位的，请用“现场补登”登记。",
}
CANCELLED = "这条报名已取消。本人到场的，请用“现场补登”登记。"


def check_in_person(
    session: Session,
    *,
    by: User | None = None,
    name: str,
    phone: str,
    method: str = CheckInMethod.STAFF,
    role: str = AttendanceRole.PARTICIPANT,
    at: datetime | None = None,
    nonce: str | None = None,
    inside: bool | None = None,
) -> Attendance:
    """This person was there; a second time returns the first row. Walk-ins are welcome beyond the capacity:

    it limits sign-up, while attendance records what happened. ``by`` is None when people scan the code. ``at`` is
    when they came, now unless told; ``nonce`` is what lets one pass check in one person once. Raises ``DomainError``
    outside the check-in time, for a pass that was used, and for unusable names or phones.
    """
    with transaction.atomic():
        person = known_person(session, by=by, name=name, phone=phone)  # before the lock, as in sign-up: no deadlock
        session = _open(session, by, at)
        if nonce and Attendance.objects.filter(nonce=nonce).exists():
            raise DomainError(USED)
        return attend(session, person, by=by, method=method, role=role, at=at, nonce=nonce, inside=inside)


def check_in_registration(registration: Registration, *, by: User) -> Attendance:
    """Staff tick off a person on the list of those signed up."""
    with transaction.atomic():
        session = _open(registration.session, by)
        registration.refresh_from_db()
        check_coming(registration)
        return attend(session, registration.person, by=by, method=CheckInMethod.STAFF)


def record_headcount(session: Session, *, by: User, headcount: int) -> Attendance:
    """So many people came without giving a name; they count as 人次, never as 人数."""
    check_headcount(headcount)
    with transaction.atomic():
        session = _open(session, by)
        return Attendance.objects.create(
            session=session, headcount=headcount, method=CheckInMethod.HEADCOUNT, at=timezone.now(), by=by
        )


def record_online(session: Session, *, by: User, name: str, phone: str, minutes: int) -> Attendance:
    """This person watched for so many ``minutes``. Fewer than the parameter asks are on record and not counted
    (configurable default); a second time returns the first row.

    Raises ``DomainError`` for a session that is not online, and when a visit that was too short is to be replaced.
    """
    if not 0 <= minutes <= ONLINE_LIMIT:
        raise DomainError(f"停留时间须在0至{ONLINE_LIMIT}分钟之间，请核对。")
    with transaction.atomic():
        person = known_person(session, by=by, name=name, phone=phone)  # before the lock
        session = _open(session, by)
        if not session.is_online:
            raise DomainError("本场不是线上场次，请用签到登记。")
        counted = minutes >= parameters.value(ParameterName.ONLINE_MINUTES, session.starts_on)
        row = attend(
            session, person, by=by, method=CheckInMethod.ONLINE, online_minutes=minutes, is_counted=bool(counted)
        )
        if counted and not row.is_counted:
            raise DomainError(
                f"{row.person}已登记停留{row.online_minutes}分钟，不计入人次。请按累计时间核对后登记一次。"
            )
        return row


def check_out(
    attendance: Attendance, *, by: User | None, at: datetime | None = None, nonce: str | None = None
) -> CheckOut:
    """When this person left; a second time returns the first. Raises ``DomainError`` for a row that was taken back,
    for headcounts, and for a moment before the arrival or still to come."""
    with transaction.atomic():
        session = locked_session(attendance.session)
        check_recordable(session)
        if not attendance.is_named or not standing(Attendance.objects.filter(pk=attendance.pk)).exists():
            raise DomainError("这条签到已冲正或不是实名签到，不能签退。")
        if found := CheckOut.objects.filter(attendance=attendance).first():
            return found
        moment_left = check_moment(at)
        if moment_left < attendance.at:
            raise DomainError(f"签退时间早于签到时间（{moment(attendance.at)}），请核对。")
        return CheckOut.objects.create(attendance=attendance, at=moment_left, nonce=nonce, by=by)


def reverse_attendance(attendance: Attendance, *, by: User) -> Attendance:
    """A row that takes a wrong one back: a wrong headcount, the wrong person ticked off, or an earlier correction,
    whose row then counts again. All of them stay on record.

    Raises ``DomainError`` for a row that is taken back already, and when a held session would be left without
    anybody.
    """
    with transaction.atomic():
        session = locked_session(attendance.session)
        check_recordable(session)
        last = attendance if attendance.reverses_id else last_of(attendance)
        if is_taken_back(attendance, last) or Attendance.objects.filter(reverses=last).exists():
            raise DomainError("这条记录已经冲正过了。")
        served = last.headcount if last.role == AttendanceRole.PARTICIPANT and last.is_counted else 0
        if session.state == SessionState.HELD and 0 < session.person_times <= served:
            raise DomainError("本场已确认举办，冲正后将没有任何人次。请先补录正确的签到或点数，再冲正这一条。")
        return take_back(last, by=by)


def last_of(row: Attendance) -> Attendance:
    """The newest correction of ``row``, or the row itself."""
    return row.corrections.order_by("-pk").first() or row


def is_taken_back(row: Attendance, last: Attendance) -> bool:
    """Whether ``row``, with ``last`` as its newest correction, counts for nothing now."""
    return row.reverses_id is None and last.headcount < 0


def take_back(row: Attendance, *, by: User | None) -> Attendance:
    """The row of the opposite sign; the caller holds the session's lock."""
    return Attendance.objects.create(
        session_id=row.session_id,
        headcount=-row.headcount,
        role=row.role,
        method=CheckInMethod.CORRECTION,
        at=timezone.now(),
        by=by,
        reverses=row,
        original_id=row.original_id or row.pk,
        is_counted=row.is_counted,
    )


def check_arrival(session: Session, by: User | None, at: datetime | None = None) -> None:
    """Raises ``DomainError`` when attendance may not be recorded now; ``by`` is None when people scan the code."""
    check_recordable(session)
    at = at or timezone.now()
    if session.state == SessionState.CANCELLED:
        raise DomainError("本场已取消，不能签到。")
    if session.state == SessionState.POSTPONED:
        raise DomainError("本场已延期，确定新的时间以后才能签到。")
    if at < session.starts_at - OPENS_BEFORE:
        raise DomainError(f"还没有到签到时间：本场{moment(session.starts_at)}开始，提前1小时开放签到。")
    if by is None and (session.state == SessionState.HELD or at > session.ends_at + CLOSES_AFTER):
        raise DomainError("本场签到已经结束。确实到场的，请联系现场工作人员补登。")


def check_moment(at: datetime | None) -> datetime:
    """``at``, or now; a clock a little ahead of ours means now. Raises ``DomainError`` for a moment still to come."""
    now = timezone.now()
    if at is not None and at > now + AHEAD:
        raise DomainError("登记的时间还没有到。请检查手机或电脑的时间是否正确。")
    return min(at or now, now)


def check_coming(registration: Registration) -> None:
    """Raises ``DomainError`` unless this registration holds a confirmed place."""
    if registration.state != RegistrationState.REGISTERED:
        raise DomainError(NOT_COMING.get(registration.state, CANCELLED))


def check_headcount(headcount: int) -> None:
    if not 1 <= headcount <= HEADCOUNT_LIMIT:
        raise DomainError(f"点数须在1至{HEADCOUNT_LIMIT}之间，请核对现场人数。")


def _open(session: Session, by: User | None, at: datetime | None = None) -> Session:
    """The session under its lock, when attendance may be recorded now."""
    session = locked_session(session)
    check_arrival(session, by, check_moment(at) if at else None)
    return session


def attend(session: Session, person: Person, *, by: User | None, at: datetime | None = None, **fields) -> Attendance:
    """The one row of this person; one that was taken back counts again. The caller holds the session's lock."""
    if row := session.attendances.filter(person=person).first():
        restore(row, by=by)
        return row
    return Attendance.objects.create(session=session, person=person, at=check_moment(at), by=by, **fields)


def restore(row: Attendance, *, by: User | None) -> bool:
    """Whether ``row`` had been taken back, and counts again from now on. The caller holds the session's lock."""
    last = last_of(row)
    if not is_taken_back(row, last):
        return False
    take_back(last, by=by)
    return True
