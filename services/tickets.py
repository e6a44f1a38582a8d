"""Signed addresses: what a person holds in hand after signing up or checking in, and the codes shown and said.

SECURITY: they carry row numbers and a signature, nothing personal, and open one registration or attendance.
"""

import hashlib
import hmac
import time
import uuid

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from core.errors import DomainError
from orgs.models import Person, User
from orgs.models.person import FULL_WIDTH
from services.models import Attendance, Order, Registration, Session

ATTENDANCE = signing.Signer(salt="services.attendance", sep=".")
REGISTRATION = signing.Signer(salt="services.registration", sep=".")
ORDER = signing.Signer(salt="services.order", sep=".")
OWN_CALENDAR = signing.TimestampSigner(salt="services.my-calendar", sep=".")
OWN_CALENDAR_SECONDS = 24 * 3600  # then the phone is proven again
CODE = signing.TimestampSigner(salt="services.check-in", sep=".")
PASS = signing.TimestampSigner(salt="services.check-in-pass", sep=".")
PASS_SECONDS = 600  # time to fill in the form once the code was scanned in time
VOICE_SECONDS = 300  # how long staff say the same number (configurable default)
VOICE_GRACE = 60  # heard just before it changed
VOICE_DIGITS = 6
SEP = "."

BROKEN = "这个链接不完整或已失效。请重新扫描现场的二维码。"
BROKEN_FEED = "这个日历地址不完整或已失效。请登录后在场次日历里重新复制。"
LONGEST_KEY = 19  # digits; longer ones are no row number
EXPIRED = "二维码已过期，请重新扫描屏幕上的二维码。"
BROKEN_ORDER = "这个链接不完整或已失效。请打开最近一条短信里的链接，或联系社区工会。"
BROKEN_PROOF = "链接不完整或已超过一天。请重新验证手机号。"
NO_TICKET = "这不是报名后得到的签到码。没有报名的，请用“现场补登”登记。"
WRONG_VOICE = "口令不对，或者已经换了新的。请听清现场工作人员报的6位数字，再填一次。"


def ticket_of(attendance: Attendance) -> str:
    """Proof of this attendance for the address of the rating page."""
    return ATTENDANCE.sign(attendance.pk)


def attendance_of(ticket: str) -> Attendance:
    """The attendance ``ticket`` proves, with its session; raises ``DomainError`` for any other text."""
    return _row(ATTENDANCE, ticket, Attendance)


def registration_ticket(registration: Registration) -> str:
    """Proof of this registration, good for looking at it, for cancelling it, and for checking in at the door."""
    return ticket_for(registration.pk)


def ticket_for(pk: int) -> str:
    """``registration_ticket`` of the registration with this number."""
    return REGISTRATION.sign(pk)


def registration_of(ticket: str) -> Registration:
    """The registration ``ticket`` proves, with its session; raises ``DomainError`` for any other text."""
    return _row(REGISTRATION, ticket, Registration)


def order_ticket(order: Order) -> str:
    """Proof of having asked for this service, good for looking at it, calling it off and judging it."""
    return ORDER.sign(order.pk)


def order_of(ticket: str) -> Order:
    """The order ``ticket`` proves; raises ``DomainError`` for any other text."""
    try:
        pk = ORDER.unsign(ticket)
    except signing.BadSignature:
        raise DomainError(BROKEN_ORDER) from None
    rows = Order.objects.filter(pk=pk, phone_verified_at__isnull=False)
    if found := rows.select_related("item__organization", "organization", "session__activity").first():
        return found
    raise DomainError(BROKEN_ORDER)


def registration_number(scanned: str) -> int:
    """The number of the registration whose ticket, or whose page, was scanned; ``DomainError`` for any other text."""
    try:
        return int(REGISTRATION.unsign(scanned.strip().rstrip("/").rpartition("/")[2]))
    except signing.BadSignature:
        raise DomainError(NO_TICKET) from None


