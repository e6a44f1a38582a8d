"""Reads worth a name: certificate."""

from services.counting import standing
from services.enums import CertificateState
from services.models import Attendance, Certificate

WHOLE = ("organization", "person", "attendance__session__activity__project__contractor", "handled_by", "requested_by")


def stands(attendance: Attendance) -> bool:
    """Whether the named row is on record and not taken back."""
    return standing(Attendance.objects.filter(pk=attendance.pk)).exists()


def is_valid(certificate: Certificate) -> bool:
    """What the verification page answers: issued, not revoked, and the attendance behind it still stands."""
    if certificate.state != CertificateState.ISSUED:
        return False
    return certificate.attendance is None or stands(certificate.attendance)
