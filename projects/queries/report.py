"""Progress reports: which are owed, and what the records say for one."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from core.calendar import add_workdays
from projects import parameters, sources
from projects.enums import BudgetCategory, ExpenseState, Measure, ParameterName, ProjectState, ReportKind, ReportState
from projects.models import Expense, ProgressReport, Project
from projects.models.project import RUNNING
from projects.queries.indicator import IndicatorProgress, progress
from projects.reporting import Section, sections_of

REPORTING = (*RUNNING, ProjectState.SUSPENDED, ProjectState.FINAL_REVIEW)  # a completed project owes nothing more
WRITABLE = (ReportState.PLANNED, ReportState.RETURNED)
SHARE = Decimal("0.000001")  # kept finer than shown, or rounding twice would turn 54.545 % into 54.6 %
RECORDS = 500  # sessions listed in one report; the figures count all of them
SERVICES = (Measure.SESSIONS, Measure.PERSON_TIMES, Measure.PERSONS, Measure.HOURS)
LONGEST_REMINDED = 60  # days after which a reminder helps nobody


def owed_reports(rows: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
    """Those still to be handed in, within the project's period as it is now."""
    return rows.filter(state__in=WRITABLE, project__state__in=REPORTING, starts_on__lte=F("project__ends_on"))


def due_within(rows: QuerySet[ProgressReport], number: int, today: date | None = None) -> QuerySet[ProgressReport]:
    """Owed ones whose day has passed or comes within ``number`` days."""
    return owed_reports(rows).filter(due_on__lte=(today or timezone.localdate()) + timedelta(days=number))


def overdue(rows: QuerySet[ProgressReport], today: date | None = None) -> QuerySet[ProgressReport]:
    return owed_reports(rows).filter(due_on__lt=today or timezone.localdate())


def reports_to_remind(today: date | None = None) -> QuerySet[ProgressReport]:
    """Owed ones due within the configured days, or overdue for less than two months."""
    today = today or timezone.localdate()
    rows = due_within(ProgressReport.objects.all(), settings.REMIND_REPORT_DAYS, today)
    return rows.filter(due_on__gte=today - timedelta(days=LONGEST_REMINDED))


def reports_that_may_fail(today: date | None = None) -> QuerySet[ProgressReport]:
    """Overdue without a reason, where the call says that this counts as failed; see ``has_failed``."""
    rows = overdue(ProgressReport.objects.all(), today).filter(late_reason="")
    return rows.filter(project__application__call__late_report_fails=True)


def has_failed(report: ProgressReport, today: date | None = None) -> bool:
    """Whether the days of grace (configurable default, working days) have passed too."""
    grace = parameters.days(ParameterName.REPORT_GRACE, report.due_on)
    return add_workdays(report.due_on, grace) < (today or timezone.localdate())


def is_overdue(report: ProgressReport) -> bool:
    return report.state in WRITABLE and report.due_on < timezone.localdate()


def sections_for(report: ProgressReport) -> list[Section]:
    return sections_of(report.kind, report.project.results.all() if report.kind == ReportKind.FINAL else ())


def figures_for(report: ProgressReport, on: date | None = None) -> dict:
    """Everything a report states as a number, ready for JSON: amounts and figures as text, never float.

    Indicators are counted from the project's start to the report's last day (today when that is earlier), services
    within the report's own days, money as it stands when this is asked.
    """
    project, today = report.project, on or timezone.localdate()
    until = min(report.ends_on, today)
    records = sources.services().records(project, report.starts_on, until)
    within = sources.services().actuals(project, report.starts_on, until)
    return {
        "taken_at": timezone.localtime().isoformat(timespec="seconds"),
        "until": until.isoformat(),
        "indicators": [indicator_row(row, within) for row in progress(project, until)],
        "services": {measure: text(within[measure].value) for measure in SERVICES if measure in within},
        "money": money_of(project),
        "satisfaction": satisfaction_of(report, until),
        "records": [
            {"on": row.on.isoformat(), "title": row.title, "place": row.place, "person_times": row.person_times}
            for row in records[:RECORDS]
        ],
        "records_total": len(records),
    }


def indicator_row(row: IndicatorProgress, within: dict) -> dict:
    """Plan, actual to date, actual of the report's days, and rate of one indicator."""
    lately = within.get(row.indicator.measure)
    return {
        "id": row.indicator.pk,
        "title": row.indicator.title,
        "unit": row.indicator.unit,
        "target": row.target,
        "actual": text(row.actual),
        "lately": text(lately.value) if lately else None,
        "rate": str(row.rate.quantize(SHARE)) if row.rate is not None else None,
        "is_behind": row.is_behind,
        "note": row.note,
    }


def money_of(project: Project) -> dict:
    """Budget, paid, accepted expense and execution rate, and the same by category of the budget."""
    planned: dict[str, Decimal] = {}
    for line in project.budget_lines.all():
        planned[line.category] = planned.get(line.category, Decimal(0)) + line.amount
    accepted = Expense.objects.filter(project=project, state=ExpenseState.ACCEPTED)
    spent = dict(accepted.order_by().values_list("category").annotate(Sum("amount")))
    return {
        "budget": f"{project.budget:.2f}",
        "paid": f"{project.paid:.2f}",
        "spent": f"{project.spent:.2f}",
        "execution": str((project.spent / project.paid).quantize(SHARE)) if project.paid else None,
        "categories": [
            {
                "label": category.label,
                "budget": f"{planned.get(category, Decimal(0)):.2f}",
                "spent": f"{spent.get(category, Decimal(0)):.2f}",
            }
            for category in BudgetCategory
            if category in planned or category in spent
        ],
    }


def satisfaction_of(report: ProgressReport, until: date) -> dict | None:
    """From the project's start. SECURITY: none in monthly reports: the difference between two months would tell
    what a handful of people thought."""
    found = None if report.kind == ReportKind.MONTHLY else sources.satisfaction(report.project, until)
    if found is None:
        return None
    rate = str(found.rate.quantize(SHARE)) if found.rate is not None else None
    return {"valid": found.valid, "rate": rate, "is_small": found.is_small}


def text(value: Decimal | None) -> str | None:
    """``12`` or ``7.5``: as many places as there are."""
    return None if value is None else f"{value.normalize():f}"
