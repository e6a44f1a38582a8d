"""Progress reports and actual figures to write and to review."""

from collections.abc import Iterator

from core.templatetags.ui import day
from evaluations.enums import RectificationState
from evaluations.models import Rectification
from orgs.scope import in_subtrees, org_paths
from projects.enums import ActualState, ReportState
from projects.filters.report import SOON
from projects.models import ManualActual, ProgressReport
from projects.permissions import CONTRACTOR_STAFF, PURCHASERS
from projects.queries.report import due_within
from reports.todo.evaluation import rectification_todo
from reports.todo.kind import Todo, todo


def reports_to_write(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "project__contractor")
    rows = due_within(ProgressReport.objects.visible_to(user).filter(here), SOON).order_by("due_on", "pk")
    yield todo(
        f"{SOON}天内应提交的报告（含逾期）",
        rows.select_related("project"),
        "projects:progressreport-list",
        {"due": "soon"},
        lambda row: f"期限 {day(row.due_on)}",
    )
    ordered = Rectification.objects.visible_to(user).filter(
        in_subtrees(org_paths(user, CONTRACTOR_STAFF), "project__contractor"), state=RectificationState.OPEN
    )
    yield rectification_todo("待办理的整改", ordered, RectificationState.OPEN)


def reports_to_review(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "project__organization")
    rows = ProgressReport.objects.visible_to(user).filter(here, state=ReportState.SUBMITTED).order_by("due_on", "pk")
    yield todo(
        "待审核的项目报告",
        rows.select_related("project"),
        "projects:progressreport-list",
        {"state": ReportState.SUBMITTED},
        lambda row: f"期限 {day(row.due_on)}",
    )
    figures = ManualActual.objects.visible_to(user).filter(
        in_subtrees(org_paths(user, PURCHASERS), "indicator__project__organization"), state=ActualState.SUBMITTED
    )
    yield todo(
        "待核定的指标填报",
        figures.select_related("indicator__project").order_by("pk"),
        "projects:manualactual-list",
        {"state": ActualState.SUBMITTED},
        lambda row: row.indicator.project.name,
    )
    yield rectification_todo(
        "待复核的整改", Rectification.objects.visible_to(user).filter(here, state=RectificationState.SUBMITTED),
        RectificationState.SUBMITTED,
    )  # fmt: skip
