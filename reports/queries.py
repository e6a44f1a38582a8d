"""The figures of a place and period, for whoever asks: every row starts at ``visible_to``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, F, QuerySet, Sum, When
from django.db.models.functions import Substr, TruncMonth

from evaluations.models import Rating
from evaluations.queries import score_counts
from evaluations.scoring import Satisfaction, satisfaction
from orgs.enums import OrganizationKind, Tier, UnionLevel
from orgs.models import Organization
from orgs.scope import STEP, grants_of, org_paths
from projects.enums import EntryKind
from projects.models import LedgerEntry, Project
from reports.periods import Period
from services.counting import ServiceFigures, grouped_figures, service_figures
from services.models import Session

NO_MONEY = Decimal("0.00")
NO_SERVICES = ServiceFigures()
NO_RATINGS = satisfaction({})
WEAK_FIRST = Case(When(tier=Tier.WEAK, then=0), When(tier=Tier.ORDINARY, then=1), default=2)


@dataclass(frozen=True)
class Statistics:
    """What one place did in one period, as one viewer may see it. Money in yuan."""

    projects: int = 0
    committed: Decimal = NO_MONEY
    paid: Decimal = NO_MONEY
    services: ServiceFigures = NO_SERVICES
    satisfaction: Satisfaction = NO_RATINGS


@dataclass(frozen=True)
class Rows:
    """The rows behind the figures: visible to the viewer, in the place, in the period."""

    projects: QuerySet[Project]
    entries: QuerySet[LedgerEntry]
    sessions: QuerySet[Session]
    ratings: QuerySet[Rating]


@dataclass(frozen=True)
class Part:
    """One line of a breakdown: a place below, or (without ``code``) the place's own level."""

    name: str
    code: str
    statistics: Statistics
    is_reachable: bool = True


def home_of(user) -> Organization | None:
    """Where the viewer's dashboard starts: the identity's organization, for a party body the territory it leads."""
    organization = next((grant.organization for grant in grants_of(user)), None)
    if organization is None or organization.reach == organization.path:
        return organization
    return Organization.objects.get(path=organization.reach)


def reachable(user) -> QuerySet[Organization]:
    """The organizations whose figures the viewer may ask for: those a role of theirs covers."""
    return Organization.objects.managed_by(user)


def find_place(user, code: str) -> Organization | None:
    """The organization asked for by ``code`` if within reach, one's home for no or one's own code, else ``None``."""
    home = home_of(user)
    if home is not None and code in ("", home.code):
        return home
    return reachable(user).filter(code=code).first() if code.isprintable() else None


def rows_of(user, organization: Organization, period: Period) -> Rows:
    """The one place that says which rows stand behind the figures of ``organization`` in ``period``.

    A union body counts what happens in its territory, a social organization what it contracted. The lists
    that the figures link to narrow the same way (``orgs.filters.PlaceFilterSet``).
    """
    days = (period.start, period.end)

    def here(rows, territory: str, contractor: str):
        path = contractor if organization.kind == OrganizationKind.SOCIAL else territory
        return rows.visible_to(user).filter(**{f"{path}__path__startswith": organization.reach})

    projects = here(Project.objects, "organization", "contractor")
    entries = here(LedgerEntry.objects, "project__organization", "project__contractor")
    sessions = here(Session.objects, "organization", "activity__project__contractor")
    ratings = here(Rating.objects, "session__organization", "session__activity__project__contractor")
    return Rows(
        projects=projects.funded().running_between(*days),
        entries=entries.filter(on__range=days, kind__in=(EntryKind.COMMITMENT, EntryKind.PAYMENT)),
        sessions=sessions.starting_between(*days),
        ratings=ratings.filter(session__starts_on__range=days),
    )


def statistics(user, organization: Organization, start: date, end: date) -> Statistics:
    """The figures of ``organization`` from ``start`` to ``end`` (inclusive), as ``user`` may see them; five queries."""
    return figures_of(rows_of(user, organization, Period(start, end)))


