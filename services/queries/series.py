"""Reads worth a name: the days a series would take, before it is saved: series."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice, takewhile

from django.db.models import QuerySet
from django.utils import timezone

from core.calendar import holidays_among
from projects.models import Project
from services.enums import SeriesRule, SessionState
from services.models import Series, Session
from services.queries.clash import Clash
from services.recurrence import days_of


@dataclass
class SlotOfSeries:
    """One day of a series to be: what is off that day, whether it is left out, and what is in the way."""

    starts_at: datetime
    ends_at: datetime
    holiday: str = ""
    is_skipped: bool = False
    clashes: list[Clash] = field(default_factory=list)

    @property
    def on(self) -> date:
        return timezone.localtime(self.starts_at).date()


def series_slots(
    project: Project,
    *,
    starts_at: datetime,
    ends_at: datetime,
    count: int,
    every: str = SeriesRule.WEEKLY,
    weekdays: Collection[int] = (),
    skip_days_off: bool = False,
) -> list[SlotOfSeries]:
    """The first ``count`` days at these local hours within the project's period, and the skipped days between them.

    ``skip_days_off`` leaves out holidays, not the weekends a series may be meant for. Fewer than ``count`` when the
    period ends before. One query, for the calendar.
    """
    start = timezone.localtime(starts_at)
    days = takewhile(lambda day: day <= project.ends_on, days_of(start.date(), every=every, weekdays=weekdays))
    days = list(islice(days, 2 * count + 20))  # no two thirds of a year's weekdays are holidays
    off = holidays_among(days)
    slots, found = [], 0
    for day in days:
        skipped = skip_days_off and day in off
        slots.append(SlotOfSeries(at(day, starts_at), at(day, ends_at), off.get(day, ""), skipped))
        found += not skipped
        if found == count:
            break
    return slots


def at(day: date, moment: datetime) -> datetime:
    """The local hour of ``moment`` on ``day``."""
    return timezone.make_aware(datetime.combine(day, timezone.localtime(moment).time()))


def retimed(session: Session, starts: time | None, ends: time | None) -> tuple[datetime, datetime]:
    """Start and end on the session's own day, with the new local hours where there are some."""
    day = timezone.localtime(session.starts_at).date()
    hours = ((starts, session.starts_at), (ends, session.ends_at))
    return tuple(timezone.make_aware(datetime.combine(day, new)) if new else at(day, old) for new, old in hours)


def still_to_come(series: Series, from_session: Session | None = None) -> QuerySet[Session]:
    """Planned sessions of the series that have not begun, from ``from_session`` on, soonest first."""
    rows = series.sessions.filter(state=SessionState.PLANNED, starts_at__gt=timezone.now(), attendances=None)
    if from_session is not None:
        rows = rows.filter(starts_at__gte=from_session.starts_at)
    return rows.order_by("starts_at", "pk")
