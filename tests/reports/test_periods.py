"""Arithmetic of days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import change, signed
from reports.periods import Period, asked_period, last_twelve_months, month_of, presets

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(0, 4000))
def test_the_previous_period_is_as_long_and_ends_the_day_before(start, length):
    period = Period(start, start + timedelta(days=length))
    before = period.previous
    assert before.end == start - timedelta(days=1)
    assert before.days == period.days or (period == month_of(start) and before == month_of(before.end))


@given(DAYS, st.integers(0, 4000))
def test_steps_cover_the_period_in_order(start, length):
    period = Period(start, start + timedelta(days=length))
    steps = period.steps()
    assert steps == sorted(set(steps))
    assert steps[0] <= start and steps[-1] <= period.end
    assert len(steps) == period.days if period.is_short else steps[-1] == period.end.replace(day=1)


@given(DAYS)
def test_twelve_months_are_a_year_of_days(today):
    assert last_twelve_months(today).days in (365, 366)


@given(DAYS)
def test_presets_end_today_and_grow(today):
    periods = [period for _, period in presets(today)]
    assert {period.end for period in periods} == {today}
    assert periods[0].days <= periods[1].days <= periods[2].days <= 366


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, Period(date(2025, 11, 23), TODAY)),
        (date(2026, 1, 1), None, Period(date(2026, 1, 1), TODAY)),
        (None, date(2024, 2, 29), Period(date(2023, 3, 1), date(2024, 2, 29))),
        (date(2027, 1, 1), None, Period(date(2027, 1, 1), date(2027, 1, 1))),
        (date(2026, 3, 1), date(2026, 3, 31), Period(date(2026, 3, 1), date(2026, 3, 31))),
    ],
)
def test_what_is_left_open_is_the_last_twelve_months(start, end, expected):
    assert asked_period(start, end, TODAY) == expected


def test_a_whole_month_is_compared_with_the_month_before():
    assert month_of(date(2026, 3, 9)).previous == month_of(date(2026, 2, 1))
    assert Period(date(2026, 3, 1), date(2026, 3, 22)).previous == Period(date(2026, 2, 7), date(2026, 2, 28))


def test_changes_read_well():
    assert (change(5, 5), change(1234, 4), change(4, 1234)) == ("与上期持平", "比上期 +1,230", "比上期 −1,230")
    assert signed(-0.25, "{:.2f}") == "−0.25"


@pytest.mark.parametrize(
    ("now", "text"), [("1000.00", "比上期 +900.0%"), ("1000.01", "上期为 100.00"), ("50.00", "比上期 −50.0%")]
)
def test_money_that_rose_from_next_to_nothing_shows_what_it_rose_from(now, text):
    assert change(Decimal(now), Decimal("100.00")) == text
