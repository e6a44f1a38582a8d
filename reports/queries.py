"""The figures of a place and period, for whoever asks: every row starts at ``visible_to``."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
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
from services.counting import Base, Effort, ServiceFigures, coverage, effort, grouped_figures, service_figures
from services.crossing import crossed_figures
from services.models import Session
from services.queries.base import base_of

NO_MONEY = Decimal("0.00")
NO_SERVICES = ServiceFigures()
NO_EFFORT = Effort()
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
    effort: Effort = NO_EFFORT  # of a whole place and period, not of its parts
    base: Base | None = None

    @property
    def coverage(self) -> Decimal | None:
        return coverage(self.services.persons, self.base)


@dataclass(frozen=True)
class Rows:
    """The rows behind the figures: visible to the viewer, in the place, in the period; and the place's base."""

    projects: QuerySet[Project]
    entries: QuerySet[LedgerEntry]
    sessions: QuerySet[Session]
    ratings: QuerySet[Rating]
    base: Base | None


@dataclass(frozen=True)
class Overview:
    """A dashboard's figures: of the whole, by day or month, and by place below or project, busiest first."""

    statistics: Statistics
    steps: list[tuple[date, ServiceFigures]]
    parts: list["Part"]


@dataclass(frozen=True)
class Part:
    """One line of a breakdown: a place below, the place's own level (no ``code``), or a ``project``."""

    name: str
    code: str
    statistics: Statistics
    is_reachable: bool = True
    project: Project | None = None


@dataclass(frozen=True)
class Split:
    """What to group by: ``path`` leads to it from a project, ``key`` turns the whole lookup into the expression."""

    path: str
    key: Callable

    def at_session(self, prefix: str):
        """From a session its own place is taken, which need not be the project's."""
        return self.key(f"{prefix}{self.path or 'activity__project__'}")


BY_PROJECT = Split("", lambda project: F(f"{project}pk"))


@dataclass(frozen=True)
class Facts:
    """Per group what adds up to the whole."""

    projects: dict = field(default_factory=dict)
    committed: dict = field(default_factory=dict)
    paid: dict = field(default_factory=dict)
    scores: dict[Hashable, Counter] = field(default_factory=dict)

    def by_group(self, services: dict[Hashable, ServiceFigures]) -> dict[Hashable, Statistics]:
        """Statistics of every group that has any, ``services`` included."""
        return {
            group: Statistics(
                self.projects.get(group, 0),
                self.committed.get(group, NO_MONEY),
                self.paid.get(group, NO_MONEY),
                services.get(group, NO_SERVICES),
                satisfaction(self.scores.get(group, {})),
            )
            for group in {**self.projects, **self.committed, **self.paid, **services, **self.scores}
        }

    def whole(self, services: ServiceFigures) -> Statistics:
        return Statistics(
            sum(self.projects.values()),
            sum(self.committed.values(), NO_MONEY),
            sum(self.paid.values(), NO_MONEY),
            services,
            satisfaction(sum(self.scores.values(), Counter())),
        )


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
        base=base_of(organization, period.end),
    )


def statistics(user, organization: Organization, start: date, end: date) -> Statistics:
    """The figures of ``organization`` from ``start`` to ``end`` (inclusive), as ``user`` may see them; nine queries."""
    return figures_of(rows_of(user, organization, Period(start, end)))


def figures_of(rows: Rows) -> Statistics:
    money = dict(rows.entries.order_by().values_list("kind").annotate(Sum("amount")))
    return Statistics(
        projects=rows.projects.count(),
        committed=money.get(EntryKind.COMMITMENT, NO_MONEY),
        paid=money.get(EntryKind.PAYMENT, NO_MONEY),
        services=service_figures(rows.sessions),
        satisfaction=satisfaction(score_counts(rows.ratings)),
        effort=effort(rows.sessions),
        base=rows.base,
    )


