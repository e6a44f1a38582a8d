"""Service records of volunteers: the certificate (志愿服务记录证明) and the export in the national field groups."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked
from orgs.models import PersonEvent, User
from orgs.operations.person import SHORTEST_REASON
from orgs.permissions import REGISTRARS
from orgs.scope import has_role_over
from services.enums import CertificateKind, CertificateState
from services.models import Certificate, Volunteer
from services.operations.certificate import LINES_LIMIT, register_content, request_certificate
from services.queries.record import confirmed_claims, confirmed_hours, record_groups


def request_record(volunteer: Volunteer, *, by: User | None = None, starts_on: date, ends_on: date) -> Certificate:
    """Ask the union that registered the volunteer for the certificate of these days; free, and truthful: it lists what
    is confirmed (志愿服务条例第19条). ``by`` is None for volunteers themselves.

    Raises ``DomainError`` for days ahead or the wrong way round, without confirmed hours, and while another one waits.
    """
    today = timezone.localdate()
    if ends_on > today or starts_on.year < 2000:
        raise DomainError("证明的起止日期须在今天之前，请改正。")
    with transaction.atomic():
        volunteer = locked(volunteer)  # one request at a time
        if ends_on >= starts_on and not confirmed_hours(volunteer, starts_on, ends_on):
            raise DomainError("这段时间没有已确认的服务时长，不能开具证明。有错漏的请联系社区工会更正。")
        if volunteer.certificates.filter(state=CertificateState.REQUESTED).exists():
            raise DomainError("已有一份证明申请等待出具，请先办理那一份。")
        return request_certificate(
            by=by, kind=CertificateKind.VOLUNTEER, person=volunteer.person, organization=volunteer.organization,
            volunteer=volunteer, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip


def record_content(certificate: Certificate) -> dict:
    """What is confirmed on the day of issue, line by line."""
    volunteer, first, last = certificate.volunteer, certificate.starts_on, certificate.ends_on
    claims = list(confirmed_claims(volunteer, first, last)[: LINES_LIMIT + 1])
    if not claims:
        raise DomainError("这段时间没有已确认的服务时长，不能出具证明。")
    if len(claims) > LINES_LIMIT:
        raise DomainError(f"一份证明最多列{LINES_LIMIT}条明细，请缩短起止日期，分几份申请。")
    return {
        "name": volunteer.person.name,
        "starts_on": first,
        "ends_on": last,
        "hours": sum(claim.hours for claim in claims),
        "lines": [
            {"on": f"{claim.served_on}", "what": claim.content, "hours": f"{claim.hours:.1f}"} for claim in claims
        ],
    }


def export_records(
    volunteers, *, by: User, start: date, end: date, plain: bool = False, reason: str = ""
) -> dict[str, list]:
    """The record's groups as sheets (``record_groups``) of ``volunteers``, already scoped.

    With ``plain``, numbers are in plain text where ``by`` may reveal them (identity numbers as in ``reveal_person``);
    every person's record says so, with the reason. SECURITY: the caller hands the result out once and stores it
    nowhere. Raises ``DomainError`` for ``plain`` without a reason, and for more rows than a file takes.
    """
    if end < start:
        raise DomainError("截止日期早于起始日期，请改正。")
    number, limit = volunteers.count(), settings.EXPORT_ROWS
    if number > limit:
        raise DomainError(f"共{number:,}人，一次最多导出{limit:,}人。请先选择组织，再分批导出。")
    if plain and len(reason.strip()) < SHORTEST_REASON:
        raise DomainError(f"导出完整号码请写明事由（至少{SHORTEST_REASON}个字），该记录会长期保存。")
    seen = _may_see(volunteers, by) if plain else []
    with transaction.atomic():
        note = f"导出志愿服务记录：{reason.strip()}"
        PersonEvent.objects.bulk_create(
            [PersonEvent(subject_id=row.person_id, kind="reveal", by=by, note=note) for row in seen], batch_size=1000
        )
        kept = [row.pk for row in seen if has_role_over(by, row.person.organization, *REGISTRARS)]
        return record_groups(volunteers, start, end, phones=[row.pk for row in seen], id_numbers=kept)


def _may_see(volunteers, by: User) -> list[Volunteer]:
    """Asked once for each organization: everybody registered there is kept by the same people."""
    rows = list(volunteers.select_related("organization", "person__organization"))
    allowed = {row.organization_id: row for row in rows}
    allowed = {key for key, row in allowed.items() if by.has_perm("services.reveal_volunteer", row)}
    return [row for row in rows if row.organization_id in allowed]


register_content(CertificateKind.VOLUNTEER, record_content)
