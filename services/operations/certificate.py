"""Ask for certificates, issue, refuse and revoke them."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import step
from orgs.models import Organization, Person, User
from projects.operations.need import require_reason
from services import workflow
from services.counting import half_hours
from services.enums import AttendanceRole, CertificateKind, SessionState
from services.models import Attendance, Certificate, CertificateCounter, Volunteer
from services.models.certificate import LIVE
from services.queries.certificate import stands

PREFIX = {CertificateKind.ATTENDANCE: "CJ", CertificateKind.VOLUNTEER: "ZY"}
LINES_LIMIT = 500  # configurable default: some ten pages
CONTENT = ("name", "starts_on", "ends_on", "hours", "lines")
_contents: dict[str, Callable[[Certificate], dict]] = {}


def register_content(kind: str, content: Callable[[Certificate], dict]) -> None:
    """``content(certificate)`` gives the columns of ``CONTENT`` as they are true on the day of issue, or raises
    ``DomainError`` when nothing is left to certify; called under the certificate's lock."""
    _contents[kind] = content


def request_certificate(
    *,
    by: User | None = None,
    kind: str,
    person: Person,
    organization: Organization,
    starts_on: date,
    ends_on: date,
    lines: Iterable[dict] = (),
    hours: Decimal | None = None,
    attendance: Attendance | None = None,
    volunteer: Volunteer | None = None,
) -> Certificate:
    """Ask ``organization`` for a certificate; somebody there issues it. ``by`` is None for the person themself.

    ``lines`` say what happened: ``{"on": "2026-11-22", "what": "心理减压讲座", "hours": "2.0"}``, nothing personal.
    """
    lines = list(lines)
    if len(lines) > LINES_LIMIT:
        raise DomainError(f"一份证明最多列{LINES_LIMIT}条明细，请缩短起止日期，分几份申请。")
    if ends_on < starts_on:
        raise DomainError("截止日期早于起始日期，请改正。")
    with transaction.atomic():
        certificate = Certificate.objects.create(
            kind=kind, person=person, name=person.name, organization=organization, attendance=attendance,
            volunteer=volunteer, starts_on=starts_on, ends_on=ends_on, hours=hours, lines=lines, requested_by=by,
        )  # fmt: skip
        certificate.events.create(kind="create", to_state=certificate.state, by=by)
    return certificate


def certify_attendance(attendance: Attendance, *, by: User | None = None) -> Certificate:
    """The certificate that this person took part, issued at once: the attendance is its proof. Asking again, also at
    the same moment, gives the same certificate.

    Raises ``DomainError`` before the session is confirmed, and for an attendance that does not stand or does not count.
    """
    found = _live(attendance)
    if found is not None:
        return found
    check_certifiable(attendance)
    session = attendance.session
    try:
        with transaction.atomic():
            certificate = request_certificate(
                by=by, kind=CertificateKind.ATTENDANCE, person=attendance.person, organization=session.organization,
                attendance=attendance, starts_on=session.starts_on, ends_on=session.starts_on,
            )  # fmt: skip
            return issue_certificate(certificate, by=by)
    except IntegrityError:  # somebody else asked in between
        found = _live(attendance)
        if found is None:
            raise
        return found


def issue_certificate(certificate: Certificate, *, by: User | None = None, note: str = "") -> Certificate:
    """Give it its number and freeze what it says: the facts as they are now, not as they were when it was asked for."""
    with step(certificate, workflow.ISSUE_CERTIFICATE, by=by, note=note) as certificate:
        content = _contents.get(certificate.kind)
        for name, value in (content(certificate) if content else {}).items():
            setattr(certificate, name, value)
        certificate.issued_on = timezone.localdate()
        certificate.number = _next_number(certificate.kind, certificate.issued_on.year)
        certificate.handled_by = by
        certificate.save(update_fields=[*CONTENT, "issued_on", "number", "handled_by"])
    return certificate


def reject_certificate(certificate: Certificate, *, by: User, note: str) -> Certificate:
    """Decline with a reason; the person may ask again."""
    with step(certificate, workflow.REJECT_CERTIFICATE, by=by, note=require_reason(note)) as certificate:
        certificate.handled_by = by
        certificate.save(update_fields=["handled_by"])
    return certificate


def revoke_certificate(certificate: Certificate, *, by: User, note: str) -> Certificate:
    """Take back what was issued by mistake: the number stays used, and its verification page says so."""
    with step(certificate, workflow.REVOKE_CERTIFICATE, by=by, note=require_reason(note)) as certificate:
        certificate.handled_by = by
        certificate.save(update_fields=["handled_by"])
    return certificate


def check_certifiable(attendance: Attendance) -> None:
    """Raises ``DomainError`` unless this attendance proves that somebody took part."""
    if not attendance.is_named or attendance.role != AttendanceRole.PARTICIPANT:
        raise DomainError("只有实名签到的服务对象可以开具参加证明。")
    if attendance.session.state != SessionState.HELD:
        raise DomainError("本场还没有确认举办，暂时不能开具参加证明。请在活动结束、社工确认举办之后再来申请。")
    if not attendance.is_counted:
        raise DomainError("线上停留时间太短，不计为参加，不能开具参加证明。")
    if not stands(attendance):
        raise DomainError("这条签到已被冲正，不能开具参加证明。有疑问请联系举办社区。")


def attendance_content(certificate: Certificate) -> dict:
    """What an attendance proves today; with hours where somebody checked out."""
    attendance = certificate.attendance
    check_certifiable(attendance)
    session = attendance.session
    hours = present_hours(attendance)
    shown = "" if hours is None else f"{hours:.1f}"
    return {
        "name": attendance.person.name,
        "starts_on": session.starts_on,
        "ends_on": session.starts_on,
        "hours": hours,
        "lines": [{"on": f"{session.starts_on}", "what": session.topic or session.activity.name, "hours": shown}],
    }


def present_hours(attendance: Attendance) -> Decimal | None:
    """From arrival to leaving within the session, rounded to the half hour; None when nobody checked out."""
    left = getattr(attendance, "check_out", None)
    if left is None:
        return None
    start, end = max(attendance.at, attendance.session.starts_at), min(left.at, attendance.session.ends_at)
    return half_hours(max(end, start) - start)


def _live(attendance: Attendance) -> Certificate | None:
    return Certificate.objects.filter(attendance=attendance, state__in=LIVE).first()


def _next_number(kind: str, year: int) -> str:
    """The counter's row lock is held until the issue commits: numbers follow each other without a gap."""
    CertificateCounter.objects.bulk_create([CertificateCounter(kind=kind, year=year)], ignore_conflicts=True)
    counter = CertificateCounter.objects.select_for_update().get(kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{PREFIX[kind]}-{year}-{counter.last:06d}"


register_content(CertificateKind.ATTENDANCE, attendance_content)
