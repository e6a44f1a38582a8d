"""What a look at the project room costs: one request, of a number of queries that no row adds to."""

from datetime import timedelta

import pytest

from projects.enums import ChangeState, ExpenseState, InstalmentState, Measure, PublicityState, ReportState
from projects.models import IndicatorPeriod, Project, ServiceItem
from tests.cast import make_activity, make_need
from tests.evaluations.actors import make_attendance, make_evaluation, make_open_session, make_ratings
from tests.projects.build_contract import make_change
from tests.projects.build_money import make_expense, make_instalment, make_paid_project
from tests.projects.build_report import make_actual, make_indicator, make_report
from tests.projects.build_review import make_publicity

pytestmark = pytest.mark.django_db

MOST = 25  # as specified: the page and whatever it loads by itself
QUERIES = {
    "": 13, "indicators": 21, "services": 18, "reports": 12, "money": 18, "contract": 19, "evaluation": 14,
    "settlement": 11, "archive": 11, "documents": 18,
}  # fmt: skip
READERS = (
    "city", "district", "street", "community", "party", "ngo", "worker", "supervisor", "expert", "finance", "auditor",
    "leader",
)  # fmt: skip


def fill(world, rows: int) -> Project:
    """A project of a call with ``rows`` rows of everything its room shows, and as many periods of each indicator."""
    publicity = make_publicity(world, PublicityState.CLOSED)
    publicity.call.events.create(kind="rank", by=world.district)
    project = make_paid_project(world, application=publicity.entries.get().application)
    project.events.create(kind="award", by=world.district)
    make_evaluation(world, project)
    for number in range(rows):
        add_row(world, project, number + 1)
    make_change(world, project.contract)
    return Project.objects.get(pk=project.pk)


def add_row(world, project: Project, number: int) -> None:
    """One more of everything."""
    need, contract = make_need(world), project.contract
    project.needs.add(need)
    project.events.create(kind="update", by=world.ngo)
    contract.events.create(kind="update", by=world.district)
    make_instalment(world, project, InstalmentState.PLANNED).events.create(kind="apply", by=world.ngo)
    make_change(world, contract, state=ChangeState.APPROVED).events.create(kind="create", by=world.ngo)
    make_expense(world, project, ExpenseState.ACCEPTED, unit_price="500.00")
    make_expense(world, project, ExpenseState.SUBMITTED, unit_price="500.00")
    make_report(world, project).events.create(kind="create", by=world.ngo)
    make_report(world, project, state=ReportState.SUBMITTED).events.create(kind="submit", by=world.ngo)
    add_services(world, project, number)
    measure = (Measure.PERSONS, Measure.PERSON_TIMES, Measure.HOURS)[number - 1]
    for indicator in (make_indicator(world, project, name=f"第{number}项"), make_indicator(world, project, measure)):
        add_periods(indicator, number)
    make_actual(world, project.indicators.filter(measure=Measure.MANUAL).last())


def add_services(world, project: Project, number: int) -> None:
    """Promised, held, attended and rated."""
    item = ServiceItem.objects.create(project=project, number=number, name="讲座", form="讲座", sessions=10)
    session = make_open_session(world, make_activity(world, project, service_item=item))
    make_attendance(world, session, phone=f"1390000{number:04d}")
    make_ratings(session, *[5] * 6)


def add_periods(indicator, number: int) -> None:
    """As many periods as rows, none of which ends with another one."""
    start = indicator.project.starts_on
    for step in range(number):
        first = start + timedelta(days=10 * step)
        IndicatorPeriod.objects.create(
            indicator=indicator, number=step + 1, starts_on=first, ends_on=first + timedelta(days=8 + number % 2),
            target=step + 1,
        )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_a_tab_asks_the_same_whatever_it_holds(world, signed_in, django_assert_num_queries, rows):
    project = fill(world, rows)
    client = signed_in(world.district)
    for part, number in QUERIES.items():
        with django_assert_num_queries(number, info=part):
            page = client.get(project.get_absolute_url(), {"part": part})
        assert (page.context["tab"].name, 'hx-trigger="load"' in page.content.decode()) == (part, False)


@pytest.mark.parametrize("name", READERS)
def test_no_tab_of_any_role_asks_more_than_is_allowed(world, signed_in, django_assert_max_num_queries, name):
    project = fill(world, 3)
    client = signed_in(getattr(world, name))
    for tab in client.get(project.get_absolute_url()).context["tabs"]:
        with django_assert_max_num_queries(MOST, info=tab.name):
            page = client.get(tab.url)
        assert (page.context["tab"].name, 'hx-trigger="load"' in page.content.decode()) == (tab.name, False)