def fingerprint(ticket: str) -> str:
    """What a door keeps of ``ticket`` to know it again without the network; it cannot be turned back."""
    return hashlib.sha256(ticket.encode()).hexdigest()[:32]


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
    _check(CODE, session.token, code, settings.CHECK_IN_TOKEN_SECONDS)


def check_in_pass(session: Session) -> str:
    """Handed out with the form after a good scan, so that a slow typist is not sent back. No two are alike: each
    checks in one person once."""
    nonce = str(uuid.uuid4())
    signed = PASS.sign(f"{session.token}{SEP}{nonce}")
    return signed.removeprefix(session.token + SEP)


def check_pass(session: Session, value: str) -> str:
    """The pass's own number; raises ``DomainError`` when it is too old or belongs to another session."""
    return _check(PASS, session.token, value, PASS_SECONDS).removeprefix(session.token + SEP)


def _check(signer: signing.TimestampSigner, subject: str, value: str, max_age: int) -> str:
    try:
        return signer.unsign(f"{subject}{SEP}{value}", max_age=max_age)
    except signing.BadSignature:
        raise DomainError(EXPIRED) from None


def voice_code(session: Session, at: float | None = None) -> str:
    """The number staff say aloud now (``at``, seconds since 1970); another one every five minutes."""
    return _voice(session, _now(at) // VOICE_SECONDS)


def voice_seconds_left(at: float | None = None) -> int:
    """Until the number changes."""
    return int(VOICE_SECONDS - _now(at) % VOICE_SECONDS)


def check_voice_code(session: Session, said: str, at: float | None = None) -> None:
    """Raises ``DomainError`` unless ``said`` is the number of now, or of a minute ago at most.

    SECURITY: whoever calls limits the tries; a number of six digits can be guessed.
    """
    said = "".join(said.translate(FULL_WIDTH).split())
    moments = (_now(at), _now(at) - VOICE_GRACE)
    good = [_voice(session, moment // VOICE_SECONDS) for moment in moments]
    if not sum(hmac.compare_digest(said.encode(), code.encode()) for code in good):
        raise DomainError(WRONG_VOICE)


def _now(at: float | None) -> int:
    return int(time.time() if at is None else at)


def _voice(session: Session, window: int) -> str:
    digest = salted_hmac("services.voice", f"{session.token}:{window}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**VOICE_DIGITS:0{VOICE_DIGITS}}"


def own_calendar_ticket(person: Person) -> str:
    """Proof, for a day, that this person's phone was proven."""
    return OWN_CALENDAR.sign(person.pk)


def calendar_owner(ticket: str) -> Person:
    """Whose page ``ticket`` opens; raises ``DomainError`` for any other text and after a day."""
    try:
        pk = OWN_CALENDAR.unsign(ticket, max_age=OWN_CALENDAR_SECONDS)
    except signing.BadSignature:
        raise DomainError(BROKEN_PROOF) from None
    person = Person.objects.select_related("merged_into").filter(pk=pk).first()
    if person is None:
        raise DomainError(BROKEN_PROOF)
    return person.merged_into or person


def feed_ticket(user: User) -> str:
    """The secret address of this person's calendar; a new password makes another one."""
    return f"{user.pk}{SEP}{_feed_secret(user)}"


def feed_owner(ticket: str) -> User:
    """Whose calendar ``ticket`` opens; raises ``DomainError`` for any other text, and for who has left."""
    key, _, secret = ticket.partition(SEP)
    known = key.isascii() and key.isdigit() and len(key) < LONGEST_KEY
    user = User.objects.filter(pk=int(key), is_active=True).first() if known else None
    if user and hmac.compare_digest(secret.encode(), _feed_secret(user).encode()):
        return user
    raise DomainError(BROKEN_FEED)


def _feed_secret(user: User) -> str:
    return salted_hmac("services.calendar-feed", f"{user.pk}:{user.password}", algorithm="sha256").hexdigest()[:40]
