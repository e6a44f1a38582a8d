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
from orgs.models.organization import OrganizationQuerySet
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
    """One line of a breakdown: a place below, the place's own level (no ``code``), or a ``project``."""

    name: str
    code: str
    statistics: Statistics
    is_reachable: bool = True
    project: Project | None = None


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
    figures, its own level as the last; a social organization lists the communities it works in; a body
    without anything below has no parts. Sums add up to the whole; 人数 is recounted per part and does not.
    """
    rows = rows_of(user, organization, Period(start, end))
    if organization.kind == OrganizationKind.SOCIAL:
        found = _grouped(rows, "organization__", lambda place: F(f"{place}path"))
        return busiest_first(_parts_served(user, found))
    length = len(organization.reach) + STEP
    found = _grouped(rows, "organization__", lambda place: Substr(f"{place}path", 1, length))
    parts = busiest_first(_parts_below(user, organization, found))
    own_level = found.get(organization.reach)
    return [*parts, Part("本级", "", own_level, is_reachable=False)] if parts and own_level else parts


def by_project(user, organization: Organization, start: date, end: date) -> list[Part]:
    """One part per project that did something or was funded, the busiest first, in six queries."""
    found = _grouped(rows_of(user, organization, Period(start, end)), "", lambda project: F(f"{project}pk"))
    projects = Project.objects.visible_to(user).filter(pk__in=found)
    return busiest_first([Part(project.name, "", found[project.pk], project=project) for project in projects])


def busiest_first(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.statistics.services.person_times, -part.statistics.services.sessions))


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


def _grouped(rows: Rows, step: str, key: Callable) -> dict:
    """``figures_of`` per group.

    ``step`` leads from a project to what is grouped by; from a session its own place is taken, which need not
    be the project's. ``key`` turns the whole lookup into the expression.
    """
    at_session = step or "activity__project__"
    projects = rows.projects.order_by().values_list(key(step)).annotate(Count("pk"))
    money = rows.entries.order_by().values_list(key(f"project__{step}"), "kind").annotate(Sum("amount"))
    ratings = rows.ratings.order_by().values_list(key(f"session__{at_session}"), "score").annotate(Count("pk"))
    facts: dict = {}
    for group, number in projects:
        facts.setdefault(group, {})["projects"] = number
    for group, kind, amount in money:
        facts.setdefault(group, {})["committed" if kind == EntryKind.COMMITMENT else "paid"] = amount
    for group, services in grouped_figures(rows.sessions, lambda prefix: key(f"{prefix}{at_session}")).items():
        facts.setdefault(group, {})["services"] = services
    scores: dict = {}
    for group, score, number in ratings:
        scores.setdefault(group, {})[score] = number
    for group, counts in scores.items():
        facts.setdefault(group, {})["satisfaction"] = satisfaction(counts)
    return {group: Statistics(**fact) for group, fact in facts.items()}


def without_projects(places: OrganizationQuerySet, user, period: Period) -> OrganizationQuerySet:
    """Those communities among ``places`` where no funded project ran in ``period``; the weak ones first."""
    funded = Project.objects.visible_to(user).funded().running_between(period.start, period.end)
    paths = funded.order_by().values_list("organization__path", flat=True).distinct()
    lineage = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    communities = places.filter(level=UnionLevel.COMMUNITY).active(period.end)
    return communities.exclude(path__in=lineage).order_by(WEAK_FIRST, "path")
