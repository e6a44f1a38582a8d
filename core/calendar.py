"""Chinese working days: the administrator's table, then the published holidays, then Monday to Friday."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta

import chinese_calendar

from core.models import CalendarDay

_in_hand: ContextVar[dict[date, bool] | None] = ContextVar("declared days", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it the administrator's table is read once, for a page that asks about many days."""
    token = _in_hand.set(dict(CalendarDay.objects.values_list("date", "is_workday")))
    try:
        yield
    finally:
        _in_hand.reset(token)


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
    return _is_worked(day, _declared(day, day))


def add_workdays(day: date, number: int) -> date:
    """The ``number``-th working day after ``day``; the first day is not counted (民事诉讼法 on periods)."""
    left, known_until = number, day
    while left > 0:
        if day >= known_until:  # one query for many days, and another in the rare case that they do not suffice
            known_until = day + timedelta(days=2 * left + 20)
            declared = _declared(day, known_until)
        day += timedelta(days=1)
        left -= _is_worked(day, declared)
    return day


def workdays_until(start: date, end: date) -> int:
    """Working days after ``start`` up to and with ``end``; 0 when ``end`` is not later."""
    days = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    declared = _declared(start, end) if days else {}
    return sum(_is_worked(day, declared) for day in days)


def workdays_among(days: Iterable[date]) -> set[date]:
    """Which of ``days`` are working days; one query however many there are."""
    days = set(days)
    declared = _declared(min(days), max(days)) if days else {}
    return {day for day in days if _is_worked(day, declared)}


def holidays_among(days: Iterable[date]) -> dict[date, str]:
    """The days off among ``days`` that are more than a weekend, with their names: 国庆节, or what was declared.

    A make-up Saturday is none, and beyond the years the library knows there are only the declared ones.
    """
    days = set(days)
    rows = CalendarDay.objects.filter(date__range=(min(days), max(days))) if days else ()
    declared = {row.date: "" if row.is_workday else row.note or "放假" for row in rows}
    names = {day: declared[day] if day in declared else _holiday(day) for day in sorted(days)}
    return {day: name for day, name in names.items() if name}


def _holiday(day: date) -> str:
    is_off, name = chinese_calendar.get_holiday_detail(day) if is_published(day) else (False, None)
    return chinese_calendar.Holiday(name).chinese if is_off and name else ""


def _declared(start: date, end: date) -> dict[date, bool]:
    """What the administrator's table says at least about the days from ``start`` to ``end``."""
    in_hand = _in_hand.get()
    if in_hand is not None:
        return in_hand
    return dict(CalendarDay.objects.filter(date__range=(start, end)).values_list("date", "is_workday"))


def _is_worked(day: date, declared: dict[date, bool]) -> bool:
    if day in declared:
        return declared[day]
    return chinese_calendar.is_workday(day) if is_published(day) else day.weekday() < 5
