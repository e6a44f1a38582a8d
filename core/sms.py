"""Text messages: an outbox in the database, sent by a task through whichever gateway the settings name.

SECURITY: phones stand encrypted in the outbox; tasks carry row numbers; logs never show a number in full.
"""

import json
import logging
import urllib.request
from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.module_loading import import_string

from core.crypto import blind_index
from core.models import TextMessage

logger = logging.getLogger(__name__)
TIMEOUT = 10  # seconds for the gateway to answer
LONGEST = 300
DAY = 24 * 60 * 60


class Console:
    """The demo's: a line in the server's log instead of a message."""

    def send(self, phone: str, body: str) -> None:
        logger.warning("短信 %s：%s", masked(phone), body)


class Memory:
    """The tests': ``sent`` holds (phone, body)."""

    sent: list[tuple[str, str]] = []

    def send(self, phone: str, body: str) -> None:
        self.sent.append((phone, body))


class Gateway:
    """A provider that takes ``{"phone", "text"}`` as JSON with a bearer token, at ``SMS_URL``.

    Anything but a 2xx raises an ``OSError``; a redirect too, so that the token never travels elsewhere.
    """

    def send(self, phone: str, body: str) -> None:
        content = json.dumps({"phone": phone, "text": body}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
        request = urllib.request.Request(settings.SMS_URL, content, headers, method="POST")
        with OPENER.open(request, timeout=TIMEOUT):
            pass


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


OPENER = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def masked(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def backend():
    """What ``SMS_BACKEND`` names."""
    return import_string(settings.SMS_BACKEND)()


def can_send() -> bool:
    """Whether messages can leave at all: an installation without a contract for them has no gateway."""
    return settings.SMS_BACKEND != "core.sms.Gateway" or bool(settings.SMS_URL)


def is_enough(phone: str) -> bool:
    """Count one more message to ``phone``; whether it is more than anybody gets within a day.

    SECURITY: whatever a stranger does on the public pages with somebody's number, the phone stays usable.
    """
    key = count_of(phone)
    cache.add(key, 0, timeout=DAY)
    return cache.incr(key) > settings.TEXTS_PER_PHONE_PER_DAY


def count_of(phone: str) -> str:
    return f"texts:{blind_index(phone)}"


def text(phone: str, body: str) -> None:
    """One message to ``phone``; part of the caller's transaction, sent after it."""
    text_all([(phone, body)])


def text_all(messages: Iterable[tuple[str, str]]) -> None:
    """Many messages in one statement; those without a mobile number are left out: a landline cannot read."""
    rows = [TextMessage(phone=phone, body=body[:LONGEST]) for phone, body in messages if is_mobile(phone)]
    TextMessage.objects.bulk_create(rows)
    if rows:
        transaction.on_commit(_hurry, robust=True)  # without a broker the timer's next round sends them


def is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone.startswith("1")


def _hurry() -> None:
    from core.tasks import send_pending_texts  # here: tasks import what sends

    send_pending_texts.delay()
