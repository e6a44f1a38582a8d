"""The calendar a person subscribes to on the phone: one's own registrations and shifts."""

import secrets

from django.db import models
from django.db.models import Q

from orgs.merging import follow_merged_person


def feed_token() -> str:
    """192 random bits: the address is the key."""
    return secrets.token_urlsafe(24)


class CalendarFeed(models.Model):
    """One address at which a person's own calendar may be fetched; closed for good once ``closed_at`` is set.

    SECURITY: the token says nothing about the person and opens nothing but times and places.
    """

    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="calendar_feeds", verbose_name="人员")
    token = models.CharField(max_length=40, unique=True, default=feed_token, editable=False)
    opened_at = models.DateTimeField("开通时间", auto_now_add=True)
    closed_at = models.DateTimeField("停用时间", null=True, editable=False)

    class Meta:
        verbose_name = "日历订阅"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["person"], condition=Q(closed_at=None), name="calendar_feed_live")]
        triggers = [follow_merged_person()]

    def __str__(self):
        return f"{self._meta.verbose_name}{self.pk}"
