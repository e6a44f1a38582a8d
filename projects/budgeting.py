"""The budget rules of a call as pure arithmetic: one engine judges application, change and expense."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from projects.enums import BudgetCategory, BudgetRuleKind

ZERO = Decimal(0)
PER_UNIT = (
    BudgetRuleKind.FORBID, BudgetRuleKind.MAX_UNIT_PRICE, BudgetRuleKind.TIERED_UNIT_PRICE,
    BudgetRuleKind.REQUIRE_EVIDENCE,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a budget, or one voucher. ``basis`` is how the figure was arrived at."""

    category: str
    item: str
    unit_price: Decimal
    quantity: int
    basis: str = ""

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity


class RuleLike(Protocol):
    """What the engine reads of a ``BudgetRule``. No categories means all of them."""

    kind: str
    categories: Sequence[str]
    keyword: str
    value: Decimal | None
    tiers: Sequence[dict]
    message: str
    source_text: str


@dataclass(frozen=True)
class Finding:
    """One breach. ``message`` names the line, the figure and the limit; ``blocks`` says whether it stops the step."""

    rule: RuleLike | None
    lines: tuple[Line, ...]
    message: str
    source_text: str
    blocks: bool = True

    def __str__(self):
        return f"{self.message}（依据：{self.source_text}）" if self.source_text else self.message


@dataclass(frozen=True)
class Room:
    """What one budget line still allows: ``adjusted`` yuan after changes, ``used`` by the vouchers before this one.

    ``transfer_share`` is the per cent of the line that may be exceeded by a transfer the contractor only files.
    """

    item: str
    adjusted: Decimal
    used: Decimal
    transfer_share: Decimal


def judge(rules: Iterable[RuleLike], lines: Iterable[Line], *, total: Decimal) -> list[Finding]:
    """Every breach of ``rules`` in ``lines``; ratios are per cent of ``total``. The order of lines is no matter."""
    lines = list(lines)
    return [
        finding for rule in rules for finding in CHECKS[BudgetRuleKind(rule.kind)](rule, covered(rule, lines), total)
    ]


def judge_expense(
    rules: Iterable[RuleLike], line: Line, *, earlier: Iterable[Line], total: Decimal, room: Room
) -> list[Finding]:
    """Breaches of one voucher: prices by itself; ratios, its budget line and the ``total`` together with ``earlier``.

    ``total`` is the adjusted budget with the contractor's own contribution. The picture of the voucher is its evidence.
    """
    earlier = list(earlier)
    found = []
    for rule in rules:
        mine = covered(rule, [line])
        if mine and rule.kind != BudgetRuleKind.REQUIRE_EVIDENCE:
            looked_at = mine if rule.kind in PER_UNIT else covered(rule, [*same_ratio(rule, earlier, line), line])
            found += CHECKS[BudgetRuleKind(rule.kind)](rule, looked_at, total)
    return [*found, *over_line(line, room), *over_total(line, earlier, total)]


def covered(rule: RuleLike, lines: Iterable[Line]) -> list[Line]:
    """The lines a rule is about. Blanks inside an item do not hide a keyword."""
    keyword = squeezed(rule.keyword)
    return [
        line
        for line in lines
        if (not rule.categories or line.category in rule.categories) and keyword in squeezed(line.item)
    ]


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def same_ratio(rule: RuleLike, earlier: list[Line], line: Line) -> list[Line]:
    """A cap on single categories is judged for the voucher's own category only."""
    if rule.kind == BudgetRuleKind.MAX_GROUP_RATIO:
        return earlier
    return [other for other in earlier if other.category == line.category]


def tiered_limit(tiers: Sequence[dict], quantity: int) -> Decimal:
    """The most ``quantity`` units may cost: each unit at the price of the tier it falls in.

    ``[{"from": 1, "price": "500.00"}, {"from": 3, "price": "200.00"}]`` allows 1,200 yuan for three days. Units in
    front of the first tier cost what the first tier says.
    """
    steps = sorted((int(tier["from"]), Decimal(str(tier["price"]))) for tier in tiers)
    starts = [1, *(start for start, _ in steps[1:]), quantity + 1]
    total = ZERO
    for number, (_, price) in enumerate(steps):
        units = min(starts[number + 1], quantity + 1) - starts[number]
        total += price * max(units, 0)
    return total


