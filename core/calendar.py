"""Chinese working days: the administrator's table, then the published holidays, then Monday to Friday."""

from datetime import date, timedelta

import chinese_calendar

from core.models import CalendarDay


def is_published(day: date) -> bool:
    """Whether the State Council's holiday arrangement for that year is known to the library."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """True on working days, make-up Saturdays and Sundays included.

    Beyond the years the library knows, Monday to Friday; a page that shows the result then says so.
    """
    declared = CalendarDay.objects.filter(date=day).values_list("is_workday", flat=True).first()
    if declared is not None:
        return declared
    return chinese_calendar.is_workday(day) if is_published(day) else day.weekday() < 5


def add_workdays(day: date, number: int) -> date:
    """The ``number``-th working day after ``day``; the first day is not counted (民事诉讼法 on periods)."""
    left = number
    while left > 0:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def workdays_until(start: date, end: date) -> int:
    """Working days after ``start`` up to and with ``end``; 0 when ``end`` is not later."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_workday(day) for day in days)
