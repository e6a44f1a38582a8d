"""The one place that defines 场次, 人次 and 人数.

场次 counts held sessions. 人次 adds up the participants' attendance: one per named person and session, plus
anonymous headcounts and their reversals. 人数 counts distinct named participants; it is recounted for every
place and period and never added up. Staff and volunteers are not counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from services.enums import AttendanceRole, SessionState, TimeBand
from services.models import Attendance, Session

SERVED = Q(role=AttendanceRole.PARTICIPANT)
OUTSIDE = Q(time_band=TimeBand.OUTSIDE)
# What follows from the sessions alone: a trigger keeps each one's 人次 as its attendance is recorded.
PER_SESSION = {
    "sessions": Count("pk"),
    "outside_sessions": Count("pk", filter=OUTSIDE),
    "times": Sum("person_times"),
    "named": Sum("named_times"),
}


def of_sessions(row: dict) -> dict:
    """``PER_SESSION`` of one group under the names ``ServiceFigures`` has for it."""
    names = ("sessions", "outside_sessions", "person_times", "named_times")
    return {name: row[key] or 0 for name, key in zip(names, PER_SESSION, strict=True)}


@dataclass(frozen=True)
class ServiceFigures:
    """What a set of sessions amounts to."""

    sessions: int = 0
    person_times: int = 0
    named_times: int = 0
    persons: int = 0
    outside_sessions: int = 0

    @property
    def unnamed_times(self) -> int:
        """人次 of people nobody asked for their name; they never enter 人数."""
        return self.person_times - self.named_times

    @property
    def outside_share(self) -> Decimal | None:
        """Share of the sessions outside working hours, 0 to 1; None without sessions."""
        return Decimal(self.outside_sessions) / self.sessions if self.sessions else None


def participations(sessions: QuerySet[Session]) -> QuerySet[Attendance]:
    """The attendance rows that count for ``sessions``: participants of the held ones."""
    return Attendance.objects.filter(SERVED, session__in=held_among(sessions).values("pk"))


def service_figures(sessions: QuerySet[Session]) -> ServiceFigures:
    """Figures of the held sessions among ``sessions`` (already scoped, any order); two queries."""
    held = held_among(sessions).aggregate(**PER_SESSION)
    named = participations(sessions).filter(person__isnull=False).order_by()
    persons = named.values("person_id").distinct().count()
    return ServiceFigures(persons=persons, **of_sessions(held))


def grouped_figures(sessions: QuerySet[Session], key: Callable) -> dict:
    """``service_figures`` per group in two queries, empty groups left out.

    ``key`` gets a lookup prefix and returns the expression to group by, e.g.
    ``lambda session: TruncMonth(f"{session}starts_on")``. 人数 is recounted within each group.
    """
    held = held_among(sessions).annotate(group=key("")).values("group").order_by()
    came = participations(sessions).annotate(group=key("session__")).values("group").order_by()
    came = came.annotate(persons=Count("person_id", distinct=True))
    facts = {row["group"]: of_sessions(row) for row in held.annotate(**PER_SESSION)}
    for row in came:
        facts[row.pop("group")].update(row)
    return {group: ServiceFigures(**row) for group, row in facts.items()}


def grouped_hours(sessions: QuerySet[Session], key: Callable) -> dict[object, Decimal]:
    """服务时长 per group (``key`` as in ``grouped_figures``): the length of the held sessions, however many workers
    were there. The sum is rounded to the half hour; preparation does not count."""
    held = held_among(sessions).annotate(group=key("")).values("group").order_by()
    summed = held.annotate(length=Sum(F("ends_at") - F("starts_at")))
    return {row["group"]: half_hours(row["length"]) for row in summed}


def half_hours(length: timedelta) -> Decimal:
    """Hours, rounded half up to 0.5."""
    halves = Decimal(int(length.total_seconds())) / 1800
    return halves.quantize(Decimal(1), ROUND_HALF_UP) / 2


def held_among(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """What counts as 场次."""
    return sessions.filter(state=SessionState.HELD).order_by()
