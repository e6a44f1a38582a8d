"""Drawing up and approving the year's plan; every guard leaves nothing behind."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import Notification
from projects import operations, workflow
from projects.enums import FundKind, PlanState, Procedure, ThresholdKind
from projects.models import Fund, Plan, Threshold
from projects.queries.call import due_procedure
from projects.queries.plan import split_warnings
from tests.cast import make_fund, make_project
from tests.projects.build_call import make_plan
from tests.projects.leaving import refusal

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def make_threshold(w, kind=ThresholdKind.OPEN_CALL, amount="50000.00", level="district"):
    return Threshold.objects.create(
        organization=w.city_union, level=level, category="services", kind=kind, amount=Decimal(amount),
        valid_from=date(2020, 1, 1), source_text="本级内控制度",
    )  # fmt: skip


def fiscal_fund(w, amount="9000000.00"):
    fund = make_fund(w, amount, name="财政购买服务")
    Fund.objects.filter(pk=fund.pk).update(kind=FundKind.FISCAL)
    return Fund.objects.get(pk=fund.pk)


def item_fields(fund, **fields) -> dict:
    defaults = {
        "name": "职工心理关爱", "category": "psychology", "fund": fund, "amount": "100000.00",
        "procedure": Procedure.OPEN_CALL,
    }  # fmt: skip
    return defaults | fields


def test_create_plan(world):
    plan = operations.create_plan(by=world.district, organization=world.district_union, year=YEAR, name="购买服务计划")
    assert (plan.state, plan.created_by, plan.organization) == ("draft", world.district, world.district_union)
    assert list(plan.events.values_list("kind", "to_state", "by")) == [("create", "draft", world.district.pk)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"year": 1999}, "2000 到 2100"),
        ({"year": 2101}, "2000 到 2100"),
        ({"name": "购买服务计划1"}, "已有同名的采购计划"),
    ],
)
def test_create_plan_is_refused(world, fields, sentence):
    make_plan(world)
    values = {"organization": world.district_union, "year": YEAR, "name": "新计划"} | fields
    with refusal(sentence):
        operations.create_plan(by=world.district, **values)


def test_only_unions_plan(world):
    with refusal("不是工会组织"):
        operations.create_plan(by=world.city, organization=world.contractor, year=YEAR, name="计划")


def test_items_come_and_go(world):
    plan = make_plan(world, "draft", items=0)
    fund = make_fund(world)
    item = operations.add_plan_item(plan, by=world.district, **item_fields(fund, amount="１２３.50"))
    assert (item.amount, item.plan, item.reason) == (Decimal("123.50"), plan, "")
    operations.remove_plan_item(plan, by=world.district, item=item)
    assert plan.items.count() == 0
    assert list(plan.events.values_list("kind", "note")) == [
        ("update", "增加“职工心理关爱” 123.50 元"), ("update", "删除“职工心理关爱” 123.50 元"),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", ["1e9", "-0.00", "NaN", "", "0", "-1", "1.001", "9" * 13, "x" * 10_000, "1\0"])
def test_nonsense_is_no_amount(world, amount):
    plan, fund = make_plan(world, "draft"), make_fund(world)
    with refusal("金额"):
        operations.add_plan_item(plan, by=world.district, **item_fields(fund, amount=amount))


def test_an_unknown_choice_is_refused(world):
    plan, fund = make_plan(world, "draft"), make_fund(world)
    for fields in ({"category": "food"}, {"procedure": "lottery"}):
        with refusal("请选择采购类别和采购方式"):
            operations.add_plan_item(plan, by=world.district, **item_fields(fund, **fields))


def test_a_fund_of_another_union_or_year_is_refused(world):
    plan, fund = make_plan(world, "draft", organization=world.other_district), make_fund(world)
    with refusal("属于和平区总工会"):
        operations.add_plan_item(plan, by=world.city, **item_fields(fund))
    plan = make_plan(world, "draft", year=YEAR - 1)
    with refusal(f"不能列入{YEAR - 1}年的计划"):
        operations.add_plan_item(plan, by=world.district, **item_fields(fund))


def test_law_refuses_a_laxer_procedure_whatever_the_reason(world):
    make_threshold(world, ThresholdKind.PUBLIC_TENDER, "4000000.00")
    make_threshold(world, ThresholdKind.PROCUREMENT_LIMIT, "1000000.00")
    plan, fund = make_plan(world, "draft", items=0), fiscal_fund(world)
    about = item_fields(fund, amount="4000000.00", reason="时间紧")
    for procedure in (Procedure.OPEN_CALL, Procedure.CONSULTATION, Procedure.DIRECT):
        with refusal("应当采用公开招标"):
            operations.add_plan_item(plan, by=world.district, **about | {"procedure": procedure})
    with refusal("应当采用竞争性磋商"):
        operations.add_plan_item(plan, by=world.district, **about | {"amount": "3999999.99"})
    with refusal("请写明采用理由"):
        single = about | {"procedure": Procedure.SINGLE_SOURCE, "reason": "  "}
        operations.add_plan_item(plan, by=world.district, **single)
    operations.add_plan_item(plan, by=world.district, **about | {"procedure": Procedure.SINGLE_SOURCE})
    operations.add_plan_item(plan, by=world.district, **about | {"procedure": Procedure.PUBLIC_TENDER, "reason": ""})
    assert plan.items.count() == 2


def test_union_money_above_the_threshold_is_not_given_directly(world):
    make_threshold(world)
    plan, fund = make_plan(world, "draft", items=0), make_fund(world)
    with refusal("应当采用公开征集，不能采用定向委托"):
        about = item_fields(fund, amount="50000.00", procedure=Procedure.DIRECT, reason="急")
        operations.add_plan_item(plan, by=world.district, **about)
    with refusal("改用比选的，请写明采用理由"):
        operations.add_plan_item(plan, by=world.district, **item_fields(fund, procedure=Procedure.SELECTION))
    about = item_fields(fund, amount="49999.99", procedure=Procedure.DIRECT)
    assert operations.add_plan_item(plan, by=world.district, **about).amount == Decimal("49999.99")


def test_due_procedure_names_its_authority(world):
    make_threshold(world)
    fund = make_fund(world)
    procedure, reason = due_procedure(fund, Decimal(50_000), world.district_union)
    assert (procedure, reason) == (
        "open_call", "50,000.00 元，达到公开征集起点 50,000.00 元（依据：本级工会内控制度（规则中心））",
    )  # fmt: skip
    assert due_procedure(fund, Decimal(49_999), world.district_union).procedure == "direct"


def test_the_path_of_a_plan(world):
    plan = make_plan(world, "draft", created_by=world.district)
    operations.submit_plan(plan, by=world.district)
    assert set(Notification.objects.values_list("recipient__username", "title")) == {("city", "采购计划待审批")}
    operations.return_plan(plan, by=world.city, note=" 金额偏高 ")
    operations.submit_plan(plan, by=world.district)
    operations.approve_plan(plan, by=world.city, note="同意")
    plan = Plan.objects.get()
    assert plan.state == "approved"
    assert list(plan.events.values_list("kind", "from_state", "to_state", "note")) == [
        ("submit", "draft", "submitted", ""),
        ("return", "submitted", "draft", "金额偏高"),
        ("submit", "draft", "submitted", ""),
        ("approve", "submitted", "approved", "同意"),
    ]
    told = Notification.objects.filter(recipient=world.district).values_list("title", flat=True)
    assert set(told) == {"采购计划被退回", "采购计划已批准"}


def test_an_empty_plan_is_not_submitted(world):
    plan = make_plan(world, "draft", items=0)
    with refusal("还没有明细"):
        operations.submit_plan(plan, by=world.district)


def test_a_threshold_set_since_is_asked_again(world):
    plan = make_plan(world, "draft")
    plan.items.update(procedure=Procedure.DIRECT, reason="急")
    make_threshold(world)
    with refusal("应当采用公开征集"):
        operations.submit_plan(plan, by=world.district)
    Plan.objects.update(state="submitted")
    with refusal("应当采用公开征集"):
        operations.approve_plan(plan, by=world.city)


def test_nobody_approves_what_they_wrote_or_submitted(world):
    plan = make_plan(world, "draft", created_by=world.district)
    operations.submit_plan(plan, by=world.city)
    for author in (world.district, world.city):
        with refusal("不能批准"):
            operations.approve_plan(plan, by=author)


def test_a_plan_needs_its_money(world):
    fund = make_fund(world, "1000000.00")
    make_plan(world, fund=fund, amount="600000.00")
    plan = make_plan(world, "submitted", fund=fund, amount="200000.01", items=2)
    with refusal("其他已批准计划尚未承诺 600,000.00 元，不足本计划的 400,000.02 元"):
        operations.approve_plan(plan, by=world.city)
    plan.items.update(amount=Decimal("200000.00"))
    assert operations.approve_plan(plan, by=world.city).state == "approved"


def test_what_a_plan_has_committed_is_not_counted_twice(world):
    """The commitment has left the fund's available money; only the rest of that plan still waits."""
    fund = make_fund(world, "1000000.00")
    item = make_plan(world, fund=fund, amount="600000.00").items.get()
    make_project(world, "approved", fund=fund, budget=Decimal("500000.00"), plan_item=item)
    plan = make_plan(world, "submitted", fund=fund, amount="400000.00")
    assert operations.approve_plan(plan, by=world.city).state == "approved"


