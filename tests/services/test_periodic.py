"""Reminders: the day before, once, whatever happens to the row beside."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Notification
from services import operations
from services.enums import ActivityState
from services.notifications.session import tell_reminder
from services.periodic import _remind, remind_sessions
from tests.cast import make_activity, make_session


def noon(days):
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)


@pytest.fixture
def tomorrow(world, activity):
    return make_session(world, activity, starts_at=noon(1))


def told():
    return sorted(Notification.objects.values_list("recipient__username", "title"))


def test_those_concerned_are_told_once(world, tomorrow):
    for _ in range(2):
        remind_sessions()
    title = "明天有活动：心理减压讲座"
    assert told() == [("community", title), ("worker", title)]
    row = Notification.objects.first()
    assert (row.key, row.url) == (f"session:{tomorrow.pk}:{tomorrow.starts_on}", tomorrow.get_absolute_url())
    assert row.body == f"{tomorrow.starts_on} 12:00，水源地社区，社区职工之家"


def test_a_separate_lead_is_told_too(world):
    make_session(world, make_activity(world, lead=world.supervisor), starts_at=noon(1))
    remind_sessions()
    assert [name for name, _ in told()] == ["community", "supervisor", "worker"]


@pytest.mark.parametrize("days", [0, 2])
def test_other_days_wait(world, activity, days):
    make_session(world, activity, starts_at=noon(days))
    remind_sessions()
    assert told() == []


def test_the_edges_of_tomorrow_are_local(world, activity):
    midnight = noon(1).replace(hour=0)
    for starts_at in (midnight, midnight + timedelta(hours=23)):
        make_session(world, activity, starts_at=starts_at)
    remind_sessions()
    assert len(told()) == 4


def test_drafts_and_cancelled_sessions_are_not_announced(world, tomorrow):
    operations.cancel_session(tomorrow, by=world.worker, note="x")
    make_session(world, make_activity(world, state=ActivityState.DRAFT), starts_at=noon(1))
    Notification.objects.all().delete()
    remind_sessions()
    assert told() == []


def test_a_session_moved_to_another_tomorrow_is_announced_again(world, tomorrow):
    remind_sessions()
    tomorrow.starts_on += timedelta(days=1)
    tell_reminder(tomorrow)
    assert Notification.objects.count() == 4


def test_one_bad_row_does_not_stop_the_others(world, tomorrow, activity, monkeypatch, caplog):
    good = make_session(world, activity, starts_at=noon(1))

    def stumble(session):
        if session == tomorrow:
            raise RuntimeError("a row nobody foresaw")
        tell_reminder(session)

    monkeypatch.setattr("services.periodic.tell_reminder", stumble)
    with caplog.at_level(logging.ERROR, "core.rounds"):
        remind_sessions()
    assert set(Notification.objects.values_list("key", flat=True)) == {f"session:{good.pk}:{good.starts_on}"}
    assert caplog.records[0].getMessage() == f"session {tomorrow.pk} could not be announced"


def test_a_session_cancelled_since_the_list_was_made_is_not_announced(world, tomorrow):
    operations.cancel_session(tomorrow, by=world.worker, note="x")
    Notification.objects.all().delete()
    _remind(tomorrow.pk)
    assert told() == []
