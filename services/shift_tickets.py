"""Signed addresses of shifts: a volunteer's place, and the code on the screen where the shift meets.

SECURITY: they carry row numbers and a signature, nothing personal.
"""

import uuid

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from core.errors import DomainError
from services.models import Shift, ShiftSignUp, Volunteer

SIGN_UP = signing.Signer(salt="services.shift-sign-up", sep=".")
CODE = signing.TimestampSigner(salt="services.shift-check-in", sep=".")
PASS = signing.TimestampSigner(salt="services.shift-check-in-pass", sep=".")
PASS_SECONDS = 600  # time to fill in the form once the code was scanned in time

BROKEN = "这个链接不完整或已失效。请重新扫描招募二维码。"
EXPIRED = "二维码已过期，请重新扫描屏幕上的二维码。"
USED = "这张签到页已经有人用过。请用自己的手机重新扫描屏幕上的二维码。"


def sign_up_ticket(sign_up: ShiftSignUp) -> str:
    """Proof of this place, good for looking at it and for giving it back."""
    return SIGN_UP.sign(sign_up.pk)


def sign_up_of(ticket: str) -> ShiftSignUp:
    """The place ``ticket`` proves; raises ``DomainError`` for any other text."""
    try:
        pk = SIGN_UP.unsign(ticket)
    except signing.BadSignature:
        raise DomainError(BROKEN) from None
    rows = ShiftSignUp._base_manager.select_related("shift__organization", "volunteer__person")
    if found := rows.filter(pk=pk).first():
        return found
    raise DomainError(BROKEN)


def shift_code(shift: Shift) -> str:
    """What the screen shows now; works for ``CHECK_IN_TOKEN_SECONDS``, at this shift only."""
    return CODE.sign(shift.token).removeprefix(f"{shift.token}.")


def check_shift_code(shift: Shift, code: str) -> None:
    """Raises ``DomainError`` when the code is too old or was shown at another shift."""
    _check(CODE, shift, code, settings.CHECK_IN_TOKEN_SECONDS)


def shift_pass(shift: Shift) -> str:
    """Handed out with the form after a good scan, so that a slow typist is not sent back. No two are alike: each is
    for one volunteer."""
    return PASS.sign(f"{shift.token}.{uuid.uuid4()}").removeprefix(f"{shift.token}.")


def check_shift_pass(shift: Shift, value: str) -> str:
    """The pass's own number; raises ``DomainError`` when it is too old or belongs to another shift."""
    return _check(PASS, shift, value, PASS_SECONDS).removeprefix(f"{shift.token}.")


def take_pass(number: str, volunteer: Volunteer) -> None:
    """From now on the pass is this volunteer's; raises ``DomainError`` when it is somebody else's."""
    key = f"shift-pass:{number}"
    if not cache.add(key, volunteer.pk, timeout=PASS_SECONDS) and cache.get(key) != volunteer.pk:
        raise DomainError(USED)


def _check(signer: signing.TimestampSigner, shift: Shift, value: str, max_age: int) -> str:
    try:
        return signer.unsign(f"{shift.token}.{value}", max_age=max_age)
    except signing.BadSignature:
        raise DomainError(EXPIRED) from None
