"""What the apps above tell this one: actual figures of services, and closed records that earn a reward.

This app may not import ``services``; whoever holds the records registers a source when Django starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from projects.enums import Measure


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
    included; ``by_item`` the same per ``ServiceItem`` pk; ``records`` lists the sessions behind them."""

    actuals: Callable[..., dict[str, Actual]]
    by_item: Callable[..., dict[int, dict[str, Actual]]]
    records: Callable[..., list[ServiceRecord]]


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


_services: list[ServiceSource] = []
_rewards: dict[str, RewardSource] = {}


def register_services(source: ServiceSource) -> None:
    """Called once by the app that keeps sessions."""
    _services[:] = [source]


def register_reward(name: str, source: RewardSource) -> None:
    """Called by each app that keeps records a reward scheme may name."""
    _rewards[name] = source


def services() -> ServiceSource:
    """The registered source; without one every figure is missing rather than zero."""
    return _services[0] if _services else ServiceSource(_nothing, _nothing, lambda *args: [])


def reward_sources() -> dict[str, RewardSource]:
    """Name → source."""
    return dict(_rewards)


def _nothing(*args) -> dict:
    return {}


COUNTED = tuple(measure for measure in Measure if measure != Measure.MANUAL)
