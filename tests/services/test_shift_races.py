"""Volunteers at the same moment, on real PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from services import operations
from services.enums import ShiftSignUpState
from services.models import HourClaim, Shift, ShiftSignUp, Volunteer
from tests.cast import make_world
from tests.racing import together, verdicts
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer
from tests.services.test_volunteer_operations import years_ago

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_for_the_last_place():
    w = make_world()
    shift, first, second = make_shift(w, places=1), make_volunteer(w), make_volunteer(w, "钱进")
    results = together(
        lambda: operations.sign_up_for_shift(shift, volunteer=first),
        lambda: operations.sign_up_for_shift(shift, by=w.worker, volunteer=second),
    )
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "ShiftSignUp"]
    shift.refresh_from_db()
    assert (shift.taken, ShiftSignUp.objects.count()) == (1, 1)


def test_the_database_refuses_one_too_many():
    w = make_world()
    shift = make_shift(w, places=1)
    make_sign_up(shift, make_volunteer(w))
    with pytest.raises(IntegrityError, match="shift_not_overbooked"), transaction.atomic():
        make_sign_up(shift, make_volunteer(w, "钱进"))


def test_one_volunteer_for_two_shifts_at_once():
    w = make_world()
    shifts, volunteer = [make_shift(w), make_shift(w, name="交通劝导")], make_volunteer(w)
    results = together(
        *[lambda shift=shift: operations.sign_up_for_shift(shift, volunteer=volunteer) for shift in shifts]
    )
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "ShiftSignUp"]


def test_out_twice_is_claimed_once():
    w = make_world()
    shift = make_shift(w, starts_at=timezone.now() - timedelta(hours=1))
    sign_up = make_sign_up(shift, make_volunteer(w), ShiftSignUpState.SIGNED_IN)
    results = together(*[lambda: operations.sign_out(sign_up, by=w.worker)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "ShiftSignUp"]
    assert HourClaim.objects.count() == 1


def test_cancelling_shift_and_sign_up_at_once_ends():
    w = make_world()
    shift = make_shift(w)
    sign_up = make_sign_up(shift, make_volunteer(w))
    verdict = verdicts(
        together(
            lambda: operations.cancel_shift(shift, by=w.worker, note="暴雨"), lambda: operations.cancel_sign_up(sign_up)
        )
    )
    assert verdict[0] == "ok"
    assert (Shift.objects.get().taken, ShiftSignUp.objects.get().state) == (0, ShiftSignUpState.CANCELLED)


def test_registering_twice_at_once_is_one_volunteer():
    w = make_world()
    facts = {"name": "孙有成", "phone": "13600000001", "birth_date": years_ago(40)}
    results = together(*[lambda: operations.register_volunteer(organization=w.community_union, **facts)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "Volunteer"]
    assert Volunteer.objects.count() == 1
