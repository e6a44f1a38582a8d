"""How far a project is: promised, achieved, and what the calendar would expect by now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from orgs.scope import org_paths
from projects.enums import ActualState, Measure, ParameterName, ProjectState
from projects.models import Indicator, ManualActual, Project
from projects.models.project import RUNNING
from projects.parameters import value
from projects.sources import Actual, service_milestones, service_totals, services

ZERO = Decimal(0)
FLAGGED = (*RUNNING, ProjectState.FINAL_REVIEW)  # before and after, nobody can hurry any more
MISSING = {Measure.CASES: "个案模块启用后自动计算"}


@dataclass(frozen=True)
class IndicatorProgress:
    """One indicator on one day. ``actual`` and ``rate`` are ``None`` where nothing can be counted yet (``note`` says
    why); a rate above 1 is kept as it is. ``expected`` is the value the calendar asks for."""

    indicator: Indicator
    actual: Decimal | None
    target: int
    rate: Decimal | None
    expected: Decimal
    is_behind: bool
    url: str = ""
    note: str = ""

    @property
    def lag(self) -> Decimal:
        """Percentage points behind the calendar; negative when ahead, 0 when nothing can be said."""
        return ZERO if self.rate is None else (self.expected / self.target - self.rate) * 100

    @property
    def shown_percent(self) -> int:
        """For a bar, which ends at 100."""
        return min(int((self.rate or ZERO) * 100), 100)

    @property
    def actual_order(self) -> Decimal:
        return ZERO if self.actual is None else self.actual

    @property
    def rate_order(self) -> Decimal:
        return ZERO if self.rate is None else self.rate

    def url_for(self, *, sees_people: bool) -> str:
        """The list behind the figure; nowhere for one whose rows the reader never sees."""
        return self.url if sees_people or self.indicator.measure != Measure.PERSONS else ""


@dataclass(frozen=True)
class PeriodProgress:
    """What had been achieved from the start to the end of one period, or to today in the running one."""

    number: int
    starts_on: date
    ends_on: date
    target: int
    actual: Decimal | None
    url: str
    is_over: bool

    @property
    def is_missed(self) -> bool:
        return self.is_over and self.actual is not None and self.actual < self.target


@dataclass(frozen=True)
class ItemProgress:
    """One promised service beside what was held under its name."""

    title: str
    sessions: int
    held: Decimal
    person_times: Decimal
    url: str


def progress(project: Project, on: date | None = None) -> list[IndicatorProgress]:
    """Every indicator of ``project`` as of ``on`` (default today)."""
    return progress_of(indicators_of(project), on)


def indicators_of(project: Project) -> list[Indicator]:
    """Result by result, each with its periods; two queries."""
    rows = project.indicators.select_related("result").prefetch_related("periods")
    indicators = list(rows.order_by(F("result__number").asc(nulls_first=True), "pk"))
    for indicator in indicators:
        indicator.project = project
    return indicators


def progress_of(indicators: Iterable[Indicator], on: date | None = None) -> list[IndicatorProgress]:
    """The same for indicators of many projects, in a number of queries that does not grow with them."""
    on, indicators = on or timezone.localdate(), list(indicators)
    prefetch_related_objects(indicators, "periods")
    limit = value(ParameterName.BEHIND_POINTS, on)
    found = actuals_of(indicators, on)
    return [judged(indicator, found[indicator.pk], on, limit) for indicator in indicators]


def actuals_of(indicators: list[Indicator], until: date) -> dict[int, Actual | None]:
    """The actual of each indicator from the project's start to ``until``: counted, or approved by hand."""
    counted = service_totals({indicator.project for indicator in indicators}, until) if indicators else {}
    manual = approved_until(indicators, until)
    return {
        pk: found
        for indicator in indicators
        for pk, found in actual_of_each([indicator], counted.get(indicator.project_id, {}), manual).items()
    }


def actual_of_each(
    indicators: list[Indicator], counted: dict[str, Actual], manual: dict[int, Actual]
) -> dict[int, Actual | None]:
    """By indicator pk: what the records of services say, or where they say nothing what was approved by hand."""
    return {
        indicator.pk: manual[indicator.pk] if indicator.measure == Measure.MANUAL else counted.get(indicator.measure)
        for indicator in indicators
    }


def approved_until(indicators: list[Indicator], until: date) -> dict[int, Actual]:
    """The sum of approved manual figures with their list; 0 where none is approved."""
    return approved_by(indicators, [until])[until]


