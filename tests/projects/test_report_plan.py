"""Which reports a project owes and when, worked out by hand on the calendar of 2026."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.calendar import add_workdays
from projects.enums import ProjectState, ReportKind, ReportState
from projects.models import Instalment, ProgressReport
from projects.operations.report_plan import month_end, months_later, replan_reports, schedule_reports
from tests.cast import make_project

pytestmark = pytest.mark.django_db


def project_of(w, starts_on, ends_on, **fields):
    return make_project(w, ProjectState.ACTIVE, starts_on=starts_on, ends_on=ends_on, **fields)


def periods(project, kind) -> list[tuple]:
    rows = project.progress_reports.filter(kind=kind).order_by("number")
    return list(rows.values_list("number", "starts_on", "ends_on"))


def test_one_per_month_a_midterm_and_a_final(world):
    project = project_of(world, date(2026, 1, 15), date(2026, 7, 14))  # six months to the day
    made = schedule_reports(project, by=world.ngo)
    assert len(made) == 9
    assert periods(project, ReportKind.MONTHLY) == [
        (1, date(2026, 1, 15), date(2026, 1, 31)),
        (2, date(2026, 2, 1), date(2026, 2, 28)),
        (3, date(2026, 3, 1), date(2026, 3, 31)),
        (4, date(2026, 4, 1), date(2026, 4, 30)),
        (5, date(2026, 5, 1), date(2026, 5, 31)),
        (6, date(2026, 6, 1), date(2026, 6, 30)),
        (7, date(2026, 7, 1), date(2026, 7, 14)),
    ]
    # 181 days; the first half has 90 of them: 15 January to 14 April.
    assert periods(project, ReportKind.MIDTERM) == [(1, date(2026, 1, 15), date(2026, 4, 14))]
    assert periods(project, ReportKind.FINAL) == [(1, date(2026, 1, 15), date(2026, 7, 14))]
    assert {row.events.get().kind for row in made} == {"create"}


def test_due_ten_working_days_after_the_end(world):
    project = project_of(world, date(2026, 3, 1), date(2026, 3, 31))
    schedule_reports(project)
    # April 2026: 1–3 worked, 4–6 Qingming, 7–10 worked, 13–15 worked: the tenth is the 15th.
    report = project.progress_reports.get(kind=ReportKind.MONTHLY)
    assert report.due_on == add_workdays(date(2026, 3, 31), 10) == date(2026, 4, 15)


def test_a_short_project_has_no_midterm_unless_money_waits_for_it(world):
    project = project_of(world, date(2026, 1, 1), date(2026, 6, 29))  # a day short of six months
    schedule_reports(project)
    assert periods(project, ReportKind.MIDTERM) == []
    for number in (1, 2, 3):
        Instalment.objects.create(
            project=project, number=number, ratio=30, amount=100, due_on=project.ends_on, is_final=number == 3
        )
    schedule_reports(project)
    assert periods(project, ReportKind.MIDTERM) == [(1, date(2026, 1, 1), date(2026, 3, 31))]


def test_planning_twice_adds_nothing(world):
    project = project_of(world, date(2026, 1, 15), date(2026, 12, 31))
    schedule_reports(project)
    before = list(ProgressReport.objects.values_list())
    assert (schedule_reports(project), replan_reports(project)) == ([], [])
    assert list(ProgressReport.objects.values_list()) == before


def test_an_extension_moves_what_is_open_and_adds_months(world):
    project = project_of(world, date(2026, 1, 1), date(2026, 3, 15))
    schedule_reports(project)
    extend(project, date(2026, 5, 10))
    replan_reports(project)
    assert periods(project, ReportKind.MONTHLY)[2:] == [
        (3, date(2026, 3, 1), date(2026, 3, 31)),
        (4, date(2026, 4, 1), date(2026, 4, 30)),
        (5, date(2026, 5, 1), date(2026, 5, 10)),
    ]
    final = project.progress_reports.get(kind=ReportKind.FINAL)
    assert (final.ends_on, final.due_on) == (date(2026, 5, 10), add_workdays(date(2026, 5, 10), 10))


@pytest.mark.parametrize("state", [ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.FAILED])
def test_what_was_handed_in_stays_and_the_next_goes_on_from_there(world, state):
    project = project_of(world, date(2026, 1, 1), date(2026, 3, 15))
    schedule_reports(project)
    kept = project.progress_reports.get(kind=ReportKind.MONTHLY, number=3)
    settled = ProgressReport.objects.create(
        project=project, kind=kept.kind, number=99, starts_on=kept.starts_on, ends_on=kept.ends_on,
        due_on=kept.due_on, state=state,
    )  # fmt: skip
    kept.events.all()
    ProgressReport.objects.filter(pk=kept.pk).update(number=98)
    ProgressReport.objects.filter(pk=settled.pk).update(number=3)
    ProgressReport.objects.filter(pk=kept.pk).update(number=50)
    extend(project, date(2026, 4, 10))
    replan_reports(project)
    assert [row for row in periods(project, ReportKind.MONTHLY) if row[0] in (3, 4, 5)] == [
        (3, date(2026, 3, 1), date(2026, 3, 15)),
        (4, date(2026, 3, 16), date(2026, 3, 31)),
        (5, date(2026, 4, 1), date(2026, 4, 10)),
    ]


def extend(project, ends_on) -> None:
    project.ends_on = ends_on
    project.save(update_fields=["ends_on"])


@pytest.mark.parametrize(
    ("day", "number", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 15), 1, date(2026, 12, 15)),
    ],
)
def test_months_later(day, number, later):
    assert months_later(day, number) == later


def test_month_end():
    assert [month_end(date(2026, month, 5)).day for month in (1, 2, 4, 12)] == [31, 28, 30, 31]


def test_a_project_that_starts_today_owes_nothing_yet(world):
    today = timezone.localdate()
    project = project_of(world, today, today + timedelta(days=400))
    schedule_reports(project)
    assert min(project.progress_reports.values_list("due_on", flat=True)) > today