def test_a_return_needs_its_reason(world):
    plan = make_plan(world, "submitted")
    with refusal("请写明原因"):
        operations.return_plan(plan, by=world.city, note=" ")


def test_only_drafts_change(world):
    fund = make_fund(world)
    for state in ("submitted", "approved"):
        plan = make_plan(world, state)
        with refusal("不能修改明细"):
            operations.add_plan_item(plan, by=world.district, **item_fields(fund))
        with refusal("不能修改明细"):
            operations.remove_plan_item(plan, by=world.district, item=plan.items.get())


def test_an_item_of_another_plan_stays(world):
    plan, other = make_plan(world, "draft"), make_plan(world, "draft")
    with refusal("不在本计划里"):
        operations.remove_plan_item(plan, by=world.district, item=other.items.get())


def test_splitting_is_shown(world):
    make_threshold(world)
    fund = make_fund(world)
    make_plan(world, fund=fund, amount="30000.00").items.update(procedure=Procedure.DIRECT)
    plan = make_plan(world, "draft", fund=fund, amount="19999.99")
    plan.items.update(procedure=Procedure.DIRECT)
    assert split_warnings(plan) == []
    plan.items.update(amount=Decimal("20000.00"))
    (warning,) = split_warnings(plan)
    assert (warning.label, warning.total, warning.rows) == ("心理适应", Decimal("50000.00"), 2)
    assert warning.verdict.procedure == "open_call"


