"""Who came: check-in by QR code or by staff, headcounts and their reversal."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from orgs.models import Person, User
from services.enums import AttendanceRole, CheckInMethod, RegistrationState, SessionState
from services.models import Attendance, Registration, Session
from services.operations.registration import known_person
from services.operations.session import check_recordable, locked_session

OPENS_BEFORE = timedelta(hours=1)  # configurable default
CLOSES_AFTER = timedelta(hours=1)  # for people checking in by themselves; staff may add later
HEADCOUNT_LIMIT = 10_000  # configurable default: beyond it a typing mistake is likelier than a crowd


def check_in_person(
    session: Session,
    *,
    by: User | None = None,
    name: str,
    phone: str,
    method: str = CheckInMethod.STAFF,
    role: str = AttendanceRole.PARTICIPANT,
) -> Attendance:
    """This person was there; a second time returns the first row. Walk-ins are welcome beyond the capacity:

    it limits sign-up, while attendance records what happened. ``by`` is None when people scan the code.
    Raises ``DomainError`` outside the check-in time and for unusable names or phones.
    """
    with transaction.atomic():
        session = _open(session, by)
        person = known_person(session, by=by, name=name, phone=phone)
        return _attend(session, person, by=by, method=method, role=role)


def check_in_registration(registration: Registration, *, by: User) -> Attendance:
    """Staff tick off a person on the list of those signed up."""
    with transaction.atomic():
        session = _open(registration.session, by)
        registration.refresh_from_db()
        if registration.state != RegistrationState.REGISTERED:
            raise DomainError("这条报名已取消。本人到场的，请用“现场补登”登记。")
        return _attend(session, registration.person, by=by, method=CheckInMethod.STAFF)


def record_headcount(session: Session, *, by: User, headcount: int) -> Attendance:
    """So many people came without giving a name; they count as 人次, never as 人数."""
    if not 1 <= headcount <= HEADCOUNT_LIMIT:
        raise DomainError(f"点数须在1至{HEADCOUNT_LIMIT}之间，请核对现场人数。")
    with transaction.atomic():
        session = _open(session, by)
        return Attendance.objects.create(
            session=session, headcount=headcount, method=CheckInMethod.HEADCOUNT, at=timezone.now(), by=by
        )


def reverse_headcount(attendance: Attendance, *, by: User) -> Attendance:
    """A row that takes a wrong headcount back; both stay on record.

    Raises ``DomainError`` for named attendance, for a second reversal, and when a held session would be
    left without anybody.
    """
    with transaction.atomic():
        session = locked_session(attendance.session)
        check_recordable(session)
        if attendance.is_named or attendance.reverses_id:
            raise DomainError("只有点数可以冲正，实名签到和冲正记录不能冲正。")
        if Attendance.objects.filter(reverses=attendance).exists():
            raise DomainError("这笔点数已经冲正过了。")
        if session.state == SessionState.HELD and session.person_times <= attendance.headcount:
            raise DomainError("本场已确认举办，冲正后将没有任何人次。请先补录正确的点数，再冲正这一笔。")
        return Attendance.objects.create(
            session=session,
            headcount=-attendance.headcount,
            role=attendance.role,
            method=CheckInMethod.HEADCOUNT,
            at=timezone.now(),
            by=by,
            reverses=attendance,
        )


def check_arrival(session: Session, by: User | None) -> None:
    """Raises ``DomainError`` when attendance may not be recorded now; ``by`` is None when people scan the code."""
    check_recordable(session)
    now = timezone.now()
    if session.state == SessionState.CANCELLED:
        raise DomainError("本场已取消，不能签到。")
    if now < session.starts_at - OPENS_BEFORE:
        raise DomainError(f"还没有到签到时间：本场{moment(session.starts_at)}开始，提前1小时开放签到。")
    if by is None and (session.state == SessionState.HELD or now > session.ends_at + CLOSES_AFTER):
        raise DomainError("本场签到已经结束。确实到场的，请联系现场工作人员补登。")


def _open(session: Session, by: User | None) -> Session:
    """The session under its lock, when attendance may be recorded now."""
    session = locked_session(session)
    check_arrival(session, by)
    return session


def _attend(
    session: Session, person: Person, *, by: User | None, method: str, role: str = AttendanceRole.PARTICIPANT
) -> Attendance:
    if attendance := session.attendances.filter(person=person).first():
        return attendance
    return Attendance.objects.create(session=session, person=person, role=role, method=method, at=timezone.now(), by=by)
