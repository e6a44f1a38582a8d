"""Two people at once over plans and calls: real threads on a real PostgreSQL."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects import operations
from projects.models import Call, CallEvent, Plan, PlanEvent
from projects.queries.call import left_of
from tests.cast import make_fund, make_user, make_world
from tests.projects.build_call import make_call, make_plan
from tests.projects.test_call_operations import terms, upcoming
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_approve_one_plan():
    w = make_world()
    plan, other = make_plan(w, "submitted"), make_user("city-2", w.city_union, "city_admin")
    results = at_once(*(lambda by=by: operations.approve_plan(plan, by=by) for by in (w.city, other)))
    assert sorted(result == "ok" for result in results) == [False, True]
    assert PlanEvent.objects.count() == 1


def test_two_plans_share_one_fund():
    w = make_world()
    fund = make_fund(w, "1000000.00")
    plans = [make_plan(w, "submitted", fund=fund, amount="600000.00") for _ in range(2)]
    results = at_once(*(lambda plan=plan: operations.approve_plan(plan, by=w.city) for plan in plans))
    assert sorted(result == "ok" for result in results) == [False, True]
    assert Plan.objects.filter(state="approved").count() == 1


def test_publishing_and_cancelling():
    """Either order is possible: cancelled last is cancelled, published after a cancellation is refused."""
    w = make_world()
    call = upcoming(w)
    results = at_once(
        lambda: operations.publish_call(call, by=w.district), lambda: operations.cancel_call(call, by=w.city, note="停")
    )
    assert results[1] == "ok"
    assert Call.objects.get().state == "cancelled"
    kinds = list(CallEvent.objects.values_list("kind", flat=True))
    assert kinds == (["publish", "cancel"] if results[0] == "ok" else ["cancel"])


def test_two_calls_share_one_item():
    w = make_world()
    item, values = make_plan(w, amount="500000.00").items.get(), terms(amount="300000.00")
    results = at_once(*[lambda: operations.create_call(by=w.district, item=item, **values)] * 2)
    assert sorted(result == "ok" for result in results) == [False, True]
    assert left_of(item) == Decimal("200000.00")


def test_the_timer_and_a_person_close_one_call():
    w = make_world()
    call = make_call(w, closes_at=timezone.now() - timedelta(seconds=1), opens_at=timezone.now() - timedelta(days=9))
    results = at_once(lambda: operations.close_call(call), lambda: operations.close_call(call, by=w.district))
    assert sorted(result == "ok" for result in results) == [False, True]
    assert CallEvent.objects.count() == 1
