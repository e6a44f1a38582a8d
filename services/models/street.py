"""The volunteer street (志愿服务一条街): merchants who take turns serving passers-by."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.crypto import EncryptedField
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.models import Organization
from projects.models.columns import state
from services import workflow
from services.enums import StreetDayState
from services.models.session import spoken
from services.models.volunteer import LocalQuerySet


class Merchant(models.Model):
    """A shop or company of a community that serves people for nothing when it is its turn."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="merchants", verbose_name="所在社区")
    name = models.CharField("商户名称", max_length=60)
    service = models.CharField("服务项目", max_length=60, help_text="如：义剪、家电维修、量血压")
    address = models.CharField("门店地址", max_length=120, blank=True)
    contact = models.CharField("联系人", max_length=60, blank=True)
    phone = EncryptedField("联系电话", blank=True, default="")
    in_joint_union = models.BooleanField("已加入商户联合工会", default=False)
    is_active = models.BooleanField("参加轮值", default=True)

    objects = LocalQuerySet.as_manager()

    class Meta:
        verbose_name = "商户"
        ordering = ["organization", "name"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="merchant_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:merchant-detail", args=[self.pk])


class MerchantEvent(Event):
    """Registration and changes."""

    labels = {"create": "登记", "update": "修改"}

    subject = models.ForeignKey(Merchant, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class StreetDay(models.Model):
    """One day of service on one street; ``served`` adds up what the merchants counted. These people gave no name and
    are no 人次 of any project's session."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="street_days", verbose_name="社区")
    street = models.CharField("街道（地点）", max_length=60)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    state = state(StreetDayState, StreetDayState.PLANNED)

    objects = LocalQuerySet.as_manager()

    class Meta:
        verbose_name = "志愿服务一条街"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            known_states("street_day_state", StreetDayState),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="street_day_period"),
            models.UniqueConstraint(
                fields=["organization", "street", "starts_at"],
                condition=~Q(state=StreetDayState.CANCELLED),
                name="street_day_once",
            ),
        ]
        triggers = [guarded_states(*workflow.STREET_DAY)]

    def __str__(self):
        return self.street

    def get_absolute_url(self):
        return reverse("services:streetday-detail", args=[self.pk])

    @property
    def when(self) -> str:
        return spoken(self.starts_at, self.ends_at)


class StreetDayEvent(Event):
    """Who planned, held or cancelled a day."""

    labels = {"create": "排班", "update": "调整轮值", **labels(workflow.STREET_DAY)}
    states = StreetDayState

    subject = models.ForeignKey(StreetDay, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class StreetDuty(models.Model):
    """A merchant's turn on one day. ``served`` is what they counted; empty until the day was held, or when they did
    not come."""

    day = models.ForeignKey(StreetDay, models.PROTECT, related_name="duties", verbose_name="日期")
    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="duties", verbose_name="商户")
    served = models.PositiveIntegerField("服务人数", null=True, blank=True)

    class Meta:
        verbose_name = "轮值"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["day", "merchant"], name="street_duty_once")]

    def __str__(self):
        return f"{self.merchant} · {self.day}"