def figures_of(rows: Rows) -> Statistics:
    money = dict(rows.entries.order_by().values_list("kind").annotate(Sum("amount")))
    return Statistics(
        projects=rows.projects.count(),
        committed=money.get(EntryKind.COMMITMENT, NO_MONEY),
        paid=money.get(EntryKind.PAYMENT, NO_MONEY),
        services=service_figures(rows.sessions),
        satisfaction=satisfaction(score_counts(rows.ratings)),
    )


def by_step(sessions: QuerySet[Session], period: Period) -> list[tuple[date, ServiceFigures]]:
    """Service figures per day of a short period, per month of a longer one; steps without sessions are zero."""
    trunc = F if period.is_short else TruncMonth
    found = grouped_figures(sessions, lambda prefix: trunc(f"{prefix}starts_on"))
    return [(step, found.get(step, NO_SERVICES)) for step in period.steps()]


def breakdown(user, organization: Organization, start: date, end: date) -> list[Part]:
    """One part per place below, the busiest first, in six queries however many there are.

    A union body lists its union bodies below, those without anything included, then whatever else has
    figures, its own level as the last; a social organization lists the communities it works in. Sums add
    up to the whole; 人数 is recounted per part and does not.
    """
    rows = rows_of(user, organization, Period(start, end))
    if organization.kind == OrganizationKind.SOCIAL:
        found = _grouped(rows, lambda prefix: F(f"{prefix}path"))
        parts = _parts_served(user, found)
    else:
        length = len(organization.reach) + STEP
        found = _grouped(rows, lambda prefix: Substr(f"{prefix}path", 1, length))
        parts = _parts_below(user, organization, found)
    parts.sort(key=lambda part: (-part.statistics.services.person_times, -part.statistics.services.sessions))
    own_level = found.get(organization.reach)
    if own_level and organization.kind != OrganizationKind.SOCIAL:
        parts.append(Part("本级", "", own_level, is_reachable=False))
    return parts


def _parts_below(user, organization: Organization, found: dict[str, Statistics]) -> list[Part]:
    below = reachable(user).filter(path__startswith=organization.reach, depth=len(organization.reach) // STEP + 1)
    return [
        Part(child.short_name, child.code, found.get(child.path, Statistics()))
        for child in below
        if child.kind == OrganizationKind.UNION or child.path in found
    ]


def _parts_served(user, found: dict[str, Statistics]) -> list[Part]:
    reach = tuple(org_paths(user))
    return [
        Part(place.short_name, place.code, found[place.path], is_reachable=place.path.startswith(reach))
        for place in Organization.objects.filter(path__in=found)
    ]


def _grouped(rows: Rows, key: Callable) -> dict[str, Statistics]:
    """``figures_of`` per group; ``key`` turns the lookup to a place into the expression to group by."""
    projects = rows.projects.order_by().values_list(key("organization__")).annotate(Count("pk"))
    money = rows.entries.order_by().values_list(key("project__organization__"), "kind").annotate(Sum("amount"))
    ratings = rows.ratings.order_by().values_list(key("session__organization__"), "score").annotate(Count("pk"))
    facts: dict[str, dict] = {}
    for place, number in projects:
        facts.setdefault(place, {})["projects"] = number
    for place, kind, amount in money:
        facts.setdefault(place, {})["committed" if kind == EntryKind.COMMITMENT else "paid"] = amount
    for place, services in grouped_figures(rows.sessions, lambda prefix: key(f"{prefix}organization__")).items():
        facts.setdefault(place, {})["services"] = services
    scores: dict[str, dict[int, int]] = {}
    for place, score, number in ratings:
        scores.setdefault(place, {})[score] = number
    for place, counts in scores.items():
        facts.setdefault(place, {})["satisfaction"] = satisfaction(counts)
    return {place: Statistics(**fact) for place, fact in facts.items()}


def without_projects(places: QuerySet[Organization], user, period: Period) -> QuerySet[Organization]:
    """Those communities among ``places`` where no funded project ran in ``period``; the weak ones first."""
    funded = Project.objects.visible_to(user).funded().running_between(period.start, period.end)
    paths = funded.order_by().values_list("organization__path", flat=True).distinct()
    lineage = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    communities = places.filter(level=UnionLevel.COMMUNITY).active(period.end)
    return communities.exclude(path__in=lineage).order_by(WEAK_FIRST, "path")
