"""Scans from the door, at once or after the network came back: each counted once, none lost, refused ones kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from orgs.models import User
from services.counting import standing
from services.enums import AttendanceRole, CheckInMethod, ScanResult
from services.models import Attendance, CheckOut, Scan, Session
from services.operations.attendance import (
    CLOSES_AFTER,
    attend,
    check_arrival,
    check_coming,
    check_headcount,
    check_moment,
    restore,
)
from services.operations.registration import known_person
from services.operations.session import locked_session, whole_session
from services.queries.door import locked_registration
from services.tickets import registration_number


@dataclass(frozen=True)
class Seen:
    """What stood at the door: a ticket, a registration picked from the list, somebody who gave name and phone, or a
    number of people. ``leave`` when they went."""

    ticket: str = ""
    registration: int | None = None
    name: str = ""
    phone: str = ""
    headcount: int | None = None
    leave: bool = False


@dataclass(frozen=True)
class Verdict:
    result: str
    attendance: Attendance | None = None
    reason: str = ""


def record_scan(session: Session, *, by: User, nonce: str, at: datetime, seen: Seen) -> Scan:
    """What came of one scan; never raises for a scan that is refused, which stays on record with its reason.

    The same ``nonce`` again returns the first answer and counts nothing. ``at`` is the moment of the scan, within the
    check-in time of the session and not in the future. Two doors at once: one attendance, two scans.
    Raises ``DomainError`` when the nonce was used at another session.
    """
    try:
        return _record(session, by=by, nonce=nonce, at=at, seen=seen)
    except IntegrityError:  # on record already; asking first would cost every scan a query
        if first := Scan.objects.filter(nonce=nonce).select_related("attendance__person").first():
            return _own(first, session)
    return _record(session, by=by, nonce=nonce, at=at, seen=seen)  # another door was faster with the same person


def _own(scan: Scan, session: Session) -> Scan:
    if scan.session_id != session.pk:
        raise DomainError("这个扫码编号已用于另一场，请刷新签到页后重扫。")
    return scan


def _record(session: Session, *, by: User, nonce: str, at: datetime, seen: Seen) -> Scan:
    with transaction.atomic():
        verdict = _judge(session, by=by, nonce=nonce, at=at, seen=seen)
        return Scan.objects.create(
            session=session,
            nonce=nonce,
            result=verdict.result,
            reason=verdict.reason,
            attendance=verdict.attendance,
            scanned_at=at,
            by=by,
        )


def _judge(session: Session, *, by: User, nonce: str, at: datetime, seen: Seen) -> Verdict:
    """Refusals come before anything is written."""
    try:
        if seen.ticket or seen.registration is not None:
            return _signed_up(session, by=by, nonce=nonce, at=at, seen=seen)
        with transaction.atomic():
            return _walked_in(session, by=by, nonce=nonce, at=at, seen=seen)
    except DomainError as error:
        return Verdict(ScanResult.REFUSED, reason=str(error)[:200])


def _signed_up(session: Session, *, by: User, nonce: str, at: datetime, seen: Seen) -> Verdict:
    at = check_moment(at)
    expected = locked_registration(registration_number(seen.ticket) if seen.ticket else seen.registration)
    if expected is None:
        raise DomainError("没有找到这条报名。没有报名的，请用“现场补登”登记。")
    if expected.session.pk != session.pk:
        raise DomainError("报名的是另一场，不是本场。本人到场的，请用“现场补登”登记。")
    _check_time(expected.session, by, at)
    if seen.leave:
        return _leave(expected.attended, by=by, nonce=nonce, at=at)
    check_coming(expected.registration)
    if expected.attended:
        return _again(expected.attended, by)
    row = Attendance.objects.create(
        session=session,
        person=expected.registration.person,
        role=AttendanceRole.PARTICIPANT,
        method=CheckInMethod.PERSONAL if seen.ticket else CheckInMethod.STAFF,
        at=at,
        nonce=nonce,
        by=by,
    )
    return Verdict(ScanResult.COUNTED, row)


def _walked_in(session: Session, *, by: User, nonce: str, at: datetime, seen: Seen) -> Verdict:
    person = None
    if seen.headcount is None:  # before the lock, as in sign-up: no deadlock
        person = known_person(whole_session(session), by=by, name=seen.name, phone=seen.phone)
    session, at = locked_session(session), check_moment(at)
    _check_time(session, by, at)
    if person is None:
        check_headcount(seen.headcount)
        row = Attendance.objects.create(
            session=session, headcount=seen.headcount, method=CheckInMethod.HEADCOUNT, at=at, nonce=nonce, by=by
        )
        return Verdict(ScanResult.COUNTED, row)
    if found := session.attendances.filter(person=person).first():
        return _leave(found, by=by, nonce=nonce, at=at) if seen.leave else _again(found, by)
    if seen.leave:
        return _leave(None, by=by, nonce=nonce, at=at)
    row = attend(session, person, by=by, method=CheckInMethod.STAFF, at=at, nonce=nonce)
    return Verdict(ScanResult.COUNTED, row)


def _again(row: Attendance, by: User) -> Verdict:
    """Here before; taken back since, it counts again."""
    if restore(Attendance.objects.get(pk=row.pk), by=by):
        return Verdict(ScanResult.COUNTED, row, "此前的签到被冲正过，现已恢复")
    return Verdict(ScanResult.ALREADY, row, f"{clock(row.at)}已签到")


def _leave(row: Attendance | None, *, by: User, nonce: str, at: datetime) -> Verdict:
    if row is None or not standing(Attendance.objects.filter(pk=row.pk)).exists():
        raise DomainError("还没有签到，不能签退。请先签到。")
    if found := CheckOut.objects.filter(attendance=row).first():
        return Verdict(ScanResult.ALREADY, row, f"{clock(found.at)}已签退")
    if at < row.at:
        raise DomainError(f"签退时间早于签到时间（{clock(row.at)}）。")
    CheckOut.objects.create(attendance=row, at=at, nonce=nonce, by=by)
    return Verdict(ScanResult.LEFT, row)


def _check_time(session: Session, by: User, at: datetime) -> None:
    """A scan says by itself when it happened: outside the check-in time it is wrong, however late it is sent."""
    check_arrival(session, by, at)
    if at > session.ends_at + CLOSES_AFTER:
        raise DomainError("扫码时间不在本场签到时间内。确实到场的，请在“登记签到”页补签。")


def clock(value: datetime) -> str:
    """Hours and minutes; these words stay on record, so that "today" would soon be wrong."""
    return timezone.localtime(value).strftime("%H:%M")
