"""Crossed figures against the figures one by one: whole, steps and parts."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import TruncMonth
from django.utils import timezone

from services import crossing
from services.counting import ServiceFigures, grouped_figures, service_figures
from services.crossing import Crossing, crossed_figures
from services.enums import AttendanceRole, SessionState
from services.models import Session
from tests.cast import make_session
from tests.services.test_counting import came, held_session, person

MARCH = timezone.make_aware(timezone.datetime(2026, 3, 4, 19))


def by_day(session):
    return F(f"{session}starts_on")


def by_month(session):
    return TruncMonth(f"{session}starts_on")


def by_place(session):
    return F(f"{session}organization__code")


@pytest.fixture
def busy(world, activity):
    """Two places, ten months, few people: everybody comes again at another place or time, or both."""
    people = [person(world, number) for number in range(4)]
    for number in range(12):
        place = (world.community_union, world.neighbour)[number % 3 == 0]
        starts_at = MARCH + timedelta(days=25 * number)
        session = held_session(world, activity, organization=place, starts_at=starts_at)
        for somebody in people[number % 3 :]:
            came(session, somebody)
        came(session, headcount=number + 1)
        came(session, person(world, 9), role=AttendanceRole.STAFF)
    came(make_session(world, activity, state=SessionState.CANCELLED), people[0])
    held_session(world, activity)


@pytest.mark.parametrize("most_steps", [63, 2])
@pytest.mark.parametrize("step", [by_day, by_month])
def test_crossing_equals_the_figures_one_by_one(busy, monkeypatch, step, most_steps):
    monkeypatch.setattr(crossing, "MOST_STEPS", most_steps)
    sessions = Session.objects.all()
    found = crossed_figures(sessions, step=step, part=by_place)
    assert found.total == service_figures(sessions)
    assert found.by_step == grouped_figures(sessions, step)
    assert found.by_part == grouped_figures(sessions, by_place)
    assert (found.total.sessions, found.total.persons, found.total.person_times) == (13, 4, 114)


def test_crossing_of_nothing(db):
    assert crossed_figures(Session.objects.all(), step=by_day, part=by_place) == Crossing(ServiceFigures(), {}, {})


def test_parts_may_be_numbers(busy):
    sessions = Session.objects.all()
    found = crossed_figures(sessions, step=by_day, part=lambda session: F(f"{session}pk"))
    assert found.by_part == grouped_figures(sessions, lambda session: F(f"{session}pk"))


def test_two_queries(busy, django_assert_num_queries):
    with django_assert_num_queries(2):
        crossed_figures(Session.objects.all(), step=by_month, part=by_place)
