"""Periods of days, both ends included, and the ones people ask for by name."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
DAILY_UP_TO = 35  # days; longer periods are drawn by month


@dataclass(frozen=True)
class Period:
    """From ``start`` to ``end``, both days included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def previous(self) -> "Period":
        """The period of equal length right before; a whole month is compared with the whole month before."""
        last = self.start - DAY
        return month_of(last) if self == month_of(self.start) else Period(last - timedelta(days=self.days - 1), last)

    @property
    def is_short(self) -> bool:
        return self.days <= DAILY_UP_TO

    def steps(self) -> list[date]:
        """Every day of a short period, the first of every month of a longer one."""
        if self.is_short:
            return [self.start + timedelta(days=offset) for offset in range(self.days)]
        first = self.start.replace(day=1)
        months = (self.end.year - first.year) * 12 + self.end.month - first.month
        return [_plus_months(first, offset) for offset in range(months + 1)]


def month_of(day: date) -> Period:
    """The whole calendar month ``day`` lies in."""
    first = day.replace(day=1)
    return Period(first, _plus_months(first, 1) - DAY)


def last_twelve_months(today: date) -> Period:
    """A year of days that ends today."""
    try:
        year_ago = today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        year_ago = today.replace(year=today.year - 1, day=28)
    return Period(year_ago + DAY, today)


def asked_period(start: date | None, end: date | None, today: date) -> Period:
    """What somebody asked for, the last twelve months for what they left open."""
    end = end or max(today, start or today)
    return Period(start or last_twelve_months(end).start, end)


def presets(today: date) -> list[tuple[str, Period]]:
    """What the dashboard offers by name; each ends today, so that a running period is not compared with a whole one."""
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [
        ("本月", Period(today.replace(day=1), today)),
        ("本季", Period(quarter, today)),
        ("本年", Period(today.replace(month=1, day=1), today)),
        ("近12个月", last_twelve_months(today)),
    ]


def _plus_months(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)
