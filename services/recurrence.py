"""The days of a series: pure, without calendar or database."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from dateutil import rrule

from services.enums import SeriesRule

FIFTH = 5
LAST = -1


def days_of(start: date, *, every: str, weekdays: Collection[int] = ()) -> Iterator[date]:
    """Days from ``start`` on, without end. ``weekdays`` (0 is Monday) default to the one of ``start``.

    Monthly means the same weekday of the month: the second Tuesday; the fifth is the last one, as not every month
    has five.
    """
    begin, own = datetime.combine(start, datetime.min.time()), start.weekday()
    if every == SeriesRule.MONTHLY:
        number = (start.day - 1) // 7 + 1
        nth = rrule.weekdays[own](LAST if number == FIFTH else number)
        rule = rrule.rrule(rrule.MONTHLY, dtstart=begin, byweekday=nth)
    else:
        interval = 2 if every == SeriesRule.BIWEEKLY else 1
        rule = rrule.rrule(rrule.WEEKLY, dtstart=begin, interval=interval, byweekday=sorted(weekdays) or own)
    return (moment.date() for moment in rule)
