"""Calls close by themselves when their time has come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Call
from projects.periodic import close_calls
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db


def test_only_those_whose_time_has_come(world):
    late = {"opens_at": timezone.now() - timedelta(days=9), "closes_at": timezone.now()}
    due, still_open = make_call(world, **late), make_call(world)
    states = {state: make_call(world, state, **late).pk for state in ("draft", "approved", "reviewing", "cancelled")}
    close_calls()
    close_calls()
    found = dict(Call.objects.values_list("pk", "state"))
    assert found == {due.pk: "closed", still_open.pk: "published", **{pk: state for state, pk in states.items()}}
    assert due.events.count() == 1


def test_one_bad_row_does_not_keep_the_rest_open(world, monkeypatch):
    from projects import operations

    late = {"opens_at": timezone.now() - timedelta(days=9), "closes_at": timezone.now()}
    first, second = make_call(world, **late), make_call(world, **late)
    close = operations.close_call

    def fails_once(call, **about):
        if call == first:
            raise RuntimeError("bad row")
        return close(call, **about)

    monkeypatch.setattr(operations, "close_call", fails_once)
    close_calls()
    assert dict(Call.objects.values_list("pk", "state")) == {first.pk: "published", second.pk: "closed"}
