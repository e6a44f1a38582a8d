"""Every counting rule of the platform (统计口径). Pages, API, indicators, reports and dashboards count by these alone.

场次 (sessions)
    Sessions confirmed as held (``SessionState.HELD``), which takes at least one participant or a headcount. An
    activity of several days has one session for each day or meeting, and each is one 场. Dated by the day it happened.
人次 (person-times)
    The sum over participants' attendance at held on-site sessions: a named person at one session is 1, a headcount its
    number. The same person at two sessions of one day is 2. A correction carries the opposite sign and takes back what
    it reverses; reversing the correction puts it back.
人数 (persons)
    Distinct named participants whose row stands, i.e. was not taken back, or was put back. Headcounts have no
    names and never enter it; they stand beside it as 未实名人次. It is counted anew for every place, project and period
    and never added up: a month, a quarter and a year are three counts. Two records of one human being are one person
    once they are merged (``orgs.operations.merge_people``).
受益面 (who benefits)
    Direct benefit is 人数. Only the role 服务对象 counts; staff, social workers and volunteers at work do not. Families
    reached indirectly are not recorded and never added.
线上 (online)
    观看人次 and 观看人数 of online sessions are columns of their own, never merged with 人次 and 人数 on site. A visit
    shorter than the minimum (``Attendance.is_counted`` is False; configurable default 5 minutes) does not count.
    Online sessions are held sessions: they enter 场次 and 服务小时.
服务小时 (hours)
    The sum of end minus start over held sessions, the sum rounded half up to 0.5 h. 社工投入工时 adds up every worker
    present (``Session.workers``), so two workers at a session of two hours are 4. Preparation is in neither; where it
    is asked for it is a column of its own.
覆盖率 (coverage)
    Served 人数 over the number of people who should be served; no rate without that base's number, source and date
    (``services.models.ServiceBase``).
完成率 (completion)
    Achieved over promised, shown as it is; only scoring stops at 100 %.
工时折算 (converted hours)
    What a session stands for with preparation and records, by its size. There is no national standard: the values are
    settings of the rule centre, to be set as the contract says; each session takes those of its own day.
补录 (late entries)
    Count in the period in which they happened, whenever they were entered. A report finished before keeps its figures
    as the snapshot (快照版) and shows the recount (重算版) with the difference (``reports.recount``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    Case,
    Count,
    DecimalField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from projects.enums import ParameterName
from projects.models import Parameter
from projects.parameters import DEFAULTS
from services.enums import AttendanceRole, SessionState, TimeBand
from services.models import Attendance, Session

SERVED = Q(role=AttendanceRole.PARTICIPANT, is_counted=True)
OUTSIDE = Q(time_band=TimeBand.OUTSIDE)
ONLINE = Q(is_online=True)
CONVERSION = (
    ParameterName.SMALL_ACTIVITY_HOURS, ParameterName.MEDIUM_ACTIVITY_HOURS, ParameterName.LARGE_ACTIVITY_HOURS,
    ParameterName.MEDIUM_ACTIVITY, ParameterName.LARGE_ACTIVITY,
)  # fmt: skip


def per_session(within: Q | None = None) -> dict:
    """What follows from sessions alone, or from those ``within``: a trigger keeps the 人次 of each as people come."""
    some = within or Q()
    return {
        "sessions": Count("pk", filter=within),
        "outside": Count("pk", filter=OUTSIDE & some),
        "times": Sum("person_times", filter=~ONLINE & some),
        "named": Sum("named_times", filter=~ONLINE & some),
        "watching": Count("pk", filter=ONLINE & some),
        "views": Sum("person_times", filter=ONLINE & some),
    }


PER_SESSION = per_session()


def of_sessions(row: dict) -> dict:
    """``PER_SESSION`` of one group under the names ``ServiceFigures`` has for it."""
    names = ("sessions", "outside_sessions", "person_times", "named_times", "online_sessions", "online_times")
    return {name: row[key] or 0 for name, key in zip(names, PER_SESSION, strict=True)}


@dataclass(frozen=True)
class ServiceFigures:
    """What a set of sessions amounts to; 人次 and 人数 are those on site, ``online_…`` stand apart."""

    sessions: int = 0
    person_times: int = 0
    named_times: int = 0
    persons: int = 0
    outside_sessions: int = 0
    online_sessions: int = 0
    online_times: int = 0
    online_persons: int = 0

    @property
    def unnamed_times(self) -> int:
        """人次 of people nobody asked for their name; they never enter 人数."""
        return self.person_times - self.named_times

    @property
    def outside_share(self) -> Decimal | None:
        """Share of the sessions outside working hours, 0 to 1; None without sessions."""
        return Decimal(self.outside_sessions) / self.sessions if self.sessions else None


def held_among(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """What counts as 场次."""
    return sessions.filter(state=SessionState.HELD).order_by()


def counting_rows(attendances: QuerySet[Attendance], *, online: bool = False) -> QuerySet[Attendance]:
    """Those rows whose ``headcount`` adds up to 人次, or to 观看人次 with ``online``: corrections are among them."""
    return attendances.filter(SERVED, session__state=SessionState.HELD, session__is_online=online)


def standing(attendances: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """The named rows that were not taken back: the last correction of each, if there is any, put it back."""
    # Two anti-joins: an outer join for "not reversed itself" the planner takes for one row, and loops over a million.
    is_reversed = Exists(Attendance.objects.filter(reverses=OuterRef("pk")))
    last_taken_back = Attendance.objects.filter(~is_reversed, original=OuterRef("pk"), headcount__lt=0)
    return attendances.filter(~Exists(last_taken_back), person__isnull=False)


def participations(sessions: QuerySet[Session]) -> QuerySet[Attendance]:
    """One row per person and held session among ``sessions``, on site or online: what 人数 is counted from."""
    rows = Attendance.objects.filter(SERVED, session__in=held_among(sessions).values("pk"))
    return standing(rows).order_by()


def service_figures(sessions: QuerySet[Session]) -> ServiceFigures:
    """Figures of the held sessions among ``sessions`` (already scoped, any order); two queries."""
    held = held_among(sessions).aggregate(**PER_SESSION)
    return ServiceFigures(**of_sessions(held), **participations(sessions).aggregate(**_persons(held["watching"])))


def grouped_figures(sessions: QuerySet[Session], key: Callable) -> dict:
    """``service_figures`` per group in two queries, empty groups left out.

    ``key`` gets a lookup prefix and returns the expression to group by, e.g.
    ``lambda session: TruncMonth(f"{session}starts_on")``. 人数 is recounted within each group.
    """
    held = held_among(sessions).annotate(group=key("")).values("group").annotate(**PER_SESSION)
    facts = {row["group"]: of_sessions(row) for row in held}
    came = participations(sessions).annotate(group=key("session__")).values("group")
    for row in came.annotate(**_persons(any(row["online_sessions"] for row in facts.values()))):
        facts[row.pop("group")].update(row)
    return {group: ServiceFigures(**row) for group, row in facts.items()}


def _persons(has_online) -> dict:
    """人数 on site and online; where nothing is online the split would only cost a sort more."""
    if not has_online:
        return {"persons": Count("person_id", distinct=True)}
    online = Q(session__is_online=True)
    return {
        "persons": Count("person_id", distinct=True, filter=~online),
        "online_persons": Count("person_id", distinct=True, filter=online),
    }


def grouped_hours(sessions: QuerySet[Session], key: Callable) -> dict[object, Decimal]:
    """服务小时 per group (``key`` as in ``grouped_figures``), however many workers were there."""
    held = held_among(sessions)
    summed = held.annotate(group=key("")).values("group").annotate(length=Sum(F("ends_at") - F("starts_at")))
    return {row["group"]: half_hours(row["length"]) for row in summed}


def half_hours(length: timedelta) -> Decimal:
    """Hours, rounded half up to 0.5."""
    halves = Decimal(int(length.total_seconds())) / 1800
    return halves.quantize(Decimal(1), ROUND_HALF_UP) / 2


@dataclass(frozen=True)
class ConversionRates:
    """Hours a session stands for by its size; ``medium`` and ``large`` are the 人次 from which a session is one."""

    small_hours: Decimal
    medium_hours: Decimal
    large_hours: Decimal
    medium: int
    large: int

    @classmethod
    def since(cls) -> list[tuple[date, "ConversionRates"]]:
        """Every change of them with its first day, the newest first."""
        known, found = {name: DEFAULTS[name] for name in CONVERSION}, {}
        found[date.min] = cls._of(known)
        rows = Parameter.objects.filter(name__in=CONVERSION).order_by("valid_from", "pk")
        for name, number, day in rows.values_list("name", "value", "valid_from"):
            known[name] = number
            found[day] = cls._of(known)
        return sorted(found.items(), reverse=True)

    @classmethod
    def _of(cls, known: dict[str, Decimal]) -> "ConversionRates":
        *hours, medium, large = (known[name] for name in CONVERSION)
        return cls(*hours, int(medium), int(large))


def converted() -> Case:
    """工时折算 of one session: the hours of its size, as the rule centre had them on its day."""
    sizes = [
        When(starts_on__gte=day, person_times__gte=number, then=Value(hours))
        for day, rates in ConversionRates.since()
        for number, hours in (
            (rates.large, rates.large_hours), (rates.medium, rates.medium_hours), (0, rates.small_hours)
        )
    ]  # fmt: skip
    return Case(*sizes, output_field=DecimalField(max_digits=10, decimal_places=1))


@dataclass(frozen=True)
class Effort:
    """What was put in: 服务小时, 社工投入工时 and 工时折算 of a set of sessions."""

    hours: Decimal = Decimal(0)
    worker_hours: Decimal = Decimal(0)
    converted_hours: Decimal = Decimal(0)


def effort(sessions: QuerySet[Session]) -> Effort:
    """Of the held ones among ``sessions`` (already scoped); three queries."""
    held, length = held_among(sessions), Sum(F("ends_at") - F("starts_at"))
    found = held.aggregate(length=length, converted=Sum(converted()))
    worked = held.filter(workers__isnull=False).aggregate(length=length)["length"]
    hours, worker_hours = half_hours(found["length"] or timedelta()), half_hours(worked or timedelta())
    return Effort(hours, worker_hours, found["converted"] or Decimal(0))


def with_effort(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The held sessions with what ``effort`` adds up: ``length``, ``present`` workers, ``worked`` and ``converted``."""
    workers = Session.workers.through.objects.filter(session=OuterRef("pk")).order_by().values("session")
    present = Coalesce(Subquery(workers.annotate(number=Count("pk")).values("number")), 0)
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), DurationField())
    rows = sessions.filter(state=SessionState.HELD).annotate(length=length, present=present)
    return rows.annotate(worked=ExpressionWrapper(F("length") * F("present"), DurationField()), converted=converted())


@dataclass(frozen=True)
class Base:
    """How many people should be served (应服务对象底数), who says so and as of when."""

    number: int
    source: str
    as_of: date

    def __post_init__(self):
        if self.number < 1 or not self.source.strip():
            raise ValueError("a base is a number of people with its source")

    def __str__(self):
        return f"底数{self.number:,}人，{self.source}，{self.as_of:%Y-%m-%d}"


def coverage(persons: int, base: Base | None) -> Decimal | None:
    """覆盖率 as a share; None without a base. Above 1 it is kept as it is: the base is what needs a look."""
    return None if base is None else Decimal(persons) / base.number
