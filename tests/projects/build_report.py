"""Indicators, manual figures and progress reports in any state."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from projects.enums import ActualState, Measure, ProjectState, ReportKind, ReportState
from projects.models import Indicator, ManualActual, ProgressReport, Project
from projects.operations.report import accept_report, save_report, submit_report
from projects.queries.report import sections_for
from tests.cast import make_project

PDF = b"%PDF-1.4 evidence"


def make_indicator(w, project: Project | None = None, measure=Measure.MANUAL, target=100, **fields) -> Indicator:
    """A promised result; a manual one unless told otherwise."""
    project = project or make_project(w, ProjectState.ACTIVE)
    fields = {"name": "满意员工"} | fields if measure == Measure.MANUAL else fields
    return Indicator.objects.create(project=project, measure=measure, target=target, **fields)


def make_actual(w, indicator: Indicator | None = None, state=ActualState.SUBMITTED, value="12.00", **fields):
    """A figure the contractor filled in, with its evidence."""
    row = {
        "indicator": indicator or make_indicator(w), "on": timezone.localdate(), "value": Decimal(value),
        "note": "签到表合计", "file": ContentFile(PDF, "evidence.pdf"), "name": "签到表.pdf", "size": len(PDF),
        "sha256": "0" * 64, "uploaded_by": w.worker, "state": state,
    }  # fmt: skip
    if state == ActualState.APPROVED:
        row["approved_by"] = w.district
    return ManualActual.objects.create(**(row | fields))


def make_report(
    w, project: Project | None = None, kind=ReportKind.MONTHLY, state=ReportState.PLANNED, **fields
) -> ProgressReport:
    """A report on the thirty days before today, due in five days; number by order."""
    project = project or make_project(w, ProjectState.ACTIVE)
    today = timezone.localdate()
    defaults = {
        "number": project.progress_reports.filter(kind=kind).count() + 1,
        "starts_on": today - timedelta(days=30),
        "ends_on": today - timedelta(days=1),
        "due_on": today + timedelta(days=5),
    }
    if state in (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED):
        defaults |= {"submitted_by": w.worker, "submitted_at": timezone.now(), "content": {"work": "开展讲座三场。"}}
    return ProgressReport.objects.create(project=project, kind=kind, state=state, **(defaults | fields))


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def accept_final_report(w, project: Project) -> ProgressReport:
    """Every section written, handed in by the contractor and accepted by the purchaser, through the operations."""
    report = project.progress_reports.get(kind=ReportKind.FINAL)
    save_report(report, by=w.ngo, content={section.key: "按计划完成。" for section in sections_for(report)})
    submit_report(report, by=w.ngo)
    return accept_report(report, by=w.district)
