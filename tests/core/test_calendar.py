"""Working days: the administrator's word, then the published holidays, then Monday to Friday."""

from datetime import date

import pytest

from core.calendar import add_workdays, is_published, is_workday, one_reading
from core.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 9, 28), True),  # a Sunday worked before National Day
        (date(2025, 10, 1), False),  # National Day, a Wednesday
        (date(2025, 10, 11), True),  # a Saturday worked after it
        (date(2025, 1, 28), False),  # Spring Festival's eve, a Tuesday
        (date(2025, 6, 4), True),  # an ordinary Wednesday
        (date(2025, 6, 7), False),  # an ordinary Saturday
    ],
)
def test_published_years(day, expected):
    assert (is_published(day), is_workday(day)) == (True, expected)


@pytest.mark.parametrize(("day", "expected"), [(date(2035, 10, 1), True), (date(2035, 10, 6), False)])
def test_beyond_the_published_years_monday_to_friday(day, expected):
    assert (is_published(day), is_workday(day)) == (False, expected)


@pytest.mark.parametrize(
    ("day", "declared"), [(date(2025, 10, 1), True), (date(2025, 6, 4), False), (date(2035, 10, 1), False)]
)
def test_the_administrators_word_comes_first(day, declared):
    CalendarDay.objects.create(date=day, is_workday=declared, note="市里安排")
    assert is_workday(day) is declared


def test_one_reading_serves_many_days(django_assert_num_queries):
    CalendarDay.objects.create(date=date(2025, 6, 4), is_workday=False, note="市里安排")
    alone = [add_workdays(date(2025, 6, 3), number) for number in (1, 5, 60)]
    with django_assert_num_queries(1), one_reading():
        assert [add_workdays(date(2025, 6, 3), number) for number in (1, 5, 60)] == alone
        assert is_workday(date(2025, 6, 4)) is False
    CalendarDay.objects.all().delete()
    assert is_workday(date(2025, 6, 4)) is True
