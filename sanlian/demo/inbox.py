"""The inboxes after a year: what is old has been read, and nothing is left for the mail server to catch up on."""

from datetime import timedelta

from django.db.models import F

from core.models import Notification, TextMessage
from sanlian.demo.world import World

UNREAD_DAYS = 10


def tidy(world: World) -> int:
    """Mark notifications older than some days as read, and all as mailed, text messages as sent; returns how many
    stay unread."""
    Notification.objects.update(mailed_at=F("created_at"))
    left = F("created_at") + timedelta(seconds=20)
    TextMessage.objects.update(attempts=1, claimed_at=F("created_at"), sent_at=left)
    old = Notification.objects.filter(created_at__lt=world.now - timedelta(days=UNREAD_DAYS))
    old.update(read_at=F("created_at") + timedelta(hours=5))
    return Notification.objects.unread().count()