def approved_by(indicators: list[Indicator], days: Iterable[date]) -> dict[date, dict[int, Actual]]:
    """The same as it stood on each of ``days``, in one query."""
    days = list(days)
    rows = ManualActual.objects.filter(indicator__in=indicators, state=ActualState.APPROVED).order_by()
    sums = {f"until_{number}": Sum("value", filter=Q(on__lte=day)) for number, day in enumerate(days)}
    summed = {row["indicator"]: row for row in rows.values("indicator").annotate(**sums)}
    manual = [indicator for indicator in indicators if indicator.measure == Measure.MANUAL]
    return {
        day: {
            indicator.pk: Actual(
                summed.get(indicator.pk, {}).get(f"until_{number}") or ZERO, manual_url(indicator, day)
            )
            for indicator in manual
        }
        for number, day in enumerate(days)
    }


def manual_url(indicator: Indicator, until: date) -> str:
    query = {"indicator": indicator.pk, "state": ActualState.APPROVED, "end": until}
    return f"{reverse('projects:manualactual-list')}?{urlencode(query)}"


def judged(indicator: Indicator, actual: Actual | None, on: date, limit: Decimal) -> IndicatorProgress:
    """Behind means: more than ``limit`` percentage points (configurable default) below what the calendar asks for."""
    target, expected = indicator.target, expected_by(indicator, on)
    if actual is None:
        note = MISSING.get(indicator.measure, "暂无数据来源")
        return IndicatorProgress(indicator, None, target, None, expected, is_behind=False, note=note)
    rate = actual.value / target
    is_behind = indicator.project.state in FLAGGED and (expected / target - rate) * 100 > limit
    return IndicatorProgress(indicator, actual.value, target, rate, expected, is_behind, actual.url)


def expected_by(indicator: Indicator, on: date) -> Decimal:
    """The target in proportion to the days gone by; between the ends of periods, to their cumulative targets."""
    project = indicator.project
    before, reached = project.starts_on - timedelta(days=1), ZERO
    marks = [(period.ends_on, Decimal(period.target)) for period in indicator.periods.all()]
    if not marks or marks[-1][0] < project.ends_on:
        marks.append((project.ends_on, Decimal(indicator.target)))
    for ends_on, target in marks:
        if on < ends_on:
            share = Decimal(max((on - before).days, 0)) / max((ends_on - before).days, 1)
            return reached + (target - reached) * share
        before, reached = ends_on, target
    return reached


def with_periods(project: Project, on: date | None = None) -> list[tuple[IndicatorProgress, list[PeriodProgress]]]:
    """Every indicator as of ``on`` (default today) beside what was achieved by the end of each of its periods; six
    queries, however many there are of either."""
    on, indicators = on or timezone.localdate(), indicators_of(project)
    begun = [period for row in indicators for period in row.periods.all() if period.starts_on <= on]
    found = actuals_by(project, indicators, {on, *(min(period.ends_on, on) for period in begun)})
    limit = value(ParameterName.BEHIND_POINTS, on)
    return [
        (
            judged(indicator, found[on][indicator.pk], on, limit),
            [_of_period(indicator, period, found, on) for period in indicator.periods.all()],
        )
        for indicator in indicators
    ]


def actuals_by(
    project: Project, indicators: list[Indicator], days: Iterable[date]
) -> dict[date, dict[int, Actual | None]]:
    """``actuals_of`` for one project as it stood on each of ``days``."""
    counted = service_milestones(project, days) if indicators else {}
    manual = approved_by(indicators, days)
    return {day: actual_of_each(indicators, counted.get(day, {}), manual[day]) for day in days}


def _of_period(indicator: Indicator, period, found: dict, on: date) -> PeriodProgress:
    actual = found[min(period.ends_on, on)][indicator.pk] if period.starts_on <= on else None
    return PeriodProgress(
        number=period.number, starts_on=period.starts_on, ends_on=period.ends_on, target=period.target,
        actual=actual.value if actual else None, url=actual.url if actual else "", is_over=period.ends_on <= on,
    )  # fmt: skip


def items_of(project: Project, on: date | None = None) -> list[ItemProgress]:
    """Every promised service with the sessions held for it so far."""
    items = list(project.service_items.all())
    if not items:
        return []
    found = services().by_item(project, project.starts_on, on or timezone.localdate())
    none = Actual(ZERO)
    return [
        ItemProgress(
            title=str(item), sessions=item.sessions, held=held.value,
            person_times=found.get(item.pk, {}).get(Measure.PERSON_TIMES, none).value, url=held.url,
        )
        for item in items
        for held in [found.get(item.pk, {}).get(Measure.SESSIONS, none)]
    ]  # fmt: skip


def sees_people(user) -> bool:
    """Whether the lists of people served can be behind a link: an outside expert sees counts, never who came."""
    return bool(org_paths(user))


def ranked(indicators: QuerySet[Indicator], *, only_behind: bool = False) -> list[IndicatorProgress]:
    """Progress of all ``indicators``, those furthest behind the calendar first."""
    rows = progress_of(indicators)
    if only_behind:
        rows = [row for row in rows if row.is_behind]
    return sorted(rows, key=lambda row: (not row.is_behind, -row.lag, row.indicator.pk))
