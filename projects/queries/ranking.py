"""The scores of a call put together: who stands where, who is recommended, how evenly the money would lie."""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone

from orgs.enums import Tier, UnionLevel
from orgs.models import Organization
from projects import panel, parameters
from projects.enums import ApplicationState, CallState, ParameterName
from projects.models import Application, Call, Panelist, Project, ScoreSheet, SpreadNote
from projects.models.project import FUNDED, UNENDED
from projects.queries.promotion import fell_through
from projects.queries.review import SCORED, rule_day

TAKEN = (ApplicationState.PROPOSED, ApplicationState.PUBLICITY, ApplicationState.AWARDED)


@dataclass(frozen=True)
class Row:
    """One application with what each seated expert gave it (``None``: not signed yet)."""

    application: Application
    totals: list[Decimal | None]
    sheets: list[int | None]
    spread: Decimal
    explanation: str
    average: Decimal | None
    place: panel.Place | None = None

    @property
    def is_complete(self) -> bool:
        return None not in self.totals


@dataclass(frozen=True)
class Standing:
    """Everything a ranking is made of; ``selection`` exists once every sheet is signed."""

    call: Call
    seats: list[Panelist]
    rows: list[Row]
    limit: Decimal
    floor: Decimal
    selection: panel.Selection | None
    fallen: frozenset[int] = frozenset()  # awarded, and ended before they began

    @property
    def missing(self) -> int:
        return sum(row.totals.count(None) for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return bool(self.rows) and bool(self.seats) and self.missing == 0

    @property
    def unexplained(self) -> list[Row]:
        return [row for row in self.rows if row.spread > self.limit and not row.explanation]


def standing(call: Call) -> Standing:
    """The scores of the round under way; a fixed number of queries for any number of applications."""
    applications = call.applications.filter(state__in=SCORED).defer("content")  # long, and no score depends on it
    applications = applications.select_related("contractor", "organization")
    seats = list(call.panelists.seated().select_related("expert").order_by("pk"))
    signed: dict[tuple, tuple] = {
        (application, seat): (pk, total)
        for pk, application, seat, total in ScoreSheet.objects.counting()
        .filter(application__call=call)
        .values_list("pk", "application_id", "panelist_id", "total")
    }
    notes = dict(
        SpreadNote.objects.filter(application__call=call, round=call.review_round).values_list("application_id", "text")
    )
    drops = panel.drops(call.procedure, call.drops_extremes)
    rows = [_row(one, seats, signed, notes.get(one.pk, ""), drops) for one in applications.order_by("pk")]
    floor = parameters.value(ParameterName.PASS_MARK, rule_day(call))
    limit = parameters.value(ParameterName.SPREAD_LIMIT, rule_day(call))
    return _placed(Standing(call, seats, rows, limit, floor, None))


def _row(application, seats, signed, explanation, drops) -> Row:
    found = [signed.get((application.pk, seat.pk), (None, None)) for seat in seats]
    totals = [total for _, total in found]
    given = [total for total in totals if total is not None]
    mean = panel.average(panel.kept(given, drops_extremes=drops)) if given and len(given) == len(totals) else None
    return Row(application, totals, [pk for pk, _ in found], panel.spread(given), explanation, mean)


def _placed(found: Standing) -> Standing:
    """With ranks, once nothing is missing any more."""
    if not found.is_complete:
        return found
    places = panel.ranking(entry_of(row) for row in found.rows)
    by_key = {row.application.pk: row for row in found.rows}
    rows = [Row(**(vars(by_key[place.entry.key]) | {"place": place})) for place in places]
    call, applications = found.call, [row.application for row in rows]
    if any(one.state == ApplicationState.REVIEWING for one in applications):
        chosen = panel.select(places, amount=call.amount, weak_share=call.weak_share, floor=found.floor)
        return replace(found, rows=rows, selection=chosen)
    fallen = frozenset(fell_through().filter(application__call=call).values_list("application_id", flat=True))
    return replace(found, rows=rows, selection=_recorded(call, applications, fallen), fallen=fallen)


def _recorded(call: Call, applications: list[Application], fallen: frozenset[int]) -> panel.Selection:
    """What was decided: who was promoted counts, whose project fell through no longer does."""
    taken = [one for one in applications if one.state in TAKEN and one.pk not in fallen]
    return panel.Selection(
        proposed=[one.pk for one in taken],
        reserve=[one.pk for one in applications if one.state == ApplicationState.RESERVE],
        not_selected=[one.pk for one in applications if one.state == ApplicationState.NOT_SELECTED],
        amount=sum((one.amount for one in taken), Decimal(0)),
        weak_amount=sum((one.amount for one in taken if one.is_weak), Decimal(0)),
        quota=panel.quota_of(call.amount, call.weak_share),
    )


def communities_over_limit(found: Standing) -> list[tuple[Organization, int]]:
    """Where the recommended applications and the projects under way are together more than a community may have."""
    limit = parameters.days(ParameterName.COMMUNITY_LIMIT, rule_day(found.call))
    proposed = [row.application for row in found.rows if row.application.pk in found.selection.proposed]
    new = Counter(one.organization_id for one in proposed)
    first = min((one.starts_on for one in proposed if one.starts_on), default=timezone.localdate())
    under_way = Project.objects.filter(organization__in=new, state__in=UNENDED, ends_on__gte=first)
    old = Counter(under_way.values_list("organization_id", flat=True))
    places = {one.organization_id: one.organization for one in proposed}
    return [(place, old[key] + new[key]) for key, place in places.items() if old[key] + new[key] > limit]


def entry_of(row: Row) -> panel.Entry:
    one = row.application
    return panel.Entry(one.pk, row.average, one.amount, one.has_union, one.is_weak, one.submitted_at or one.created_at)


@dataclass(frozen=True)
class WhatIf:
    """公平系数 of the purchaser's year, without and with the recommended applications."""

    before: Decimal | None
    after: Decimal | None
    weak_places: int
    places: int


def what_if(call: Call, amount: Decimal, weak_amount: Decimal) -> WhatIf:
    """How evenly the year's money would lie if ``amount`` (``weak_amount`` of it weak) were approved.

    By the number of graded communities: money of the fund's year in weak ones over all money, divided by the part
    weak ones are of all that are graded in the territory.
    """
    territory = Organization.objects.filter(path__startswith=call.organization.path, level=UnionLevel.COMMUNITY)
    graded = territory.exclude(tier="").order_by()
    counted = graded.aggregate(places=Count("pk"), weak=Count("pk", filter=Q(tier=Tier.WEAK)))
    funded = Project.objects.filter(
        state__in=FUNDED, fund__year=call.fund.year, organization__path__startswith=call.organization.path
    ).values_list("budget", "organization__tier")
    spent = sum((budget for budget, _ in funded), Decimal(0))
    weak = sum((budget for budget, tier in funded if tier == Tier.WEAK), Decimal(0))
    around = (counted["weak"], counted["places"])
    return WhatIf(
        panel.fairness(weak, spent, *around), panel.fairness(weak + weak_amount, spent + amount, *around), *around
    )


def added_by(found: Standing) -> tuple:
    """Money the recommendation adds to the year; nothing once its projects are counted themselves."""
    if found.call.state == CallState.DONE:
        return 0, 0
    return found.selection.amount, found.selection.weak_amount
