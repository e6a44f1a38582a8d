"""The figures against SQL over the raw rows, place by place and part by part."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from orgs.enums import Tier
from orgs.models import Membership, Organization, Person
from projects.enums import ProjectState
from reports.periods import Period
from reports.queries import (
    NO_EFFORT,
    breakdown,
    by_project,
    by_step,
    home_of,
    overview,
    reachable,
    rows_of,
    statistics,
    without_projects,
)
from services.enums import CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import make_activity, make_project, make_session
from tests.reports.worlds import as_tuple, make_random_world, raw_statistics

PLACES = ("city_union", "district_union", "street_union", "community_union", "contractor", "rival")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.mark.parametrize("seed", range(6))
def test_statistics_equal_sql_over_the_raw_rows(world, today, seed):
    make_random_world(world, seed)
    start, end = today - timedelta(days=60), today - timedelta(days=seed * 5)
    for name in PLACES:
        place = getattr(world, name)
        assert as_tuple(statistics(world.city, place, start, end)) == raw_statistics(place, start, end), name


@pytest.mark.parametrize("seed", range(3))
def test_whoever_reaches_a_place_sees_the_same_figures(world, today, seed):
    make_random_world(world, seed)
    days = (today - timedelta(days=90), today)
    for name, place in (
        ("leader", world.city_union),
        ("district", world.district_union),
        ("finance", world.street_union),
        ("street", world.street_union),
        ("community", world.community_union),
        ("party", world.community_union),
        ("ngo", world.contractor),
        ("worker", world.contractor),
        ("rival_head", world.rival),
    ):
        found = as_tuple(statistics(getattr(world, name), place, *days))
        assert found == raw_statistics(place, *days), name


@pytest.mark.parametrize("name", ["expert", "stranger", "rival_head"])
def test_strangers_figures_are_zero(world, today, name):
    make_random_world(world, 1)
    found = statistics(getattr(world, name), world.community_union, today - timedelta(days=90), today)
    if name == "rival_head":  # sees what it contracted there, and no more
        assert (
            found.services.sessions
            <= statistics(world.rival_head, world.rival, date(2000, 1, 1), today).services.sessions
        )
    else:
        assert as_tuple(found) == (0,) * 10


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["city_union", "district_union", "street_union", "contractor"])
def test_additive_figures_of_the_parts_equal_the_whole(world, today, seed, name):
    make_random_world(world, seed)
    place, days = getattr(world, name), (today - timedelta(days=90), today)
    whole = as_tuple(statistics(world.city, place, *days))
    parts = [as_tuple(part.statistics) for part in breakdown(world.city, place, *days)]
    for position in (0, 1, 2, 3, 4, 5, 6, 8, 9):
        assert sum(part[position] for part in parts) == whole[position], position
    assert sum(part[7] for part in parts) >= whole[7]


@pytest.mark.parametrize("seed", range(3))
def test_each_part_equals_the_statistics_of_its_place(world, today, seed):
    make_random_world(world, seed)
    days = (today - timedelta(days=90), today)
    for place in (world.city_union, world.district_union, world.street_union):
        for part in breakdown(world.city, place, *days):
            if part.code:
                below = Organization.objects.get(code=part.code)
                found = statistics(world.city, below, *days)
                assert part.statistics == replace(found, effort=NO_EFFORT)  # hours are of the whole only


def test_a_person_in_two_communities_counts_once_above(world, today):
    person = Person.objects.create(name="王一", organization=world.community_union)
    for place in (world.community_union, world.neighbour):
        activity = make_activity(world, make_project(world, ProjectState.ACTIVE, organization=place))
        session = make_session(world, activity, timezone.now() - timedelta(days=3), state=SessionState.HELD)
        Attendance.objects.create(session=session, person=person, method=CheckInMethod.QR, at=timezone.now())
    days = (today - timedelta(days=30), today)
    assert statistics(world.street, world.street_union, *days).services.persons == 1
    assert statistics(world.street, world.street_union, *days).services.person_times == 2
    parts = {part.name: part.statistics.services.persons for part in breakdown(world.street, world.street_union, *days)}
    assert parts == {"水源地社区": 1, "河畔社区": 1}


def test_breakdown_names_places_without_anything(world, today):
    parts = breakdown(world.city, world.city_union, today, today)
    assert [(part.name, part.statistics.services.sessions) for part in parts] == [("和平区", 0), ("沈河区", 0)]


def test_breakdown_shows_the_own_level_last(world, today):
    activity = make_activity(world, make_project(world, ProjectState.ACTIVE, organization=world.district_union))
    session = make_session(world, activity, timezone.now() - timedelta(days=1), state=SessionState.HELD)
    Attendance.objects.create(session=session, headcount=9, method=CheckInMethod.HEADCOUNT, at=timezone.now())
    parts = breakdown(world.district, world.district_union, today - timedelta(days=9), today)
    assert [(part.name, part.code, part.statistics.services.person_times) for part in parts] == [
        ("浑河湾街道", "210102001", 0),
        ("本级", "", 9),
    ]


def test_breakdown_of_a_contractor_names_the_communities_it_cannot_enter(world, today):
    session = make_session(world, starts_at=timezone.now() - timedelta(days=1), state=SessionState.HELD)
    Attendance.objects.create(session=session, headcount=4, method=CheckInMethod.HEADCOUNT, at=timezone.now())
    (part,) = breakdown(world.ngo, world.contractor, today - timedelta(days=9), today)
    assert (part.name, part.is_reachable, part.statistics.services.person_times) == ("水源地社区", False, 4)
    (part,) = breakdown(world.city, world.contractor, today - timedelta(days=9), today)
    assert part.is_reachable


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("days", [20, 90])
def test_steps_add_up_and_are_complete(world, today, seed, days):
    make_random_world(world, seed)
    period = Period(today - timedelta(days=days), today)
    rows = rows_of(world.city, world.city_union, period)
    steps = by_step(rows.sessions, period)
    whole = statistics(world.city, world.city_union, period.start, period.end).services
    assert [step for step, _ in steps] == period.steps()
    assert sum(facts.sessions for _, facts in steps) == whole.sessions
    assert sum(facts.person_times for _, facts in steps) == whole.person_times
    assert max(facts.persons for _, facts in steps) <= whole.persons


def test_only_own_roles_count_for_home_and_reach(world):
    assert home_of(world.city) == world.city_union
    assert home_of(world.party) == world.community_union  # a party body leads the territory it sits in
    assert home_of(world.expert) == world.city_union
    assert list(reachable(world.expert)) == []
    assert [place.code for place in reachable(world.street)] == [
        "210102001",
        "210102001002",
        "DZ-0001",
        "210102001003",
    ]
    assert [place.code for place in reachable(world.ngo)] == ["SO-0001"]


def test_home_of_somebody_without_membership_is_nowhere(world):
    Membership.objects.filter(user=world.city).delete()
    world.city.__dict__.pop("memberships_today", None)
    assert home_of(world.city) is None


def test_weak_communities_without_a_project_come_first(world, today):
    Organization.objects.filter(pk=world.stranger_union.pk).update(tier=Tier.WEAK)
    period = Period(today - timedelta(days=9), today)
    found = without_projects(reachable(world.city), world.city, period)
    assert [place.name for place in found] == ["凯旋社区联合工会", "水源地社区联合工会", "河畔社区联合工会"]
    make_project(world, ProjectState.ACTIVE, organization=world.stranger_union)
    make_project(world, ProjectState.SUBMITTED)
    found = without_projects(reachable(world.city), world.city, period)
    assert [place.name for place in found] == ["水源地社区联合工会", "河畔社区联合工会"]
    assert list(without_projects(reachable(world.ngo), world.ngo, period)) == []


def test_a_project_outside_the_period_leaves_its_community_uncovered(world, today):
    make_project(world, ProjectState.COMPLETED, starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30))
    street = reachable(world.street)
    before, during = Period(today, today), Period(date(2024, 6, 30), date(2024, 7, 31))
    assert without_projects(street, world.street, before).count() == 2
    assert [place.name for place in without_projects(street, world.street, during)] == ["河畔社区联合工会"]


def test_reversed_entries_leave_nothing_committed(world, today):
    project = make_project(world, ProjectState.ACTIVE)
    days = (today, today)
    assert statistics(world.city, world.city_union, *days).committed == Decimal("50000.00")
    entry = project.entries.get()
    entry.pk, entry.amount, entry.key = None, -entry.amount, "reversal:1"
    entry.save(force_insert=True)
    assert statistics(world.city, world.city_union, *days).committed == Decimal("0.00")


def test_statistics_take_nine_queries_and_the_breakdown_seven(world, today, django_assert_num_queries):
    days = (today - timedelta(days=90), today)
    assert world.leader.memberships_today
    for seed in (1, 2):
        make_random_world(world, seed, sessions=6)
        with django_assert_num_queries(9):
            statistics(world.leader, world.city_union, *days)
        with django_assert_num_queries(7):
            breakdown(world.leader, world.city_union, *days)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("by_place", [True, False])
def test_the_overview_says_what_the_single_questions_say(world, today, seed, by_place):
    make_random_world(world, seed)
    split = breakdown if by_place else by_project
    for name, period in (
        ("city_union", Period(today - timedelta(days=90), today)),
        ("street_union", Period(today - timedelta(days=30), today)),
        ("community_union", Period(today - timedelta(days=90), today)),
        ("contractor", Period(today - timedelta(days=3000), today)),
        ("rival", Period(today - timedelta(days=3000), today - timedelta(days=2000))),
    ):
        place, days = getattr(world, name), (period.start, period.end)
        found = overview(world.city, place, period, by_place=by_place)
        assert found.statistics == statistics(world.city, place, *days), name
        assert found.steps == by_step(rows_of(world.city, place, period).sessions, period), name
        assert found.parts == split(world.city, place, *days), name


def test_the_overview_takes_ten_queries(world, today, django_assert_num_queries):
    make_random_world(world, 1)
    assert world.leader.memberships_today
    with django_assert_num_queries(10):
        overview(world.leader, world.city_union, Period(today - timedelta(days=90), today), by_place=True)


@pytest.mark.parametrize("seed", range(3))
def test_projects_of_a_community_add_up(world, today, seed):
    make_random_world(world, seed)
    days = (today - timedelta(days=90), today)
    whole = as_tuple(statistics(world.community, world.community_union, *days))
    parts = [as_tuple(part.statistics) for part in by_project(world.community, world.community_union, *days)]
    for position in (0, 1, 2, 3, 4, 5, 6, 8, 9):
        assert sum(part[position] for part in parts) == whole[position], position
    assert breakdown(world.community, world.community_union, *days) == []
