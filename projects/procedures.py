"""Which procedure is due (采购方式判定), as a table: source of money and amount in, procedure, reason, source out.

Pure: amounts and limits are yuan, a limit that nobody has registered is ``None``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from projects.enums import FundKind, Procedure

# 行政补助 is fiscal money handed to a union: the procurement law follows the money, not the account it lies in.
FISCAL = frozenset({FundKind.FISCAL, FundKind.SUBSIDY})
LAW = "《政府采购法》"
HOUSE = "本级工会内控制度（规则中心）"
# Open competition first; the first of two procedures of one rank is the usual one.
RANK = {
    Procedure.PUBLIC_TENDER: 4,
    Procedure.CONSULTATION: 3,
    Procedure.NEGOTIATION: 3,
    Procedure.OPEN_CALL: 2,
    Procedure.INQUIRY: 1,
    Procedure.SELECTION: 1,
    Procedure.SINGLE_SOURCE: 0,
    Procedure.DIRECT: 0,
}
STATUTORY = frozenset({Procedure.PUBLIC_TENDER, Procedure.CONSULTATION, Procedure.NEGOTIATION, Procedure.SINGLE_SOURCE})
INFORMAL = frozenset(Procedure) - STATUTORY


class Due(NamedTuple):
    """What ``queries.call.due_procedure`` answers."""

    procedure: Procedure
    reason: str


@dataclass(frozen=True)
class Limits:
    """The thresholds in force for one union: from each amount on, the stricter procedure is due."""

    public_tender: Decimal | None = None
    procurement: Decimal | None = None
    open_call: Decimal | None = None


@dataclass(frozen=True)
class Verdict:
    """The procedure that is due, why, on which authority, and which others may not be chosen at all."""

    procedure: Procedure
    reason: str
    source: str
    refused: frozenset = frozenset()

    def is_laxer(self, chosen: str) -> bool:
        """Whether ``chosen`` asks less competition than is due; it then needs a reason."""
        return RANK[Procedure(chosen)] < RANK[self.procedure]


def judge(kinds: Iterable[str], amount: Decimal, limits: Limits) -> Verdict:
    """The strictest procedure that one of ``kinds`` of money asks for ``amount``.

    A purchase paid from fiscal and other money that cannot be divided follows the law as a whole
    (政府采购法实施条例第2条).
    """
    by_law = _by_law(amount, limits) if FISCAL & set(kinds) else None
    return by_law or _by_house(amount, limits)


def _by_law(amount: Decimal, limits: Limits) -> Verdict | None:
    """政府采购法第2、26、27条: from the limit on only the procedures the law names; nothing below it."""
    if reached(amount, limits.public_tender):
        return Verdict(
            Procedure.PUBLIC_TENDER,
            f"财政资金 {amount:,.2f} 元，达到公开招标数额标准 {limits.public_tender:,.2f} 元",
            f"{LAW}第26、27条",
            frozenset(Procedure) - {Procedure.PUBLIC_TENDER, Procedure.SINGLE_SOURCE},
        )
    if reached(amount, limits.procurement):
        return Verdict(
            Procedure.CONSULTATION,
            f"财政资金 {amount:,.2f} 元，达到采购限额标准 {limits.procurement:,.2f} 元，未达到公开招标数额标准",
            f"{LAW}第2、26条",
            INFORMAL,
        )
    return None


def _by_house(amount: Decimal, limits: Limits) -> Verdict:
    """Below the law's limit, and for the union's own money, each union sets its threshold (configurable)."""
    if limits.open_call is None:
        return Verdict(Procedure.OPEN_CALL, "规则中心还没有登记公开征集起点，默认公开征集", HOUSE)
    if reached(amount, limits.open_call):
        return Verdict(
            Procedure.OPEN_CALL,
            f"{amount:,.2f} 元，达到公开征集起点 {limits.open_call:,.2f} 元",
            HOUSE,
            frozenset({Procedure.DIRECT}),
        )
    return Verdict(
        Procedure.DIRECT,
        f"{amount:,.2f} 元，低于公开征集起点 {limits.open_call:,.2f} 元，可凭三家比价或集体决策纪要定向委托",
        HOUSE,
    )


def reached(amount: Decimal, limit: Decimal | None) -> bool:
    return limit is not None and amount >= limit
