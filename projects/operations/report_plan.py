"""Which reports a project owes and when: planned when it starts, planned again when its period changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from core.calendar import add_workdays
from core.workflow import locked
from orgs.models import User
from projects import parameters
from projects.enums import ParameterName, ReportKind
from projects.models import ProgressReport, Project
from projects.queries.report import WRITABLE

MONTHS_FOR_MIDTERM = 6  # a shorter project has a midterm only where money waits for it (configurable default)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """A report the calendar asks for."""

    kind: str
    number: int
    starts_on: date
    ends_on: date


def schedule_reports(project: Project, *, by: User | None = None) -> list[ProgressReport]:
    """Plan every report the project owes; those planned already stay as they are. Called when a project starts.

    One per calendar month, a midterm at half time when the project lasts six months or more or an instalment stands
    in the middle of the plan, and a final one. Each is due some working days (configurable default) after its end.
    """
    return _plan(project, by, moves=False)


def replan_reports(project: Project, *, by: User | None = None) -> list[ProgressReport]:
    """The same after a change of the period: reports nobody has submitted move, missing ones are added."""
    return _plan(project, by, moves=True)


def _plan(project: Project, by: User | None, *, moves: bool) -> list[ProgressReport]:
    with transaction.atomic():
        project = locked(project)
        planned = {(report.kind, report.number): report for report in project.progress_reports.select_for_update()}
        grace = parameters.days(ParameterName.REPORT_DAYS)
        added = []
        for wanted in _wanted(project, planned):
            report = planned.get((wanted.kind, wanted.number))
            if report is None:
                added.append(_add(project, wanted, add_workdays(wanted.ends_on, grace), by))
            elif moves and report.state in WRITABLE and _days(report) != _days(wanted):
                report.starts_on, report.ends_on = _days(wanted)
                report.due_on = add_workdays(wanted.ends_on, grace)
                report.save(update_fields=["starts_on", "ends_on", "due_on"])
        return added


def _add(project: Project, wanted: Wanted, due_on: date, by: User | None) -> ProgressReport:
    report = ProgressReport.objects.create(
        project=project, kind=wanted.kind, number=wanted.number, starts_on=wanted.starts_on, ends_on=wanted.ends_on,
        due_on=due_on,
    )  # fmt: skip
    report.events.create(kind="create", to_state=report.state, by=by)
    return report


def _wanted(project: Project, planned: dict) -> Iterator[Wanted]:
    yield from _months(project, planned)
    if _has_midterm(project):
        days = (project.ends_on - project.starts_on).days + 1
        half = project.starts_on + timedelta(days=days // 2) - ONE_DAY
        yield Wanted(ReportKind.MIDTERM, 1, project.starts_on, max(half, project.starts_on))
    yield Wanted(ReportKind.FINAL, 1, project.starts_on, project.ends_on)


def _months(project: Project, planned: dict) -> Iterator[Wanted]:
    """Calendar months within the period; each begins where the one before ended, also where a submitted one ended
    earlier than its month does now."""
    begin, number = project.starts_on, 0
    while begin <= project.ends_on:
        number += 1
        wanted = Wanted(ReportKind.MONTHLY, number, begin, min(month_end(begin), project.ends_on))
        kept = planned.get((wanted.kind, number))
        yield wanted
        settled = kept is not None and kept.state not in WRITABLE
        begin = max(kept.ends_on if settled else wanted.ends_on, begin) + ONE_DAY


def _has_midterm(project: Project) -> bool:
    middle = project.instalments.filter(number__gt=1, is_final=False)
    return project.ends_on + ONE_DAY >= months_later(project.starts_on, MONTHS_FOR_MIDTERM) or middle.exists()


def _days(row: ProgressReport | Wanted) -> tuple[date, date]:
    return row.starts_on, row.ends_on


def month_end(day: date) -> date:
    return months_later(day.replace(day=1), 1) - ONE_DAY


def months_later(day: date, number: int) -> date:
    """The same day ``number`` months later, or the last of that month."""
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - ONE_DAY).day
    return date(year, month + 1, min(day.day, last))
