"""The days of a series, without a database."""

from datetime import date
from itertools import islice

import pytest

from services.recurrence import days_of

TUESDAY = date(2026, 3, 10)  # the second of its month


def first(number, start, **rule):
    return [day.isoformat()[5:] for day in islice(days_of(start, **rule), number)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"every": "weekly"}, ["03-10", "03-17", "03-24", "03-31"]),
        ({"every": "biweekly"}, ["03-10", "03-24", "04-07", "04-21"]),
        ({"every": "monthly"}, ["03-10", "04-14", "05-12", "06-09"]),
        ({"every": "weekly", "weekdays": [3, 1]}, ["03-10", "03-12", "03-17", "03-19"]),
        ({"every": "biweekly", "weekdays": [0, 1]}, ["03-10", "03-23", "03-24", "04-06"]),
        ({"every": "weekly", "weekdays": [0]}, ["03-16", "03-23", "03-30", "04-06"]),
    ],
)
def test_days(rule, days):
    assert first(4, TUESDAY, **rule) == days


def test_the_fifth_tuesday_is_the_last_one():
    assert first(3, date(2026, 3, 31), every="monthly") == ["03-31", "04-28", "05-26"]
