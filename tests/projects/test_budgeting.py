"""The budget rules as arithmetic: what is found, at which cent, and what can never matter."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.budgeting import Line, Room, judge, judge_expense, tiered_limit
from projects.enums import BudgetCategory
from tests.projects.build_money import make_rule

D = Decimal
TIERS = [{"from": 1, "price": "500.00"}, {"from": 3, "price": "200.00"}]
WIDE = Room("讲座", D("1000000"), D(0), D(10))


def line(category="expert", item="讲师", price="500.00", quantity=1, basis="按市价"):
    return Line(category, item, D(price), quantity, basis)


def messages(findings):
    return [finding.message for finding in findings]


def test_forbid_names_each_line_and_its_figure():
    rule = make_rule("forbid", ["management"], message="不得提取管理费", source_text="项目预算编制要求")
    found = judge([rule], [line("management", "机构管理", "1200.00"), line()], total=D("1700"))
    assert [str(finding) for finding in found] == [
        "不得提取管理费：“机构管理”1,200.00 元，此类开支上限为 0 元。（依据：项目预算编制要求）"
    ]
    assert (found[0].lines, found[0].blocks) == ((line("management", "机构管理", "1200.00"),), True)


@pytest.mark.parametrize(("price", "found"), [("500.00", 0), ("500.01", 1)])
def test_max_unit_price_to_the_cent(price, found):
    findings = judge([make_rule("max_unit_price", value=D("500.00"))], [line(price=price)], total=D("1"))
    assert messages(findings) == ["单价上限：“讲师”单价 500.01 元，上限 500.00 元。"] * found


@pytest.mark.parametrize(
    ("quantity", "limit"), [(0, "0"), (1, "500"), (2, "1000"), (3, "1200"), (4, "1400"), (1_000_000, "200000600")]
)
def test_tiered_sum(quantity, limit):
    assert tiered_limit(TIERS, quantity) == D(limit)


def test_tiers_in_any_order_and_late_first_tier():
    assert tiered_limit(TIERS[::-1], 5) == D("1600")
    assert tiered_limit([{"from": 3, "price": 10}], 4) == D("40")
    assert tiered_limit([], 4) == D(0)


@pytest.mark.parametrize(("price", "found"), [("400.00", 0), ("400.01", 1)])
def test_tiered_unit_price(price, found):
    findings = judge([make_rule("tiered_unit_price", tiers=TIERS)], [line(price=price, quantity=3)], total=D(1))
    assert messages(findings) == ["分档单价上限：“讲师”数量 3，共 1,200.03 元，最高 1,200.00 元。"] * found


@pytest.mark.parametrize(("basis", "found"), [("", 1), ("  ", 1), ("三家比价", 0)])
def test_require_evidence(basis, found):
    findings = judge([make_rule("require_evidence")], [line(basis=basis)], total=D(1))
    assert messages(findings) == ["须附测算依据：“讲师”500.00 元，还没有填写测算依据。"] * found


def test_max_ratio_judges_each_category_by_itself():
    rule = make_rule("max_ratio", ["management", "office"], value=D(10))
    lines = [line("management", "甲", "60"), line("management", "乙", "41"), line("office", "丙", "100")]
    assert messages(judge([rule], lines, total=D(1000))) == [
        "占预算总额上限：管理费合计 101.00 元，占 10.10%，上限 10.00%（100.00 元）。"
    ]


@pytest.mark.parametrize(("second", "found"), [("300.00", 0), ("300.01", 1)])
def test_max_group_ratio_adds_up(second, found):
    rule = make_rule("max_group_ratio", ["staff", "volunteer"], value=D(50))
    findings = judge([rule], [line("volunteer", price="200"), line("staff", price=second)], total=D(1000))
    assert (
        messages(findings)
        == ["合计占比上限：人员费、志愿者补贴与保险合计 500.01 元，占 50.00%，上限 50.00%（500.00 元）。"] * found
    )


def test_a_total_of_nothing_divides_nothing():
    findings = judge([make_rule("max_ratio", value=D(10))], [line(price="1")], total=D(0))
    assert messages(findings) == ["占预算总额上限：专家与督导费合计 1.00 元，上限 10.00%（0.00 元）。"]


def test_a_keyword_narrows_and_blanks_do_not_hide_it():
    rule = make_rule("forbid", [], keyword="购 车")
    lines = [line(item="购车款"), line("other", "购 车 税"), line(item="讲师")]
    assert [finding.lines[0].item for finding in judge([rule], lines, total=D(1))] == ["购车款", "购 车 税"]


def judged(voucher, *rules, earlier=(), total="100000", room=WIDE):
    return judge_expense(rules, voucher, earlier=earlier, total=D(total), room=room)


def test_a_voucher_is_judged_by_itself_for_prices():
    rule = make_rule("max_unit_price", value=D(400))
    assert messages(judged(line(), rule, earlier=[line(price="900")])) == [
        "单价上限：“讲师”单价 500.00 元，上限 400.00 元。"
    ]


def test_a_voucher_counts_with_the_earlier_ones_for_ratios():
    rule = make_rule("max_ratio", ["expert", "office"], value=D(10))
    assert (
        judged(line(price="400"), rule, earlier=[line(price="600"), line("office", price="8000")], total="10000") == []
    )
    assert messages(judged(line(price="401"), rule, earlier=[line(price="600")], total="10000")) == [
        "占预算总额上限：专家与督导费合计 1,001.00 元，占 10.01%，上限 10.00%（1,000.00 元）。"
    ]


def test_a_group_ratio_looks_across_categories():
    rule = make_rule("max_group_ratio", ["expert", "staff"], value=D(10))
    assert len(judged(line(price="401"), rule, earlier=[line("staff", price="600")], total="10000")) == 1


def test_a_rule_on_other_categories_leaves_the_voucher_alone():
    rule = make_rule("max_ratio", ["office"], value=D(10))
    assert judged(line(), rule, earlier=[line("office", price="99000")]) == []


def test_the_picture_is_the_evidence_of_a_voucher():
    assert judged(line(basis=""), make_rule("require_evidence")) == []


@pytest.mark.parametrize(
    ("price", "blocks"), [("200.00", []), ("200.01", [False]), ("300.00", [False]), ("300.01", [True])]
)
def test_a_budget_line_may_be_exceeded_by_what_is_only_filed(price, blocks):
    room = Room("讲座", adjusted=D(1000), used=D(800), transfer_share=D(10))
    assert [finding.blocks for finding in judged(line(price=price), room=room)] == blocks


def test_an_exceeded_line_says_what_to_do():
    room = Room("讲座", adjusted=D(1000), used=D(800), transfer_share=D(10))
    assert messages(judged(line(price="400"), room=room)) == [
        "“讲座”累计支出 1,200.00 元，调整后预算 1,000.00 元，调剂后最多 1,100.00 元，请先申请预算调剂。"
    ]


def test_all_vouchers_stay_within_budget_and_own_contribution():
    assert judged(line(price="400"), earlier=[line("staff", price="600")], total="1000") == []
    assert messages(judged(line(price="400.01"), earlier=[line("staff", price="600")], total="1000")) == [
        "累计支出 1,000.01 元，预算与自筹配套合计 1,000.00 元，请核对金额。"
    ]


LINES = st.builds(
    Line,
    category=st.sampled_from(BudgetCategory.values),
    item=st.sampled_from(["讲师", "购车", "印刷品", "餐饮"]),
    unit_price=st.decimals("0.01", "2000", places=2),
    quantity=st.integers(1, 20),
    basis=st.sampled_from(["", "按市价"]),
)
CATEGORIES = st.lists(st.sampled_from(BudgetCategory.values), unique=True, max_size=5)
RULES = st.builds(
    lambda kind, categories, keyword, value: make_rule(kind, categories, keyword=keyword, value=value, tiers=TIERS),
    st.sampled_from(
        ["forbid", "max_ratio", "max_group_ratio", "max_unit_price", "tiered_unit_price", "require_evidence"]
    ),
    CATEGORIES,
    st.sampled_from(["", "购车"]),
    st.decimals("0", "1000", places=2),
)
TOTALS = st.decimals("0", "100000", places=2)


def shape(findings):
    return {(finding.message, frozenset(finding.lines)) for finding in findings}


@given(rules=st.lists(RULES, max_size=4), lines=st.lists(LINES, max_size=8), total=TOTALS, order=st.randoms())
def test_the_order_of_lines_does_not_matter(rules, lines, total, order):
    shuffled = lines[:]
    order.shuffle(shuffled)
    assert shape(judge(rules, shuffled, total=total)) == shape(judge(rules, lines, total=total))


@given(rules=st.lists(RULES, max_size=4), lines=st.lists(LINES, max_size=8), more=LINES, total=TOTALS)
def test_one_more_line_removes_no_finding_about_the_others(rules, lines, more, total):
    """Ratios may only get worse while the total stays, so the rule that was broken stays broken."""
    before, after = judge(rules, lines, total=total), judge(rules, [*lines, more], total=total)
    assert [finding.rule for finding in before if finding.rule not in [later.rule for later in after]] == []
    single = {"forbid", "max_unit_price", "tiered_unit_price", "require_evidence"}
    kept = shape(finding for finding in before if finding.rule.kind in single)
    assert kept <= shape(after)


@given(rules=st.lists(RULES, max_size=4), lines=st.lists(LINES, max_size=8), total=TOTALS)
def test_without_its_lines_a_finding_is_gone(rules, lines, total):
    for finding in judge(rules, lines, total=total):
        left = [line for line in lines if line not in finding.lines]
        assert shape(judge([finding.rule], left, total=total)).isdisjoint(shape([finding]))


@given(price=st.decimals("0.01", "2000", places=2), quantity=st.integers(1, 400))
def test_tiers_equal_counting_day_by_day(price, quantity):
    by_day = sum(D(500) if day < 3 else D(200) for day in range(1, quantity + 1))
    assert tiered_limit(TIERS, quantity) == by_day
    found = judge([make_rule("tiered_unit_price", tiers=TIERS)], [line(price=price, quantity=quantity)], total=D(1))
    assert bool(found) == (price * quantity > by_day)
