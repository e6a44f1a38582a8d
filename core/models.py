"""What every app shares: the event behind each change, the inbox, the working calendar."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.lookups import IsNull
from django.utils import timezone

from core.crypto import EncryptedField


class Event(models.Model):
    """One thing that happened to one record. Append-only; concrete classes add ``subject`` and the trigger."""

    labels: ClassVar[dict[str, str]] = {}
    states: ClassVar[type[models.TextChoices] | None] = None

    kind = models.CharField("事件", max_length=40)
    from_state = models.CharField("原状态", max_length=40, blank=True)
    to_state = models.CharField("新状态", max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    note = models.TextField("说明", blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return self.labels.get(self.kind, self.kind)

    @property
    def from_label(self) -> str:
        return self._state_label(self.from_state)

    @property
    def to_label(self) -> str:
        return self._state_label(self.to_state)

    def _state_label(self, state: str) -> str:
        return self.states(state).label if self.states and state else ""


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notification belongs to its recipient and nobody else."""
        return self.filter(recipient_id=user.pk)

    def unread(self):
        return self.filter(read_at=None)

    def unread_first(self):
        return self.order_by(IsNull(models.F("read_at"), False), "-created_at", "-pk")

    def mark_read(self) -> int:
        """How many were unread; a second time changes nothing."""
        return self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """One message to one person. ``key`` names its cause, so telling twice sends once."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    key = models.CharField("缘由", max_length=100)
    title = models.CharField("标题", max_length=100)
    body = models.CharField("内容", max_length=300, blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField("发信时间", null=True, blank=True, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_inbox"),
            models.Index(fields=["created_at"], condition=models.Q(mailed_at=None), name="notification_unmailed"),
        ]

    def __str__(self):
        return self.title


class CalendarDayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Working days are no secret: everybody who signs in may look."""
        return self if user.is_authenticated else self.none()


class CalendarDay(models.Model):
    """A day the administrator declares to be worked or free, above what the holiday library knows."""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("工作日")
    note = models.CharField("说明", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = "工作日历"
        ordering = ["-date"]

    def __str__(self):
        return f"{self.date} {self.kind_label}"

    @property
    def kind_label(self) -> str:
        return "工作日" if self.is_workday else "休息日"


class TextMessage(models.Model):
    """One text message on its way to a phone; ``claimed_at`` is set by whoever sends it, ``sent_at`` once it left.

    SECURITY: what waits too long is never sent (``core.tasks``): old news would only confuse.
    """

    phone = EncryptedField("手机号")
    body = models.CharField("内容", max_length=300)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    attempts = models.PositiveSmallIntegerField("发送次数", default=0)
    claimed_at = models.DateTimeField("领取时间", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    class Meta:
        verbose_name = "短信"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="text_message_unsent"),
        ]

    def __str__(self):
        return f"短信 {self.pk}"


class IdempotencyKey(models.Model):
    """One POST to the API that was carried out under the caller's own key: a repeat finds it and changes nothing.

    ``digest`` is of address and body, never the body: what was sent may be confidential.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField("幂等键", max_length=64)
    digest = models.CharField("请求摘要", max_length=64)
    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "幂等键"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self):
        return self.key
