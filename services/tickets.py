"""Signed addresses: what a person holds in hand after signing up or checking in, and the code on the screen.

SECURITY: they carry row numbers and a signature, nothing personal, and open one registration or attendance.
"""

from django.conf import settings
from django.core import signing

from core.errors import DomainError
from services.models import Attendance, Registration, Session

ATTENDANCE = signing.Signer(salt="services.attendance", sep=".")
REGISTRATION = signing.Signer(salt="services.registration", sep=".")
CODE = signing.TimestampSigner(salt="services.check-in", sep=".")
PASS = signing.TimestampSigner(salt="services.check-in-pass", sep=".")
PASS_SECONDS = 600  # time to fill in the form once the code was scanned in time
SEP = "."

BROKEN = "这个链接不完整或已失效。请重新扫描现场的二维码。"
EXPIRED = "二维码已过期，请重新扫描屏幕上的二维码。"


def ticket_of(attendance: Attendance) -> str:
    """Proof of this attendance for the address of the rating page."""
    return ATTENDANCE.sign(attendance.pk)


def attendance_of(ticket: str) -> Attendance:
    """The attendance ``ticket`` proves, with its session; raises ``DomainError`` for any other text."""
    return _row(ATTENDANCE, ticket, Attendance)


def registration_ticket(registration: Registration) -> str:
    """Proof of this registration, good for looking at it and for cancelling it."""
    return REGISTRATION.sign(registration.pk)


def registration_of(ticket: str) -> Registration:
    """The registration ``ticket`` proves, with its session; raises ``DomainError`` for any other text."""
    return _row(REGISTRATION, ticket, Registration)


def _row(signer: signing.Signer, ticket: str, model):
    try:
        pk = signer.unsign(ticket)
    except signing.BadSignature:
        raise DomainError(BROKEN) from None
    row = model._base_manager.filter(pk=pk).select_related("session__activity__project", "session__organization")
    if found := row.first():
        return found
    raise DomainError(BROKEN)


def check_in_code(session: Session) -> str:
    """What the screen shows now; works for ``CHECK_IN_TOKEN_SECONDS``, at this session only."""
    return CODE.sign(session.token).removeprefix(session.token + SEP)


def check_code(session: Session, code: str) -> None:
    """Raises ``DomainError`` when the code is too old or was shown at another session."""
    _check(CODE, session, code, settings.CHECK_IN_TOKEN_SECONDS)


def check_in_pass(session: Session) -> str:
    """Handed out with the form after a good scan, so that a slow typist is not sent back."""
    return PASS.sign(session.token).removeprefix(session.token + SEP)


def check_pass(session: Session, value: str) -> None:
    """Raises ``DomainError`` when the pass is too old or belongs to another session."""
    _check(PASS, session, value, PASS_SECONDS)


def _check(signer: signing.TimestampSigner, session: Session, value: str, max_age: int) -> None:
    try:
        signer.unsign(f"{session.token}{SEP}{value}", max_age=max_age)
    except signing.BadSignature:
        raise DomainError(EXPIRED) from None
