"""Arithmetic of a review, without a database: the draw, averages, order, and who fits into the money."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from projects.enums import Procedure
from projects.money import to_money

CENT = Decimal("0.01")
LEAST_SEATS = 3
ENOUGH_TO_DROP = 5
# Whose scores are never dropped: in procurement by law every member of the panel counts.
EVERY_SCORE_COUNTS = (Procedure.PUBLIC_TENDER, Procedure.CONSULTATION, Procedure.NEGOTIATION)
TIE_RULES = ("已建会优先", "薄弱社区优先", "报价低优先", "提交时间先后")


def draw(seed: str, candidates: Iterable[int], size: int) -> list[int]:
    """``size`` of ``candidates``: those whose SHA-256 of ``seed:number`` comes first.

    The same seed and the same candidates give the same experts in any order, on any machine, for ever.
    """
    return sorted(set(candidates), key=lambda pk: (hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest(), pk))[:size]


def to_points(value, most: Decimal) -> Decimal:
    """Points as people type them, 0 to ``most`` with at most two places; ``ValueError`` says what is wrong."""
    text = str(value).strip()
    try:
        points = to_money(text)
    except ValueError:
        raise ValueError("请填写分数，例如 12.5，最多两位小数。") from None
    if text[:1] in ("-", "－") or not 0 <= points <= most:
        raise ValueError(f"分数应在 0 到 {most.normalize():f} 之间。")
    return points


def total(points: Iterable[Decimal]) -> Decimal:
    """The sum of a sheet."""
    return sum(points, Decimal(0)).quantize(CENT)


def kept(totals: Sequence[Decimal], *, drops_extremes: bool) -> list[Decimal]:
    """The totals that count: all of them, or from five on without one highest and one lowest."""
    if not drops_extremes or len(totals) < ENOUGH_TO_DROP:
        return list(totals)
    return sorted(totals)[1:-1]


def average(totals: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean, half a cent rounded up."""
    return (sum(totals, Decimal(0)) / len(totals)).quantize(CENT, ROUND_HALF_UP)


def spread(totals: Sequence[Decimal]) -> Decimal:
    """How far the highest lies above the lowest; nothing is left out of it."""
    return max(totals) - min(totals) if totals else Decimal(0)


def drops(procedure: str, wanted: bool) -> bool:
    """Whether the call may drop extremes at all (a purchase by law may not)."""
    return wanted and procedure not in EVERY_SCORE_COUNTS


@dataclass(frozen=True)
class Entry:
    """What the order of applications depends on."""

    key: int
    score: Decimal
    amount: Decimal
    has_union: bool
    is_weak: bool
    submitted_at: datetime

    @property
    def order(self) -> tuple:
        return (-self.score, not self.has_union, not self.is_weak, self.amount, self.submitted_at, self.key)


@dataclass(frozen=True)
class Place:
    """An entry and its rank; ``decided_by`` names the rule that put it before or after one of the same score."""

    entry: Entry
    rank: int
    decided_by: str = ""


def ranking(entries: Iterable[Entry]) -> list[Place]:
    """By score; equal ones by 已建会, 薄弱社区, the lower price, then the earlier submission."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    places = []
    for number, entry in enumerate(ordered, start=1):
        beside = ordered[max(number - 2, 0) : number - 1] + ordered[number : number + 1]
        rules = [rule_between(entry, other) for other in beside if other.score == entry.score]
        places.append(Place(entry, number, TIE_RULES[max(rules)] if rules else ""))
    return places


def rule_between(one: Entry, other: Entry) -> int:
    """Which of ``TIE_RULES`` told two entries of one score apart."""
    pairs = zip(one.order[1:4], other.order[1:4], strict=True)
    return next((number for number, (mine, theirs) in enumerate(pairs) if mine != theirs), len(TIE_RULES) - 1)


@dataclass(frozen=True)
class Selection:
    """Keys in order of rank: recommended, waiting in reserve, not selected; and what the money comes to."""

    proposed: list[int] = field(default_factory=list)
    reserve: list[int] = field(default_factory=list)
    not_selected: list[int] = field(default_factory=list)
    amount: Decimal = Decimal(0)
    weak_amount: Decimal = Decimal(0)
    quota: Decimal = Decimal(0)

    @property
    def below_quota(self) -> bool:
        return self.weak_amount < self.quota

    @property
    def weak_part(self) -> Decimal:
        """The part of the recommended money that goes to weak communities, 0 to 1."""
        return self.weak_amount / self.amount if self.amount else Decimal(0)


def choose(entries: Iterable, *, amount: Decimal, quota: Decimal) -> list:
    """Which of ``entries`` (in order of rank, each with ``amount`` and ``is_weak``) the yuan of ``amount`` cover.

    Weak communities choose first until ``quota`` yuan is reached; everybody else follows in order. One that no longer
    fits is left out, and the next that fits is taken.
    """
    entries, taken, spent = list(entries), set(), Decimal(0)
    for weak_first in (True, False):
        for entry in entries:
            its_turn = entry.is_weak and spent < quota if weak_first else entry not in taken
            if its_turn and spent + entry.amount <= amount:
                taken.add(entry)
                spent += entry.amount
    return [entry for entry in entries if entry in taken]


def quota_of(amount: Decimal, weak_share: Decimal) -> Decimal:
    """专项额度 in yuan: ``weak_share`` per cent of the amount."""
    return (amount * weak_share / 100).quantize(CENT, ROUND_HALF_UP)


def select(places: Sequence[Place], *, amount: Decimal, weak_share: Decimal, floor: Decimal = Decimal(0)) -> Selection:
    """Who is recommended within ``amount`` yuan: nobody below ``floor`` points, weak communities first up to their
    quota (``choose``); whom the money does not cover waits in reserve."""
    quota = quota_of(amount, weak_share)
    able = [place.entry for place in places if place.entry.score >= floor]
    taken = choose(able, amount=amount, quota=quota)
    return Selection(
        proposed=[entry.key for entry in taken],
        reserve=[entry.key for entry in able if entry not in taken],
        not_selected=[place.entry.key for place in places if place.entry.score < floor],
        amount=sum((entry.amount for entry in taken), Decimal(0)),
        weak_amount=sum((entry.amount for entry in taken if entry.is_weak), Decimal(0)),
        quota=quota,
    )


def fairness(weak_money: Decimal, money: Decimal, weak_places: int, places: int) -> Decimal | None:
    """公平系数: the part of the money in weak communities over their part of all communities. 1 is even; ``None``
    while there is no money or no weak community."""
    if not money or not weak_places:
        return None
    return ((weak_money / money) / (Decimal(weak_places) / places)).quantize(CENT, ROUND_HALF_UP)
