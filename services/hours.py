"""Hours of volunteers as arithmetic: rounding, the day's limit, and whose claim stands where two claim the same time.

A claim names one period; what counts of it (``counted``) may be several. Pure: no clock, no database.

Rounding. A period counts in half hours, a quarter of an hour up. Where a better claim covers a part, what is left
counts in full half hours only: otherwise one half hour cut in two would count as two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from services.enums import HourSource

STRENGTH = (HourSource.SHIFT, HourSource.CALL_OUT, HourSource.PROJECT, HourSource.SELF)  # the first wins
HALF_HOUR = timedelta(minutes=30)
HALF = Decimal("0.5")

Period = tuple[datetime, datetime]
Periods = tuple[Period, ...]


@dataclass(frozen=True)
class Claimed:
    """What one claim asks for, and what counts of it so far (nothing before it is confirmed)."""

    key: int
    source: str
    period: Period
    counted: Periods = ()


@dataclass(frozen=True)
class Settled:
    """What counts of one claim once ``settle`` has spoken, in which periods and hours; ``by`` covers the rest."""

    key: int
    counted: Periods
    hours: Decimal
    by: int | None = None


def hours_of(starts: datetime, ends: datetime) -> Decimal:
    """Hours of one period, to the half hour; a quarter of an hour counts as a half."""
    return _halves(ends - starts, ROUND_HALF_UP)


def counted_hours(period: Period, counted: Periods) -> Decimal:
    """Hours of what counts of ``period``: all of it rounded, a part of it in full half hours."""
    if counted == (period,):
        return hours_of(*period)
    return _halves(length(counted), ROUND_FLOOR)


def length(periods: Periods) -> timedelta:
    """How long ``periods``, which do not overlap, are together."""
    return sum((ends - starts for starts, ends in periods), timedelta())


def merge(periods: Iterable[Period]) -> Periods:
    """The same time without overlaps, in order; periods that touch become one."""
    merged: list[Period] = []
    for starts, ends in sorted(periods):
        if merged and starts <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        elif starts < ends:
            merged.append((starts, ends))
    return tuple(merged)


def subtract(periods: Iterable[Period], taken: Iterable[Period]) -> Periods:
    """What is left of ``periods`` outside ``taken``."""
    left = list(merge(periods))
    for start, end in taken:
        left = [
            piece
            for starts, ends in left
            for piece in ((starts, min(ends, start)), (max(starts, end), ends))
            if piece[0] < piece[1]
        ]
    return merge(left)


def by_day(periods: Iterable[Period], zone: tzinfo) -> dict[date, Decimal]:
    """Hours on each local day, every day rounded by itself."""
    days: dict[date, timedelta] = {}
    for starts, ends in merge(periods):
        start = starts.astimezone(zone)
        while start < ends:
            midnight = datetime.combine(start.date() + timedelta(days=1), time(), tzinfo=zone)
            end = min(ends, midnight)
            days[start.date()] = days.get(start.date(), timedelta()) + (end - start)
            start = end.astimezone(zone)
    return {day: _halves(spent, ROUND_HALF_UP) for day, spent in days.items()}


def days_over(periods: Iterable[Period], limit: Decimal, zone: tzinfo) -> dict[date, Decimal]:
    """The local days on which ``periods`` come to more than ``limit`` hours."""
    return {day: hours for day, hours in by_day(periods, zone).items() if hours > limit}


def settle(new: Claimed, confirmed: Iterable[Claimed]) -> list[Settled]:
    """What counts of ``new`` and of each confirmed claim it changes; ``new`` comes first.

    The better source keeps the time (``STRENGTH``); of two with the same source, whoever was confirmed first. What is
    left of a claim without a full half hour is nothing.
    """
    overlapping = [other for other in confirmed if other.key != new.key and _overlap(other.counted, new.period)]
    stronger = [other for other in overlapping if _rank(other) <= _rank(new)]
    mine = _settled(new, (new.period,), stronger)
    if not mine.counted:
        return [mine]
    winner = Claimed(new.key, new.source, new.period, mine.counted)
    changed = [_settled(other, other.counted, [winner]) for other in overlapping if other not in stronger]
    return [mine, *(one for one in changed if one.by is not None)]


def _settled(claim: Claimed, wanted: Periods, winners: list[Claimed]) -> Settled:
    left = subtract(wanted, [piece for winner in winners for piece in winner.counted])
    covering = max(winners, key=lambda winner: _shared(winner.counted, wanted), default=None)
    by = covering.key if covering and left != merge(wanted) else None
    hours = counted_hours(claim.period, left)
    return Settled(claim.key, left, hours, by) if hours else Settled(claim.key, (), Decimal(0), by)


def _shared(counted: Periods, wanted: Periods) -> timedelta:
    return length(wanted) - length(subtract(wanted, counted))


def _overlap(counted: Periods, period: Period) -> bool:
    return any(starts < period[1] and period[0] < ends for starts, ends in counted)


def _rank(claim: Claimed) -> int:
    return STRENGTH.index(claim.source)


def _halves(spent: timedelta, rounding: str) -> Decimal:
    halves = Decimal(spent // timedelta(microseconds=1)) / Decimal(HALF_HOUR // timedelta(microseconds=1))
    return halves.quantize(Decimal(1), rounding=rounding) * HALF