def overview(user, organization: Organization, period: Period, *, by_place: bool) -> Overview:
    """``statistics``, ``by_step`` and ``breakdown`` (or ``by_project``) of a place and period, each row read once.

    What adds up is added up over the parts; 人数 is recounted for the whole, each step and each part.
    """
    rows = rows_of(user, organization, period)
    split = _by_place(organization) if by_place else BY_PROJECT
    services = crossed_figures(rows.sessions, step=_step_key(period), part=split.at_session)
    facts = _facts(rows, split)
    found = facts.by_group(services.by_part)
    parts = _places(user, organization, found) if by_place else _projects(user, found)
    steps = [(step, services.by_step.get(step, NO_SERVICES)) for step in period.steps()]
    whole = replace(facts.whole(services.total), effort=effort(rows.sessions), base=rows.base)
    return Overview(whole, steps, parts)


def by_step(sessions: QuerySet[Session], period: Period) -> list[tuple[date, ServiceFigures]]:
    """Service figures per day of a short period, per month of a longer one; steps without sessions are zero."""
    found = grouped_figures(sessions, _step_key(period))
    return [(step, found.get(step, NO_SERVICES)) for step in period.steps()]


def breakdown(user, organization: Organization, start: date, end: date) -> list[Part]:
    """One part per place below, the busiest first, in six queries however many there are.

    A union body lists its union bodies below, those without anything included, then whatever else has
    figures, its own level as the last; a social organization lists the communities it works in; a body
    without anything below has no parts. Sums add up to the whole; 人数 is recounted per part and does not.
    """
    rows = rows_of(user, organization, Period(start, end))
    return _places(user, organization, _grouped(rows, _by_place(organization)))


def by_project(user, organization: Organization, start: date, end: date) -> list[Part]:
    """One part per project that did something or was funded, the busiest first, in six queries."""
    return _projects(user, _grouped(rows_of(user, organization, Period(start, end)), BY_PROJECT))


def busiest_first(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.statistics.services.person_times, -part.statistics.services.sessions))


def _step_key(period: Period) -> Callable:
    trunc = F if period.is_short else TruncMonth
    return lambda session: trunc(f"{session}starts_on")


def _by_place(organization: Organization) -> Split:
    if organization.kind == OrganizationKind.SOCIAL:
        return Split("organization__", lambda place: F(f"{place}path"))
    length = len(organization.reach) + STEP
    return Split("organization__", lambda place: Substr(f"{place}path", 1, length))


def _places(user, organization: Organization, found: dict[str, Statistics]) -> list[Part]:
    if organization.kind == OrganizationKind.SOCIAL:
        return busiest_first(_parts_served(user, found))
    parts = busiest_first(_parts_below(user, organization, found))
    own_level = found.get(organization.reach)
    return [*parts, Part("本级", "", own_level, is_reachable=False)] if parts and own_level else parts


def _projects(user, found: dict[int, Statistics]) -> list[Part]:
    projects = Project.objects.visible_to(user).filter(pk__in=found)
    return busiest_first([Part(project.name, "", found[project.pk], project=project) for project in projects])


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


def _grouped(rows: Rows, split: Split) -> dict:
    """``figures_of`` per group."""
    return _facts(rows, split).by_group(grouped_figures(rows.sessions, split.at_session))


def _facts(rows: Rows, split: Split) -> Facts:
    """Projects, money and ratings per group, in three queries."""
    key, session = split.key(f"project__{split.path}"), split.at_session("session__")
    projects = rows.projects.order_by().values_list(split.key(split.path)).annotate(Count("pk"))
    facts = Facts(projects=dict(projects))
    for group, kind, amount in rows.entries.order_by().values_list(key, "kind").annotate(Sum("amount")):
        (facts.committed if kind == EntryKind.COMMITMENT else facts.paid)[group] = amount
    for group, score, number in rows.ratings.order_by().values_list(session, "score").annotate(Count("pk")):
        facts.scores.setdefault(group, Counter())[score] = number
    return facts


def without_projects(places: OrganizationQuerySet, user, period: Period) -> OrganizationQuerySet:
    """Those communities among ``places`` where no funded project ran in ``period``; the weak ones first."""
    funded = Project.objects.visible_to(user).funded().running_between(period.start, period.end)
    paths = funded.order_by().values_list("organization__path", flat=True).distinct()
    lineage = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    communities = places.filter(level=UnionLevel.COMMUNITY).active(period.end)
    return communities.exclude(path__in=lineage).order_by(WEAK_FIRST, "path")
