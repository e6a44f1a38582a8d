"""The decision table: source of money × amount × thresholds → procedure, reason, authority, what may not be chosen."""

from decimal import Decimal

import pytest

from projects.enums import Procedure as P
from projects.procedures import RANK, Limits, judge

ALL = Limits(public_tender=Decimal(4_000_000), procurement=Decimal(1_000_000), open_call=Decimal(50_000))
NONE = Limits()
INFORMAL = {P.OPEN_CALL, P.INQUIRY, P.SELECTION, P.DIRECT}

TABLE = [  # kinds of money, amount, limits → due, refused
    (["fiscal"], "4000000.00", ALL, P.PUBLIC_TENDER, set(P) - {P.PUBLIC_TENDER, P.SINGLE_SOURCE}),
    (["fiscal"], "3999999.99", ALL, P.CONSULTATION, INFORMAL),
    (["fiscal"], "1000000.00", ALL, P.CONSULTATION, INFORMAL),
    (["fiscal"], "999999.99", ALL, P.OPEN_CALL, {P.DIRECT}),
    (["fiscal"], "50000.00", ALL, P.OPEN_CALL, {P.DIRECT}),
    (["fiscal"], "49999.99", ALL, P.DIRECT, set()),
    (["subsidy"], "4000000.00", ALL, P.PUBLIC_TENDER, set(P) - {P.PUBLIC_TENDER, P.SINGLE_SOURCE}),
    (["union"], "4000000.00", ALL, P.OPEN_CALL, {P.DIRECT}),
    (["union"], "50000.00", ALL, P.OPEN_CALL, {P.DIRECT}),
    (["union"], "49999.99", ALL, P.DIRECT, set()),
    (["donation"], "50000.00", ALL, P.OPEN_CALL, {P.DIRECT}),
    (["donation"], "0.01", ALL, P.DIRECT, set()),
    (["union", "fiscal"], "4000000.00", ALL, P.PUBLIC_TENDER, set(P) - {P.PUBLIC_TENDER, P.SINGLE_SOURCE}),
    (["donation", "subsidy"], "1000000.00", ALL, P.CONSULTATION, INFORMAL),
    (["union", "donation"], "49999.99", ALL, P.DIRECT, set()),
    (["fiscal"], "9000000.00", NONE, P.OPEN_CALL, set()),
    (["union"], "1.00", NONE, P.OPEN_CALL, set()),
    (["fiscal"], "1000000.00", Limits(procurement=Decimal(1_000_000)), P.CONSULTATION, INFORMAL),
    (["fiscal"], "4000000.00", Limits(public_tender=Decimal(4_000_000)), P.PUBLIC_TENDER,
     set(P) - {P.PUBLIC_TENDER, P.SINGLE_SOURCE}),
]  # fmt: skip


@pytest.mark.parametrize(("kinds", "amount", "limits", "due", "refused"), TABLE)
def test_what_is_due(kinds, amount, limits, due, refused):
    verdict = judge(kinds, Decimal(amount), limits)
    assert (verdict.procedure, set(verdict.refused)) == (due, refused)


def test_a_verdict_says_why_and_on_which_authority():
    verdict = judge(["fiscal"], Decimal(4_000_000), ALL)
    assert verdict.reason == "财政资金 4,000,000.00 元，达到公开招标数额标准 4,000,000.00 元"
    assert verdict.source == "《政府采购法》第26、27条"
    assert judge(["union"], Decimal(1), NONE).reason == "规则中心还没有登记公开征集起点，默认公开征集"


@pytest.mark.parametrize("due", P)
def test_laxer_is_less_open_competition(due):
    amounts = {P.PUBLIC_TENDER: 4_000_000, P.CONSULTATION: 1_000_000, P.OPEN_CALL: 50_000, P.DIRECT: 1}
    if due not in amounts:
        return
    verdict = judge(["fiscal"], Decimal(amounts[due]), ALL)
    assert {chosen for chosen in P if verdict.is_laxer(chosen)} == {row for row in P if RANK[row] < RANK[due]}
