"""A report somebody asked for."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.scope import OrgScopedQuerySet
from reports import workflow
from reports.enums import ReportState

SNAPSHOT_STANDS = """
    IF OLD.snapshot IS NOT NULL
        AND (NEW.snapshot IS DISTINCT FROM OLD.snapshot OR NEW.taken_at IS DISTINCT FROM OLD.taken_at)
    THEN
        RAISE EXCEPTION 'the figures of a finished report stand';
    END IF;
    RETURN NEW;
"""


class ReportRunQuerySet(OrgScopedQuerySet):
    """Whoever reaches the organization may see and download its reports."""


class ReportRun(models.Model):
    """One monthly report (月报) for one organization, as Word and Excel.

    Computed in the worker within the scope of ``identity``, the membership it was asked under. ``snapshot`` keeps the
    figures it said (name → number as text) at ``taken_at`` and never changes again: what is recorded later counts in
    the month all the same, and the page shows both (``reports.recount``).
    """

    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="+", verbose_name="组织")
    month = models.DateField("月份", help_text="当月1日")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_runs", verbose_name="申请人"
    )
    identity = models.ForeignKey("orgs.Membership", models.PROTECT, null=True, related_name="+")
    progress = models.PositiveSmallIntegerField("进度（%）", default=0, editable=False)
    word = models.FileField("Word", upload_to="reports/%Y/%m/", blank=True, editable=False)
    excel = models.FileField("Excel", upload_to="reports/%Y/%m/", blank=True, editable=False)
    created_at = models.DateTimeField("申请时间", auto_now_add=True)
    snapshot = models.JSONField("快照", null=True, editable=False)
    taken_at = models.DateTimeField("取数时点", null=True, editable=False)
    finished_at = models.DateTimeField("完成时间", null=True, editable=False)
    state = models.CharField("状态", max_length=20, choices=ReportState, default=ReportState.QUEUED, editable=False)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "报表"
        ordering = ["-pk"]
        constraints = [
            known_states("report_run_state", ReportState),
            models.CheckConstraint(condition=Q(month__day=1), name="report_run_month_first_day"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_run_progress_range"),
        ]
        indexes = [models.Index(fields=["organization", "month"], name="report_run_month")]
        triggers = [
            guarded_states(*workflow.REPORT),
            pgtrigger.Trigger(
                name="snapshot_stands", when=pgtrigger.Before, operation=pgtrigger.Update, func=SNAPSHOT_STANDS
            ),
        ]

    def __str__(self):
        return f"{self.organization}{self.month:%Y年%m月}月报"

    def get_absolute_url(self):
        return reverse("reports:reportrun-detail", args=[self.pk])


class ReportRunEvent(Event):
    """When a report was asked for, started, finished."""

    labels = {"create": "申请报表", **labels(workflow.REPORT)}
    states = ReportState

    subject = models.ForeignKey(ReportRun, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
