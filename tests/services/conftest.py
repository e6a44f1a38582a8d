"""Sessions in every moment of their life."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from services import operations
from tests.cast import make_activity, make_session

PHONES = count(13900000000)


@pytest.fixture
def activity(world):
    return make_activity(world)


@pytest.fixture
def session(world, activity):
    """Planned, two days ahead: open for sign-up."""
    return make_session(world, activity)


@pytest.fixture
def running(world, activity):
    """Started twenty minutes ago: open for check-in."""
    return make_session(world, activity, starts_at=timezone.now() - timedelta(minutes=20))


@pytest.fixture
def come(world):
    """``come(session, name)`` → that person's attendance, ticked off by the worker; a phone per name."""
    phones = {}

    def check_in(session, name="王小芳", **fields):
        phone = phones.setdefault(name, str(next(PHONES)))
        return operations.check_in_person(session, by=world.worker, name=name, phone=phone, **fields)

    return check_in


@pytest.fixture
def held(world, running, come):
    """Held, with one named person behind it."""
    come(running)
    return operations.hold_session(running, by=world.worker)
