"""Reads worth a name: certificate."""

from django.db.models import OuterRef, QuerySet, Subquery

from services.counting import SERVED, standing
from services.enums import CertificateState
from services.models import Attendance, Certificate, Session
from services.queries.record import confirmed_hours

WHOLE = ("organization", "person", "attendance__session__activity__project__contractor", "handled_by", "requested_by")


def stands(attendance: Attendance) -> bool:
    """Whether the named row is on record and not taken back."""
    return standing(Attendance.objects.filter(pk=attendance.pk)).exists()


def is_valid(certificate: Certificate) -> bool:
    """What the verification page answers: issued, not revoked, and what it certifies still stands: the attendance,
    or as many confirmed hours."""
    if certificate.state != CertificateState.ISSUED:
        return False
    if certificate.volunteer_id:
        confirmed = confirmed_hours(certificate.volunteer, certificate.starts_on, certificate.ends_on)
        return confirmed >= (certificate.hours or 0)
    return stands(certificate.attendance)


def certifiable(session: Session) -> QuerySet[Attendance]:
    """The participants who may have a certificate, with the ``certificate_pk`` and ``certificate_number`` of theirs."""
    live = Certificate.objects.live().filter(attendance=OuterRef("pk"))
    rows = standing(Attendance.objects.filter(SERVED, session=session)).select_related("person")
    return rows.annotate(
        certificate_pk=Subquery(live.values("pk")[:1]), certificate_number=Subquery(live.values("number")[:1])
    )
