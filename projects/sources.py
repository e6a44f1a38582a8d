"""What the apps above tell this one: actual figures of services, and closed records that earn a reward.

This app may not import ``services``; whoever holds the records registers a source when Django starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from projects.models.columns import StoredFile


@dataclass(frozen=True)
class Actual:
    """A figure and the address of the records behind it; ``url`` is empty when there is no list of them."""

    value: Decimal
    url: str = ""


@dataclass(frozen=True)
class ServiceRecord:
    """One held session, as reports and the expense form list it."""

    title: str
    on: date
    place: str
    person_times: int
    url: str


@dataclass(frozen=True)
class ServiceSource:
    """``actuals(project, start, end)`` gives every measure it knows for the days from ``start`` to ``end``, both
    included; ``by_item`` the same per ``ServiceItem`` pk; ``records`` lists the sessions behind them.

    ``totals(projects, until)`` gives for many projects at once, by their pk, what each achieved up to a day;
    ``milestones(project, days)`` for one project what it had achieved up to each of many days.
    """

    actuals: Callable[..., dict[str, Actual]]
    by_item: Callable[..., dict[int, dict[str, Actual]]]
    records: Callable[..., list[ServiceRecord]]
    totals: Callable[..., dict[int, dict[str, Actual]]] | None = None
    milestones: Callable[..., dict[date, dict[str, Actual]]] | None = None


@dataclass(frozen=True)
class SatisfactionFigure:
    """What participants thought. ``rate`` (0 to 1) is ``None`` without answers, and with so few that they would give
    each other away."""

    valid: int
    rate: Decimal | None
    is_small: bool


@dataclass(frozen=True)
class ClosedRecord:
    """One verified, closed record that may earn a reward.

    ``dispute_key`` is the same for every attempt at the same dispute. ``facts`` are what grades ask for, e.g.
    ``{"people": 12, "amount": Decimal("80000.00")}``.
    """

    number: str
    dispute_key: str
    payee_id: int
    closed_on: date
    documents: int
    basis: str
    facts: dict = field(default_factory=dict)
    refusals: tuple[str, ...] = ()  # why it must not be paid, in words: not performed, paid mediator, …


@dataclass(frozen=True)
class RewardSource:
    """``records(organization, start, end)``: verified records closed in the period under the organization."""

    label: str
    records: Callable[..., Iterable[ClosedRecord]]


@dataclass(frozen=True)
class VolumeDocument:
    """One document the records supply for the archived volume of a project.

    Either ``build()`` makes it when the volume is sealed and returns (extension, content), or ``stored`` is the file
    that has been there all along.
    """

    part: str  # projects.enums.ArchivePart
    title: str
    responsible: str = ""
    on: date | None = None
    build: Callable[[], tuple[str, bytes]] | None = None
    stored: StoredFile | None = None


_services: list[ServiceSource] = []
_rewards: dict[str, RewardSource] = {}
_satisfaction: list[Callable[..., SatisfactionFigure]] = []
_volumes: list[Callable] = []
_origins: list[Callable] = []


def register_services(source: ServiceSource) -> None:
    """Called once by the app that keeps sessions."""
    _services[:] = [source]


def register_reward(name: str, source: RewardSource) -> None:
    """Called by each app that keeps records a reward scheme may name."""
    _rewards[name] = source


def register_volume(documents: Callable) -> None:
    """Called once by each app above that adds to the volume: ``documents(project)`` yields ``VolumeDocument`` rows."""
    if documents not in _volumes:
        _volumes.append(documents)


def register_need_origin(origin: Callable) -> None:
    """Called by each app above whose records raise needs: ``origin(need, user)`` gives what ``user`` may see of the
    record behind ``need``, as facts of its page (``{"label", "value", "url"}``)."""
    if origin not in _origins:
        _origins.append(origin)


def need_origins(need, user) -> list[dict]:
    """The records of the apps above that raised ``need``."""
    return [fact for origin in _origins for fact in origin(need, user)]


def volume_documents(project) -> list[VolumeDocument]:
    """What the apps above supply for the volume of ``project``."""
    return [document for documents in _volumes for document in documents(project)]


def services() -> ServiceSource:
    """The registered source; without one every figure is missing rather than zero."""
    return _services[0] if _services else ServiceSource(_nothing, _nothing, lambda *args: [])


def service_totals(projects: Iterable, until: date) -> dict[int, dict[str, Actual]]:
    """What each of ``projects`` achieved from its first day up to ``until``, by project pk and measure."""
    source = services()
    if source.totals:
        return source.totals(projects, until)
    return {project.pk: source.actuals(project, project.starts_on, until) for project in projects}


def service_milestones(project, days: Iterable[date]) -> dict[date, dict[str, Actual]]:
    """What ``project`` had achieved from its first day up to each of ``days``, by day and measure."""
    source = services()
    if source.milestones:
        return source.milestones(project, days)
    return {day: source.actuals(project, project.starts_on, day) for day in days}


def register_satisfaction(source: Callable[..., SatisfactionFigure]) -> None:
    """Called once by the app that keeps ratings: ``source(project, until)``."""
    _satisfaction[:] = [source]


def satisfaction(project, until: date) -> SatisfactionFigure | None:
    """Ratings of the project's sessions up to ``until``; ``None`` where nobody keeps any."""
    return _satisfaction[0](project, until) if _satisfaction else None


def reward_sources() -> dict[str, RewardSource]:
    """Name → source."""
    return dict(_rewards)


def _nothing(*args) -> dict:
    return {}
