"""Hand-worked figures: what was achieved, what the calendar expects, who is behind, and the rows behind a link."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from orgs.operations import register_person
from projects.enums import Measure, ProjectState
from projects.models import Indicator, IndicatorPeriod, Project, ServiceItem
from projects.queries.indicator import expected_by, items_of, progress, with_periods
from projects.queries.report import money_of
from services.enums import AttendanceRole, CheckInMethod, SessionState
from services.models import Attendance, Session
from services.sources import actuals, records
from tests.cast import make_activity, make_project, make_session
from tests.projects.build_report import make_actual, make_indicator

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)
MEASURES = (Measure.SESSIONS, Measure.PERSON_TIMES, Measure.PERSONS, Measure.HOURS)


@pytest.fixture
def project(world):
    """A hundred days from New Year; the sessions indicator of the cast is the only one."""
    return make_project(
        world, ProjectState.ACTIVE, starts_on=START, ends_on=START + timedelta(days=99), budget=Decimal("50000.00")
    )


def hold(w, activity, day: int, people=(), crowd=0, minutes=90, staff=0) -> Session:
    """A held session on the ``day``-th day (from 1) at 14:00 with named people, a headcount and workers."""
    starts = timezone.make_aware(timezone.datetime(2026, 1, 1, 14)) + timedelta(days=day - 1)
    session = make_session(w, activity, starts, ends_at=starts + timedelta(minutes=minutes), state=SessionState.HELD)
    for number in people:
        person = register_person(
            organization=session.organization, name=f"职工{number}", phone=f"139000000{number:02d}"
        )
        Attendance.objects.create(session=session, person=person, method=CheckInMethod.QR, at=starts)
    for number in range(staff):
        person = register_person(
            organization=session.organization, name=f"社工{number}", phone=f"138000000{number:02d}"
        )
        Attendance.objects.create(
            session=session, person=person, method=CheckInMethod.STAFF, at=starts, role=AttendanceRole.STAFF
        )
    if crowd:
        Attendance.objects.create(session=session, headcount=crowd, method=CheckInMethod.HEADCOUNT, at=starts)
    return session


@pytest.fixture
def served(world, project):
    """January: people 1 2 3 and a crowd of 10, 90 minutes. February: people 2 3 4, 100 minutes; one more planned."""
    activity = make_activity(world, project)
    hold(world, activity, 10, people=(1, 2, 3), crowd=10, staff=1)
    hold(world, activity, 40, people=(2, 3, 4), minutes=100)
    make_session(world, activity, timezone.make_aware(timezone.datetime(2026, 3, 1, 14)))
    return activity


def values(found: dict) -> dict:
    return {measure: found[measure].value for measure in MEASURES}


def test_each_measure_of_a_period(project, served):
    january = actuals(project, START, date(2026, 1, 31))
    february = actuals(project, date(2026, 2, 1), date(2026, 2, 28))
    both = actuals(project, START, date(2026, 2, 28))
    assert values(january) == {"sessions": 1, "person_times": 13, "persons": 3, "hours": Decimal("1.5")}
    assert values(february) == {"sessions": 1, "person_times": 3, "persons": 3, "hours": Decimal("1.5")}
    # 190 minutes are three hours to the half hour; 人数 of both months are four people, not six.
    assert values(both) == {"sessions": 2, "person_times": 16, "persons": 4, "hours": Decimal("3")}


def test_nothing_held_is_zero_and_cases_are_missing(project, world):
    found = actuals(project, START, START)
    assert values(found) == dict.fromkeys(MEASURES, 0)
    assert Measure.CASES not in found
    cases = make_indicator(world, project, Measure.CASES, target=5)
    row = next(row for row in progress(project) if row.indicator == cases)
    assert (row.actual, row.rate, row.is_behind, row.note) == (None, None, False, "个案模块启用后自动计算")


@pytest.mark.parametrize(
    ("day", "expected"), [(1, Decimal(1)), (50, Decimal(50)), (100, Decimal(100)), (200, Decimal(100)), (0, Decimal(0))]
)
def test_expectation_in_proportion_to_time(world, project, day, expected):
    indicator = make_indicator(world, project, Measure.PERSONS, target=100)
    assert expected_by(indicator, START + timedelta(days=day - 1)) == expected


def test_expectation_follows_the_periods(world, project):
    indicator = make_indicator(world, project, Measure.PERSONS, target=100)
    add_periods(indicator, (50, 20), (100, 100))
    expected = {day: expected_by(indicator, START + timedelta(days=day - 1)) for day in (25, 50, 75, 100)}
    assert expected == {25: 10, 50: 20, 75: 60, 100: 100}


def add_periods(indicator, *marks) -> None:
    first = 1
    for number, (day, target) in enumerate(marks, start=1):
        IndicatorPeriod.objects.create(
            indicator=indicator, number=number, starts_on=START + timedelta(days=first - 1),
            ends_on=START + timedelta(days=day - 1), target=target,
        )  # fmt: skip
        first = day + 1


# On day 40 four tenths are gone. Behind means more than 20 points: below 20 % of the target, not at it.
@pytest.mark.parametrize(("target", "is_behind"), [(80, False), (81, True), (16, False), (8, False)])
def test_behind_by_more_than_twenty_points(world, project, served, target, is_behind):
    indicator = make_indicator(world, project, Measure.PERSON_TIMES, target=target)
    row = next(row for row in progress(project, START + timedelta(days=39)) if row.indicator == indicator)
    assert (row.actual, row.rate, row.is_behind) == (16, Decimal(16) / target, is_behind)


@pytest.mark.parametrize("state", [ProjectState.APPROVED, ProjectState.COMPLETED, ProjectState.SUSPENDED])
def test_only_running_projects_are_flagged(world, state):
    project = make_project(world, state, starts_on=START, ends_on=START + timedelta(days=99))
    assert [row.is_behind for row in progress(project, START + timedelta(days=90))] == [False]


def test_manual_figures_count_once_approved(world, project):
    indicator = make_indicator(world, project, target=100)
    day = START + timedelta(days=9)
    for state, value in (("approved", "12.50"), ("approved", "7.50"), ("submitted", "30"), ("returned", "40")):
        make_actual(world, indicator, state, value, on=day)
    make_actual(world, indicator, "approved", "50", on=day + timedelta(days=1))
    row = next(row for row in progress(project, day) if row.indicator == indicator)
    assert (row.actual, row.rate) == (20, Decimal("0.2"))


def test_periods_show_what_was_reached_by_their_end(world, project, served):
    indicator = make_indicator(world, project, Measure.PERSONS, target=20)
    add_periods(indicator, (31, 5), (59, 12), (100, 20))
    rows = next(rows for row, rows in with_periods(project, START + timedelta(days=58)) if row.indicator == indicator)
    # Three people by the end of January, four by the end of February: counted anew, 3 + 3 never added.
    assert [(row.actual, row.is_missed) for row in rows] == [(3, True), (4, True), (None, False)]


def test_promised_services_beside_what_was_held_for_them(world, project, served):
    lecture = ServiceItem.objects.create(project=project, number=1, name="讲座", form="讲座", sessions=10)
    ServiceItem.objects.create(project=project, number=2, name="团辅", form="小组", sessions=6)
    served.service_item = lecture
    served.save(update_fields=["service_item"])
    hold(world, make_activity(world, project), 45, people=(9,))
    rows = [(row.title, row.sessions, row.held, row.person_times) for row in items_of(project, date(2026, 3, 1))]
    assert rows == [("1. 讲座", 10, 2, 16), ("2. 团辅", 6, 0, 0)]


def test_records_are_the_held_sessions(world, project, served):
    rows = records(project, START, date(2026, 2, 28))
    assert [(row.on, row.person_times) for row in rows] == [(date(2026, 1, 10), 13), (date(2026, 2, 9), 3)]


def test_every_figure_leads_to_its_rows(world, signed_in, project, served):
    found = actuals(project, START, date(2026, 1, 31))
    client = signed_in(world.district)
    pages = {measure: client.get(found[measure].url).context for measure in MEASURES}
    assert pages[Measure.SESSIONS]["total"] == found[Measure.SESSIONS].value
    assert pages[Measure.PERSONS]["total"] == found[Measure.PERSONS].value
    times = sum(row.person_times for row in pages[Measure.PERSON_TIMES]["table"].data.data)
    assert times == found[Measure.PERSON_TIMES].value


def test_an_expert_gets_no_link_to_people(world, signed_in, project):
    make_indicator(world, project, Measure.PERSONS, target=20)
    Project.objects.filter(pk=project.pk).update(evaluator=world.expert)
    url = reverse("projects:project-indicators-fragment", args=[project.pk])
    links = {
        name: [bool(row["url"]) for row in signed_in(getattr(world, name)).get(url).context["rows"]]
        for name in ("district", "expert")
    }
    assert links == {"district": [True, True], "expert": [True, False]}


def test_the_list_puts_those_behind_first_and_filters_them(world, signed_in, served, project):
    late = make_project(world, ProjectState.ACTIVE, starts_on=START, ends_on=START + timedelta(days=99))
    Indicator.objects.filter(project=project).update(target=2)
    client, url = signed_in(world.district), reverse("projects:indicator-list")
    rows = client.get(url).context["table"].data.data
    assert [(row.indicator.project, row.is_behind) for row in rows] == [(late, True), (project, False)]
    behind = client.get(url, {"behind": "1"}).context["table"].data.data
    assert [row.indicator.project for row in behind] == [late]
    assert client.get(url, {"export": "1"}).status_code == 200
    assert signed_in(world.stranger).get(url).context["total"] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_do_not_grow(world, signed_in, django_assert_num_queries, number):
    for _ in range(number):
        row = make_project(world, ProjectState.ACTIVE)
        make_indicator(world, row, Measure.PERSONS, target=5)
        make_actual(world, make_indicator(world, row), "approved")
    client = signed_in(world.district)
    client.get(reverse("projects:indicator-list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("projects:indicator-list"))


LIST_QUERIES = 13


def test_the_api_gives_the_same_progress(world, api, served, project):
    make_indicator(world, project, Measure.PERSONS, target=8)
    rows = api(world.ngo).get("/api/v1/indicators/", {"project": project.pk}).data["results"]
    assert {row["title"]: (row["actual"], row["rate"]) for row in rows} == {
        "场次": ("2.00", "0.1111"), "人数": ("4.00", "0.5000")
    }  # fmt: skip
    assert api(world.stranger).get(f"/api/v1/indicators/{rows[0]['id']}/").status_code == 404


def test_money_of_a_project_without_movements(project):
    found = money_of(project)
    assert (found["budget"], found["paid"], found["spent"], found["execution"]) == ("50000.00", "0.00", "0.00", None)
    assert found["categories"] == [{"label": "活动费", "budget": "50000.00", "spent": "0.00"}]
