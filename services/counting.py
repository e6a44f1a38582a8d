"""The one place that defines 场次, 人次 and 人数.

场次 counts held sessions. 人次 adds up the participants' attendance: one per named person and session, plus
anonymous headcounts and their reversals. 人数 counts distinct named participants; it is recounted for every
place and period and never added up. Staff and volunteers are not counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from services.enums import AttendanceRole, SessionState, TimeBand
from services.models import Attendance, Session

SERVED = Q(role=AttendanceRole.PARTICIPANT)
OUTSIDE = Q(time_band=TimeBand.OUTSIDE)


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
    held = held_among(sessions).aggregate(sessions=Count("pk"), outside_sessions=Count("pk", filter=OUTSIDE))
    per_person = participations(sessions).order_by().values("person_id").annotate(times=Sum("headcount"))
    came = per_person.aggregate(
        person_times=Sum("times"),
        named_times=Sum("times", filter=Q(person_id__isnull=False)),
        persons=Count("person_id"),
    )
    return ServiceFigures(**held, **{name: value or 0 for name, value in came.items()})


def grouped_figures(sessions: QuerySet[Session], key: Callable) -> dict:
    """``service_figures`` per group in two queries, empty groups left out.

    ``key`` gets a lookup prefix and returns the expression to group by, e.g.
    ``lambda session: TruncMonth(f"{session}starts_on")``. 人数 is recounted within each group.
    """
    held = held_among(sessions).annotate(group=key("")).values("group").order_by()
    counted = held.annotate(sessions=Count("pk"), outside_sessions=Count("pk", filter=OUTSIDE))
    came = participations(sessions).annotate(group=key("session__")).values("group").order_by()
    came = came.annotate(
        person_times=Sum("headcount"), named_times=Count("person_id"), persons=Count("person_id", distinct=True)
    )
    facts = {row.pop("group"): row for row in counted}
    for row in came:
        facts[row.pop("group")].update(row)
    return {group: ServiceFigures(**row) for group, row in facts.items()}


def held_among(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """What counts as 场次."""
    return sessions.filter(state=SessionState.HELD).order_by()


def attended(session: Session) -> int:
    """人次 of one session so far, whatever its state."""
    came = session.attendances.filter(SERVED).aggregate(times=Sum(F("headcount")))
    return came["times"] or 0