def yuan(amount: Decimal) -> str:
    return f"{amount:,.2f} 元"


def names(lines: Iterable[Line]) -> str:
    """The categories of ``lines`` in Chinese, each once."""
    return "、".join(dict.fromkeys(BudgetCategory(line.category).label for line in sorted(lines, key=by_category)))


def by_category(line: Line) -> int:
    return list(BudgetCategory).index(BudgetCategory(line.category))


def _finding(rule: RuleLike, lines: Sequence[Line], what: str) -> Finding:
    return Finding(rule, tuple(lines), f"{rule.message}：{what}", rule.source_text)


def _forbid(rule: RuleLike, lines: list[Line], total: Decimal) -> list[Finding]:
    return [_finding(rule, [line], f"“{line.item}”{yuan(line.amount)}，此类开支上限为 0 元。") for line in lines]


def _max_unit_price(rule: RuleLike, lines: list[Line], total: Decimal) -> list[Finding]:
    return [
        _finding(rule, [line], f"“{line.item}”单价 {yuan(line.unit_price)}，上限 {yuan(rule.value)}。")
        for line in lines
        if rule.value is not None and line.unit_price > rule.value
    ]


def _tiered(rule: RuleLike, lines: list[Line], total: Decimal) -> list[Finding]:
    return [
        _finding(rule, [line], f"“{line.item}”数量 {line.quantity}，共 {yuan(line.amount)}，最高 {yuan(limit)}。")
        for line in lines
        if line.amount > (limit := tiered_limit(rule.tiers, line.quantity))
    ]


def _evidence(rule: RuleLike, lines: list[Line], total: Decimal) -> list[Finding]:
    return [
        _finding(rule, [line], f"“{line.item}”{yuan(line.amount)}，还没有填写测算依据。")
        for line in lines
        if not line.basis.strip()
    ]


def _max_ratio(rule: RuleLike, lines: list[Line], total: Decimal) -> list[Finding]:
    """Each category by itself."""
    groups = dict.fromkeys(line.category for line in sorted(lines, key=by_category))
    return [
        finding
        for category in groups
        for finding in _max_group_ratio(rule, [line for line in lines if line.category == category], total)
    ]


def _max_group_ratio(rule: RuleLike, lines: list[Line], total: Decimal) -> list[Finding]:
    """All lines of the rule together."""
    amount = sum((line.amount for line in lines), ZERO)
    if rule.value is None or amount * 100 <= rule.value * total:  # multiplied: a total of nothing divides nothing
        return []
    share = f"，占 {amount * 100 / total:.2f}%" if total else ""
    what = f"{names(lines)}合计 {yuan(amount)}{share}，上限 {rule.value:.2f}%（{yuan(rule.value * total / 100)}）。"
    return [_finding(rule, lines, what)]


CHECKS = {
    BudgetRuleKind.FORBID: _forbid,
    BudgetRuleKind.MAX_RATIO: _max_ratio,
    BudgetRuleKind.MAX_GROUP_RATIO: _max_group_ratio,
    BudgetRuleKind.MAX_UNIT_PRICE: _max_unit_price,
    BudgetRuleKind.TIERED_UNIT_PRICE: _tiered,
    BudgetRuleKind.REQUIRE_EVIDENCE: _evidence,
}


def over_line(line: Line, room: Room) -> list[Finding]:
    """More than the adjusted budget line: filed within the transfer share, refused beyond it (configurable default)."""
    used = room.used + line.amount
    if used <= room.adjusted:
        return []
    most = room.adjusted * (100 + room.transfer_share) / 100
    blocks = used > most
    todo = "请先申请预算调剂。" if blocks else "在可备案的调剂幅度内，请同时办理备案。"
    what = f"“{room.item}”累计支出 {yuan(used)}，调整后预算 {yuan(room.adjusted)}，调剂后最多 {yuan(most)}，{todo}"
    return [Finding(None, (line,), what, "预算调剂备案上限（可配置默认值）", blocks)]


def over_total(line: Line, earlier: Sequence[Line], total: Decimal) -> list[Finding]:
    """All vouchers together stay within the adjusted budget and the own contribution."""
    used = sum((other.amount for other in earlier), line.amount)
    if used <= total:
        return []
    what = f"累计支出 {yuan(used)}，预算与自筹配套合计 {yuan(total)}，请核对金额。"
    return [Finding(None, (line,), what, "项目预算")]