def test_direct_commissions_outside_plans_count_as_splitting(world):
    make_threshold(world)
    fund = make_fund(world)
    plan = make_plan(world, "draft", fund=fund, amount="40000.00")
    plan.items.update(procedure=Procedure.DIRECT)
    make_project(world, "approved", fund=fund, budget=Decimal("10000.00"))
    assert [(row.total, row.rows) for row in split_warnings(plan)] == [(Decimal("50000.00"), 2)]


def test_one_purchase_alone_is_no_splitting(world):
    make_threshold(world)
    plan = make_plan(world, "draft", amount="40000.00")
    plan.items.update(procedure=Procedure.DIRECT, category="law")
    make_plan(world, "draft", amount="40000.00", fund=plan.items.get().fund)
    assert split_warnings(plan) == []


OPERATIONS = {
    "submit": lambda w, plan: operations.submit_plan(plan, by=w.district),
    "approve": lambda w, plan: operations.approve_plan(plan, by=w.city),
    "return": lambda w, plan: operations.return_plan(plan, by=w.city, note="修改"),
}


@pytest.mark.parametrize("state", PlanState.values)
@pytest.mark.parametrize("transition", workflow.PLAN, ids=lambda row: row.name)
def test_every_move_from_every_state(world, transition, state):
    plan = make_plan(world, state)
    if state in transition.sources:
        OPERATIONS[transition.name](world, plan)
        assert Plan.objects.get().state == transition.target
    else:
        with refusal(f"不能{transition.label}"):
            OPERATIONS[transition.name](world, plan)
