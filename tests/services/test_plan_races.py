"""Two at once on real PostgreSQL: plans and orders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from services import operations
from services.enums import ActivityState, OrderState
from services.models import Activity, Insurance, Order, Session
from tests.cast import make_activity, make_session, make_world
from tests.racing import together
from tests.services.build_order import make_order
from tests.services.build_plan import make_dangerous, make_insurance, make_plan

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_order_is_scheduled_once():
    world = make_world()
    order, activity = make_order(world), make_activity(world)
    starts = timezone.localtime().replace(hour=14, minute=0) + timedelta(days=7)
    fields = {"activity": activity, "starts_at": starts, "ends_at": starts + timedelta(hours=1), "capacity": 40}

    def call(by):
        return lambda: operations.schedule_order(order, by=by, **fields)

    results = together(call(world.worker), call(world.ngo))
    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert (Session.objects.count(), Order.objects.get().state) == (1, OrderState.SCHEDULED)


def test_a_plan_is_not_changed_while_it_is_submitted():
    world = make_world()
    activity = make_plan(world)
    together(
        lambda: operations.submit_activity(activity, by=world.worker),
        lambda: operations.save_plan(activity, by=world.worker, steps=[]),
    )
    row = Activity.objects.get()
    assert (row.state == ActivityState.SUBMITTED) == row.steps.exists()


def test_two_policies_voided_at_once_leave_one():
    world = make_world()
    activity = make_dangerous(world, state=ActivityState.PUBLISHED)
    make_session(world, activity)
    policies = [make_insurance(world, activity) for _ in range(2)]

    def call(policy):
        return lambda: operations.void_insurance(policy, by=world.worker, note="x")

    results = together(*[call(policy) for policy in policies])
    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert Insurance.objects.filter(is_void=False).count() == 1
