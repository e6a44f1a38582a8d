"""Proof that somebody holds a phone: a code by text message, then a signed pass that goes with the form.

SECURITY: the cache holds keyed digests only, of phones and of codes alike. Five tries for a code of six digits; one
code a minute and ten a day for a phone, so that nobody can flood another's.
"""

import hmac
import secrets

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from core import sms
from core.crypto import blind_index
from core.errors import DomainError
from orgs.models.person import FULL_WIDTH, normal_phone

CODE_SECONDS = 300
TRIES = 5
EVERY_SECONDS = 60
PER_DAY = 10  # configurable default: each sign-up where phones are proven takes one
DAY = 24 * 60 * 60
PASS_SECONDS = 30 * 60  # time to fill in the form afterwards
PASS = signing.TimestampSigner(salt="services.phone-pass", sep=".")


class TooMany(DomainError):
    """Codes were asked for more often than anybody needs them."""


def send_code(phone: str, *, asked_from: int = 0) -> None:
    """Text a new code to ``phone``; an older one stops working. ``asked_from`` counts what its sender's address asked
    for in this hour. Raises ``TooMany`` when it is too much, ``DomainError`` where no message can be sent."""
    if not sms.can_send():
        raise DomainError("短信暂时不能发送。请联系社区工会代为报名。")
    key = _key(phone)
    if asked_from > settings.SMS_CODES_PER_HOUR:
        raise TooMany("这个网络一小时内索取的验证码太多。请改用手机流量，或过一小时再试。")
    if not cache.add(f"{key}:minute", 1, timeout=EVERY_SECONDS):
        raise TooMany("验证码刚刚发过，一分钟内只能发一次。请查看短信，或稍后再试。")
    cache.add(f"{key}:day", 0, timeout=DAY)
    if cache.incr(f"{key}:day") > PER_DAY:
        raise TooMany(f"这个手机号今天已发过{PER_DAY}次验证码。请明天再试，或联系社区工会代为报名。")
    code = f"{secrets.randbelow(10**6):06}"
    cache.set(f"{key}:code", blind_index(f"{phone}:{code}"), timeout=CODE_SECONDS)
    cache.set(f"{key}:tries", 0, timeout=CODE_SECONDS)
    sms.text(phone, f"【三联】验证码{code}，5分钟内有效，请勿告诉他人。不是您本人操作的，请不要理会。")


def may_text(phone: str, *, is_due: bool = False) -> bool:
    """Whether a message somebody asked for on a page may go to ``phone``: as rarely as codes, unless it ``is_due``
    because something happened; then it only delays the next."""
    key = f"{_key(phone)}:asked"
    is_first = cache.add(f"{key}:minute", 1, timeout=EVERY_SECONDS)
    if is_due or not is_first:
        return is_due
    cache.add(f"{key}:day", 0, timeout=DAY)
    return cache.incr(f"{key}:day") <= PER_DAY


def pass_for(phone: str, code: str) -> str:
    """The pass, for the right code; raises ``DomainError`` for a wrong or old one. A code is good once."""
    key = _key(phone)
    kept = cache.get(f"{key}:code")
    if kept is None:
        raise DomainError("验证码已过期，请重新获取。")
    if cache.incr(f"{key}:tries") > TRIES:
        cache.delete(f"{key}:code")
        raise DomainError("验证码输错次数太多，已作废。请重新获取。")
    typed = "".join(code.translate(FULL_WIDTH).split())
    if not hmac.compare_digest(kept, blind_index(f"{phone}:{typed}")):
        raise DomainError("验证码不对，请核对短信后再填。")
    if not cache.delete(f"{key}:code"):  # somebody used it at the same moment
        raise DomainError("验证码已使用，请重新获取。")
    return new_pass(phone)


def new_pass(phone: str) -> str:
    """The pass of a phone that was proven just now."""
    key = _key(phone)
    return PASS.sign(key).rpartition(key + PASS.sep)[2]


def check_phone_pass(phone: str, phone_pass: str) -> None:
    """Raises ``DomainError`` unless ``phone_pass`` was given for this very phone within half an hour."""
    try:
        PASS.unsign(f"{_key(normal_phone(phone))}{PASS.sep}{phone_pass}", max_age=PASS_SECONDS)
    except signing.BadSignature:
        raise DomainError("手机号没有验证，或验证已过期。请重新获取验证码。") from None


def _key(phone: str) -> str:
    return f"phone:{blind_index(phone)}"
