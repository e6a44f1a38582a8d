"""A service activity; its dated meetings are in ``services.models.session``."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import ServiceGroup
from projects.models.project import ProjectScopedQuerySet
from services import workflow
from services.enums import ActivityKind, ActivityScale, ActivityState

UNPUBLISHED = (ActivityState.DRAFT, ActivityState.SUBMITTED, ActivityState.APPROVED)


def public_token() -> str:
    """An address nobody can guess; it names an activity or session, never a person."""
    return secrets.token_urlsafe(12)


class ActivityQuerySet(ProjectScopedQuerySet):
    org_fields = ("project__organization", "project__contractor")


class Activity(models.Model):
    """One activity (活动) under a project; held in one or more sessions."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="activities", verbose_name="所属项目")
    service_item = models.ForeignKey(
        "projects.ServiceItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="对应服务内容",
    )
    name = models.CharField("活动名称", max_length=60)
    kind = models.CharField("形式", max_length=20, choices=ActivityKind)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities", verbose_name="负责人")
    description = models.TextField("活动介绍", max_length=2000, blank=True, help_text="显示在报名页")
    scale = models.CharField("规模", max_length=10, choices=ActivityScale, default=ActivityScale.SMALL)
    groups = ArrayField(
        models.CharField(max_length=20, choices=ServiceGroup), verbose_name="服务对象", default=list, blank=True
    )
    expected_people = models.PositiveIntegerField("预计人数（每场）", null=True, blank=True)
    is_dangerous = models.BooleanField(
        "有人身危险", default=False, help_text="涉水、登高、剧烈运动、使用器械等；须投保并写明安全应急预案"
    )
    is_template = models.BooleanField("活动模板", default=False, editable=False)
    needs_approval = models.BooleanField("报名须审核", default=False)
    takes_groups = models.BooleanField("接受单位集体报名", default=False, help_text="单位在公开页面一次提交名单")
    verifies_phone = models.BooleanField("报名须短信验证手机号", default=False)
    minimum_age = models.PositiveSmallIntegerField(
        "最低年龄",
        null=True,
        blank=True,
        help_text="按活动当天算；填0则只问出生日期，不限年龄；都不需要的留空",
    )
    hold_hours = models.PositiveSmallIntegerField(
        "候补保留时限（小时）", default=24, help_text="候补递补后请本人在此时限内确认；填0则直接转正"
    )
    priority_groups = ArrayField(
        models.CharField(max_length=20, choices=ServiceGroup), verbose_name="优先对象", default=list, blank=True
    )
    asks_location = models.BooleanField("签到核对位置", default=False, help_text="只记录在场内或场外，不保存位置")
    token = models.CharField(max_length=24, unique=True, default=public_token, editable=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    state = models.CharField("状态", max_length=20, choices=ActivityState, default=ActivityState.DRAFT, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        ordering = ["-pk"]
        constraints = [known_states("activity_state", ActivityState)]
        triggers = [guarded_states(*workflow.ACTIVITY)]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:activity-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("public:activity", args=[self.token])

    @cached_property
    def questions(self) -> list:
        """What the sign-up form asks beside name and phone, read once for form and operation."""
        return list(self.form_fields.asked())


class ActivityEvent(Event):
    """Who published or cancelled an activity."""

    labels = {
        "create": "建立", "update": "修改", "plan": "修改策划书", "copy": "复制", "insure": "登记保险",
        "void_insurance": "保险作废", "sign_up": "报名设置", "form": "修改报名表",
        "template": "设为模板", "untemplate": "取消模板",
        **labels(workflow.ACTIVITY),
    }  # fmt: skip
    states = ActivityState

    subject = models.ForeignKey(Activity, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
