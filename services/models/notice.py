"""Notices a union puts on the public pages of its communities."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.models import Organization
from orgs.scope import OrgScopedQuerySet, ancestor_paths
from projects.models.columns import state
from services import workflow
from services.enums import NoticeState


class NoticeQuerySet(OrgScopedQuerySet):
    def on_show_for(self, organization: Organization, day):
        """What the public page of ``organization`` shows on ``day``: its own notices and those of the unions above."""
        line = [organization.path, *ancestor_paths([organization.path])]
        return self.filter(
            Q(shown_until=None) | Q(shown_until__gte=day),
            state=NoticeState.PUBLISHED,
            organization__path__in=line,
            shown_from__lte=day,
        )


class Notice(models.Model):
    """One notice (通知公告) for everybody; shown on days ``shown_from`` to ``shown_until``, both included."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="notices", verbose_name="发布组织")
    title = models.CharField("标题", max_length=60)
    body = models.TextField("内容", max_length=2000, help_text="所有人可见，请勿写个人信息")
    shown_from = models.DateField("开始展示")
    shown_until = models.DateField("展示至", null=True, blank=True, help_text="长期展示的留空")
    state = state(NoticeState, NoticeState.DRAFT)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知公告"
        ordering = ["-shown_from", "-pk"]
        constraints = [
            known_states("notice_state", NoticeState),
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")), name="notice_period"
            ),
        ]
        triggers = [guarded_states(*workflow.NOTICE)]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("services:notice-detail", args=[self.pk])


class NoticeEvent(Event):
    """Who wrote, published or withdrew a notice."""

    labels = {"create": "起草", "update": "修改", **labels(workflow.NOTICE)}
    states = NoticeState

    subject = models.ForeignKey(Notice, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
