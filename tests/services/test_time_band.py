"""8小时内 / 8小时外 by the clock and the Chinese working calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.models import CalendarDay
from services.enums import TimeBand
from services.time_band import band_of, note_on

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def in_shenyang():
    with timezone.override(SHANGHAI):
        yield


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("starts_at", "band"),
    [
        ("2026-03-04T09:00", TimeBand.INSIDE),  # a Wednesday
        ("2026-03-04T08:59", TimeBand.OUTSIDE),
        ("2026-03-04T16:59", TimeBand.INSIDE),
        ("2026-03-04T17:00", TimeBand.OUTSIDE),
        ("2026-03-07T10:00", TimeBand.OUTSIDE),  # a Saturday
        ("2024-09-14T10:00", TimeBand.INSIDE),  # a Saturday worked to make up for Mid-Autumn
        ("2024-10-01T10:00", TimeBand.OUTSIDE),  # National Day, a Tuesday
        ("2035-06-06T10:00", TimeBand.INSIDE),  # a Wednesday beyond the published calendar
        ("2035-06-09T10:00", TimeBand.OUTSIDE),  # a Saturday beyond it
    ],
)
def test_band(db, starts_at, band):
    assert band_of(at(starts_at)) == band


def test_the_moment_counts_in_local_time(db):
    """01:30 UTC is half past nine in Shenyang."""
    assert band_of(datetime(2026, 3, 4, 1, 30, tzinfo=ZoneInfo("UTC"))) == TimeBand.INSIDE


def test_a_declared_day_wins(db):
    CalendarDay.objects.create(date="2026-03-04", is_workday=False)
    assert band_of(at("2026-03-04T10:00")) == TimeBand.OUTSIDE


def test_working_hours_are_a_setting(db, settings):
    settings.WORKING_HOURS = (8, 18)
    assert band_of(at("2026-03-04T17:30")) == TimeBand.INSIDE


def test_unpublished_years_are_said_to_be_so(db):
    assert note_on(at("2026-03-04T10:00")) == ""
    assert "尚未公布" in note_on(at("2035-06-06T10:00"))
