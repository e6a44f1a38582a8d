"""Mail for unread notifications and text messages, claimed row by row: two workers never send one twice."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Q
from django.utils import timezone

from core import sms
from core.models import IdempotencyKey, Notification, TextMessage

logger = logging.getLogger(__name__)
WORTH_MAILING = timedelta(days=7)  # older news stays in the inbox; also keeps the queue short


@shared_task
def send_pending_mail(limit: int = 500) -> None:
    """Mail up to ``limit`` waiting notifications; one the server did not take is released for the next round."""
    waiting = Notification.objects.unread().filter(mailed_at=None, created_at__gte=timezone.now() - WORTH_MAILING)
    reachable = waiting.filter(recipient__is_active=True).exclude(recipient__email="")
    for notification in reachable.select_related("recipient").order_by("created_at")[:limit]:
        claimed = Notification.objects.filter(pk=notification.pk, mailed_at=None).update(mailed_at=timezone.now())
        if claimed:
            _send(notification)


def _send(notification: Notification) -> None:
    subject = " ".join(f"【三联】{notification.title}".split())  # a line break would be refused as a forged header
    text = f"{notification.body}\n\n{settings.PUBLIC_URL}{notification.url}\n\n三联服务平台"
    try:
        send_mail(subject, text, None, [notification.recipient.email])
    except OSError:  # smtplib's errors are OSErrors: the server is away, the next round tries again
        logger.exception("notification %s could not be mailed", notification.pk)
        Notification.objects.filter(pk=notification.pk).update(mailed_at=None)
    except ValueError:  # an address no mail can have: stays claimed, trying again would fail again
        logger.exception("notification %s cannot be mailed", notification.pk)


WORTH_TEXTING = timedelta(hours=12)  # a code or an offer from yesterday would only confuse
ABANDONED = timedelta(minutes=5)  # claimed by a worker that never came back
ATTEMPTS = 3
KEYS_KEPT = timedelta(days=7)


@shared_task
def send_pending_texts(limit: int = 500) -> None:
    """Send up to ``limit`` waiting messages, oldest first; one the gateway did not take waits for the next round."""
    if not sms.can_send():
        return
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - ABANDONED)
    fresh = TextMessage.objects.filter(free, sent_at=None, created_at__gte=now - WORTH_TEXTING, attempts__lt=ATTEMPTS)
    for message in fresh.order_by("pk")[:limit]:
        mine = TextMessage.objects.filter(free, pk=message.pk, sent_at=None)
        if mine.update(claimed_at=timezone.now(), attempts=F("attempts") + 1):
            _text(message)


@shared_task
def forget_texts() -> None:
    """Numbers and links are kept as long as somebody may ask whether a message left, and no longer."""
    before = timezone.now() - timedelta(days=settings.TEXTS_KEPT_DAYS)
    TextMessage.objects.filter(created_at__lt=before).delete()


@shared_task
def forget_keys() -> None:
    """A client that has not repeated a request for a week will not."""
    IdempotencyKey.objects.filter(at__lt=timezone.now() - KEYS_KEPT).delete()


def _text(message: TextMessage) -> None:
    done = TextMessage.objects.filter(pk=message.pk)
    if not message.attempts and sms.is_enough(message.phone):
        logger.warning("text message %s is too many for one phone in a day", message.pk)
        done.update(attempts=ATTEMPTS, claimed_at=None)
        return
    try:
        sms.backend().send(message.phone, message.body)
    except Exception:  # a gateway is somebody else's program: whatever it raises, the other messages go out
        logger.exception("text message %s could not be sent", message.pk)
        done.update(claimed_at=None)
    else:
        done.update(sent_at=timezone.now(), claimed_at=None)
