"""Lecturers (讲师): only who passed a trial lecture (试讲) may be scheduled."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.crypto import EncryptedField
from core.models import Event
from core.workflow import append_only
from orgs.models import Organization
from orgs.scope import OrgScopedQuerySet
from projects.models.columns import person, points


class LecturerQuerySet(OrgScopedQuerySet):
    def schedulable(self):
        """The same rows as ``is_schedulable``."""
        return self.filter(is_active=True, passed_on__isnull=False)


class TrialQuerySet(OrgScopedQuerySet):
    org_fields = ("lecturer__organization",)


class Lecturer(models.Model):
    """Somebody who gives lectures for ``organization`` (the contractor). ``passed_on`` is the day of the trial lecture
    that admitted them; empty means they may not be scheduled."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="lecturers", verbose_name="推荐单位")
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务职称", max_length=60, blank=True)
    topics = models.CharField("可讲主题", max_length=200, blank=True)
    phone = EncryptedField("联系电话", blank=True, default="")
    passed_on = models.DateField("试讲通过日期", null=True, blank=True, editable=False)
    is_active = models.BooleanField("在库", default=True, editable=False)

    objects = LecturerQuerySet.as_manager()

    class Meta:
        verbose_name = "讲师"
        ordering = ["organization", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:lecturer-detail", args=[self.pk])

    @property
    def standing(self) -> str:
        """In words: whether and why not."""
        if not self.is_active:
            return "已出库"
        return "可排课" if self.passed_on else "待试讲"

    @property
    def is_schedulable(self) -> bool:
        return self.is_active and self.passed_on is not None


class LecturerEvent(Event):
    """Registration, trial lectures and retirement."""

    labels = {"create": "入库", "update": "修改", "trial": "试讲", "retire": "出库", "restore": "恢复"}

    subject = models.ForeignKey(Lecturer, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class TrialLecture(models.Model):
    """One trial lecture and its score (0 to 100); append-only, a new try is a new row."""

    lecturer = models.ForeignKey(Lecturer, models.PROTECT, related_name="trials", verbose_name="讲师")
    topic = models.CharField("试讲题目", max_length=60)
    held_on = models.DateField("试讲日期")
    score = points("得分")
    is_passed = models.BooleanField("通过", editable=False)
    comment = models.TextField("评语", max_length=500, blank=True)
    by = person("登记人")

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = "试讲"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="trial_score_range"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.lecturer} · {self.topic}"
