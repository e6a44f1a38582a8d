"""月报, 中期报告 and 结项报告 of a project, due by schedule."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from projects import workflow
from projects.enums import ReportKind, ReportState
from projects.models.columns import StoredFile, person, state
from projects.models.project import OfProjectQuerySet, Project, ProjectScopedQuerySet


class ProgressReport(models.Model):
    """One report the contractor owes: ``content`` is what they write, ``figures`` what the records said when it was
    submitted."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="progress_reports", verbose_name="项目")
    kind = models.CharField("报告类型", max_length=20, choices=ReportKind)
    number = models.PositiveSmallIntegerField("期次")
    starts_on = models.DateField("报告期开始")
    ends_on = models.DateField("报告期结束")
    due_on = models.DateField("提交期限")
    content = models.JSONField("内容", default=dict, editable=False)
    figures = models.JSONField("数据", default=dict, editable=False)
    late_reason = models.CharField("逾期原因", max_length=200, blank=True)
    submitted_by = person("提交人", null=True)
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    state = state(ReportState, ReportState.PLANNED)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "项目报告"
        ordering = ["project", "due_on", "pk"]
        constraints = [
            known_states("progress_report_state", ReportState),
            models.UniqueConstraint(fields=["project", "kind", "number"], name="progress_report_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="progress_report_period"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="progress_report_due")]
        triggers = [guarded_states(*workflow.REPORT)]

    def __str__(self):
        return f"{self.project}{self.label}"

    def get_absolute_url(self):
        return reverse("projects:progressreport-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """2026年3月月报, 中期报告: what it is called within its project."""
        if self.kind == ReportKind.MONTHLY:
            return f"{self.starts_on.year}年{self.starts_on.month}月月报"
        return self.get_kind_display()


class ProgressReportEvent(Event):
    """Who submitted, returned, accepted."""

    labels = {"create": "列入计划", "comment": "批注", "explain": "说明逾期原因", **labels(workflow.REPORT)}
    states = ReportState

    subject = models.ForeignKey(ProgressReport, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class OfReportQuerySet(ProjectScopedQuerySet):
    org_fields = ("report__project__organization", "report__project__contractor")
    project_path = "report__project"


class ReportFile(StoredFile):
    """An attachment of a report."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="files")

    objects = OfReportQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = "报告附件"


class ReportComment(models.Model):
    """A reviewer's remark on one section of a report."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="comments")
    section = models.CharField("章节", max_length=30, blank=True)
    text = models.TextField("批注", max_length=500)
    by = person("批注人")
    at = models.DateTimeField("时间", default=now, editable=False)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = "批注"
        ordering = ["pk"]
        triggers = [append_only()]

    def __str__(self):
        return self.text[:30]
