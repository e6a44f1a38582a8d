"""Two planners, or a planner and the public, at the same moment."""

from threading import Event

import pytest
from django.db import transaction

from core.errors import DomainError
from orgs.models import Venue
from orgs.operations import create_venue
from services import operations
from services.enums import SessionState
from services.operations.session import locked_session
from tests.cast import make_activity, make_session, make_world
from tests.racing import together, until_somebody_waits
from tests.services.build_session import evening, make_series, meeting

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results):
    return [result for result in results if isinstance(result, DomainError)]


def test_places_are_cut_while_people_sign_up():
    """Whoever came first stands: nobody loses a place, and no session holds more people than places."""
    world = make_world()
    series = make_series(world, count=2)
    first = series.sessions.order_by("starts_at").first()

    def sign_up(number):
        return lambda: operations.register_participant(first, name=f"职工{number}", phone=f"1380000000{number}")

    results = together(
        lambda: operations.update_series(series, by=world.worker, capacity=2), *[sign_up(number) for number in range(4)]
    )
    first.refresh_from_db()
    assert first.registered <= first.capacity
    assert (first.capacity, first.registered + first.waiting) == (40 if refusals(results) else 2, 4)


def test_a_session_called_off_meanwhile_is_left_alone():
    world = make_world()
    series = make_series(world, count=2)
    first, second = series.sessions.order_by("starts_at")
    locked = Event()

    def call_off():
        with transaction.atomic():
            locked_session(second)
            locked.set()
            until_somebody_waits()
            operations.cancel_session(second, by=world.worker, note="讲师生病")

    def change():
        assert locked.wait(10)
        return operations.update_series(series, by=world.ngo, capacity=7)

    _, changed = together(call_off, change)
    second.refresh_from_db()
    assert (changed, second.state, second.capacity == 7) == ([first], SessionState.CANCELLED, False)


def test_a_new_time_is_given_once():
    world = make_world()
    session = make_session(world, make_activity(world), state=SessionState.POSTPONED)
    results = together(
        lambda: operations.resume_session(session, by=world.worker, **meeting(evening(5))),
        lambda: operations.resume_session(session, by=world.ngo, **meeting(evening(6))),
    )
    assert len(refusals(results)) == 1
    assert [row.kind for row in session.events.all()] == ["resume"]


def test_the_rest_of_a_series_is_cancelled_once():
    world = make_world()
    series = make_series(world, count=4)
    results = together(
        lambda: operations.cancel_series(series, by=world.worker, note="讲师生病"),
        lambda: operations.cancel_series(series, by=world.ngo, note="场地停用"),
    )
    assert len(refusals(results)) == 1
    assert [row.events.count() for row in series.sessions.all()] == [1] * 4


def test_a_venue_of_one_name_is_registered_once():
    world = make_world()

    def register():
        return create_venue(by=world.community, organization=world.community_union, name="职工之家", kind="home")

    assert len(refusals(together(register, register))) == 1
    assert Venue.objects.count() == 1
