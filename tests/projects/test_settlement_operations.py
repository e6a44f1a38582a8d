"""Settlements: figures from the books, an auditor from outside, balances returned or carried over."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import Notification
from projects import operations, workflow
from projects.enums import ProjectState, SettlementState
from projects.models import (
    BudgetAdjustment,
    BudgetLine,
    Change,
    Fund,
    LedgerEntry,
    Project,
    Settlement,
)
from projects.queries.settlement import SettlementFigures, settlement_figures
from tests.cast import make_project, make_user
from tests.projects.build_money import make_expense, make_instalment, make_paid_project, make_settlement

D = Decimal


def told():
    return set(Notification.objects.values_list("recipient__username", flat=True))


def spent_project(world, spent="25000.00", state="completed", **fields):
    project = make_paid_project(world, "active", paid="30000.00", **fields)
    if spent:
        make_expense(world, project, "accepted", unit_price=spent)
    Project.objects.filter(pk=project.pk).update(final_score=D(88))
    for step in ("final_review", "completed", "settling", "audited"):
        if Project.objects.get(pk=project.pk).state != state:
            Project.objects.filter(pk=project.pk).update(state=step)
    return Project.objects.get(pk=project.pk)


def drawn_up(world, use="return", **kwargs):
    return operations.draw_up_settlement(spent_project(world, **kwargs), by=world.ngo, use=use, explanation="按实列支")


def test_figures_by_category(world):
    project = make_paid_project(world, "active", paid="30000.00", own_contribution=D(1000))
    venue = BudgetLine.objects.create(project=project, category="venue", item="场地", unit_price=2000, quantity=1)
    change = Change.objects.create(project=project, kind="budget", reason="x", requested_by=world.ngo, state="filed")
    BudgetAdjustment.objects.create(change=change, line=venue, amount=200)
    BudgetAdjustment.objects.create(change=change, line=project.budget_lines.first(), amount=-200)
    numbers = [make_expense(world, project, "accepted", unit_price="300.00").pk for _ in range(3)]
    waits = make_expense(world, project, "checked", line=venue, unit_price="1700.50").pk
    make_expense(world, project, "disallowed", unit_price="9.00")
    figures = settlement_figures(project)
    assert [(line.category, line.budget, line.adjusted, line.actual, line.difference, line.vouchers)
            for line in figures.lines] == [
        ("activity", D(50000), D(49800), D(900), D(48900), f"{numbers[0]}—{numbers[-1]}（3张）"),
        ("venue", D(2000), D(2200), D("1700.50"), D("499.50"), str(waits)),
    ]  # fmt: skip
    assert (figures.paid, figures.spent, figures.balance) == (D(30000), D("2600.50"), D("27399.50"))


@pytest.mark.parametrize(
    ("paid", "own", "spent", "balance"),
    [("100", "0", "100", "0"), ("100", "50", "30", "70"), ("100", "50", "100", "0"), ("100", "50", "150", "-50")],
)
def test_the_own_contribution_stays_out_of_the_balance(paid, own, spent, balance):
    assert SettlementFigures(D(paid), D(spent), D(own), ()).balance == D(balance)


def test_draw_up_and_submit(world):
    settlement = drawn_up(world)
    assert (settlement.state, settlement.paid, settlement.spent, settlement.balance) == (
        "draft", D(30000), D(25000), D(5000),
    )  # fmt: skip
    settlement = operations.submit_settlement(settlement, by=world.ngo)
    assert (settlement.state, Project.objects.get().state) == ("submitted", "settling")
    assert told() == {"auditor", "district"}
    assert list(settlement.events.values_list("kind", flat=True)) == ["create", "submit"]


def refused(operation, obj, sentence, **kwargs):
    def now():
        return (
            list(Settlement.objects.values()), list(Project.objects.order_by("pk").values()),
            LedgerEntry.objects.count(), Notification.objects.count(),
            list(obj.events.values_list("kind", flat=True)),
        )  # fmt: skip

    before = now()
    with pytest.raises(DomainError, match=sentence):
        operation(obj, **kwargs)
    assert now() == before


@pytest.mark.parametrize("state", [state for state in ProjectState if state != ProjectState.COMPLETED])
def test_only_completed_projects_are_settled(world, state):
    project = make_project(world, state, final_score=D(80))
    refused(operations.draw_up_settlement, project, "确认结项以后", by=world.ngo)


def test_one_settlement_per_project(world):
    settlement = drawn_up(world)
    refused(operations.draw_up_settlement, settlement.project, "已经有决算", by=world.ngo)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_no_settlement_while_a_voucher_is_undecided(world, state):
    project = spent_project(world)
    make_expense(world, project, state)
    refused(operations.draw_up_settlement, project, "还有 1 张支出凭证没有办结", by=world.ngo)


def test_a_checked_voucher_may_wait_for_the_last_payment(world):
    project = spent_project(world, spent="")
    make_expense(world, project, "checked", unit_price="30000.00")
    refused(operations.draw_up_settlement, project, "没有列支的支出凭证", by=world.ngo)
    make_instalment(world, project, is_final=True, amount=D(20000))
    assert operations.draw_up_settlement(project, by=world.ngo).spent == D(30000)


def test_figures_are_taken_again_on_submission(world):
    settlement = drawn_up(world)
    make_expense(world, settlement.project, "accepted", unit_price="5000.00")
    settlement = operations.submit_settlement(settlement, by=world.ngo)
    assert (settlement.spent, settlement.balance, settlement.use) == (D(30000), D(0), "")
    assert sum(line.actual for line in settlement.lines.all()) == settlement.spent == Project.objects.get().spent


def test_a_balance_needs_a_use(world):
    settlement = drawn_up(world, use="")
    refused(operations.submit_settlement, settlement, "有结余 5,000.00 元", by=world.ngo)
    settlement = operations.update_settlement(settlement, by=world.ngo, use="return")
    assert operations.submit_settlement(settlement, by=world.ngo).state == "submitted"


@pytest.mark.parametrize(
    ("changes", "sentence"), [({"use": "keep"}, "退回或结转"), ({"explanation": "长" * 2001}, "最多 2000 字"),
                              ({"explanation": "x\0"}, "最多 2000 字")]
)  # fmt: skip
def test_bad_input_changes_nothing(world, changes, sentence):
    refused(operations.update_settlement, drawn_up(world), sentence, by=world.ngo, **changes)


def test_no_submission_while_money_is_asked_for(world):
    settlement = drawn_up(world)
    make_instalment(world, settlement.project, "applied", amount=D(1))
    refused(operations.submit_settlement, settlement, "正在办理的拨款", by=world.ngo)


def submitted(world, use="return", **kwargs):
    return operations.submit_settlement(drawn_up(world, use, **kwargs), by=world.ngo)


def test_audit(world):
    settlement = submitted(world)
    Notification.objects.all().delete()
    settlement = operations.audit_settlement(settlement, by=world.auditor, opinion="账实相符")
    assert (settlement.state, settlement.opinion, settlement.audited_by, Project.objects.get().state) == (
        "audited", "账实相符", world.auditor, "audited",
    )  # fmt: skip
    assert told() == {"ngo", "worker", "district", "finance"}


def test_an_opinion_is_given(world):
    refused(operations.audit_settlement, submitted(world), "请写明", by=world.auditor, opinion=" ")


@pytest.mark.parametrize("step", ["audit", "return"])
@pytest.mark.parametrize("deed", ["approved the project", "approved a payment", "paid", "accepted", "contractor"])
def test_the_auditor_stands_outside(world, step, deed):
    settlement = submitted(world)
    project, auditor = settlement.project, world.auditor
    if deed == "approved the project":
        project.events.create(kind="approve", by=auditor)
    elif deed in ("approved a payment", "paid"):
        kind = {"paid": "pay"}.get(deed, "approve")
        project.instalments.first().events.create(kind=kind, by=auditor)
    elif deed == "accepted":
        project.expenses.first().events.create(kind="accept", by=auditor)
    else:
        auditor.memberships.create(organization=world.contractor, role="ngo", valid_from="2020-01-01")
    kwargs = {"opinion": "同意"} if step == "audit" else {"note": "理由"}
    refused(getattr(operations, f"{step}_settlement"), settlement, "您", by=auditor, **kwargs)


def test_return_and_submit_again(world):
    settlement = operations.return_settlement(submitted(world), by=world.auditor, note="补凭证")
    assert (settlement.state, Project.objects.get().state) == ("draft", "completed")
    make_expense(world, settlement.project, "accepted", unit_price="1000.00")
    settlement = operations.submit_settlement(settlement, by=world.ngo)
    assert (settlement.balance, Project.objects.get().state) == (D(4000), "settling")


def test_a_carry_over_needs_the_purchaser(world):
    settlement = submitted(world, "carry_over")
    refused(operations.audit_settlement, settlement, "没有购买主体的批准意见", by=world.auditor, opinion="同意")
    operations.approve_carry_over(settlement, by=world.district, note="用于下半年讲座")
    refused(operations.approve_carry_over, settlement, "已经批准过", by=world.district, note="再")
    event = settlement.events.last()
    assert (event.kind, event.by, event.note) == ("approve_carry_over", world.district, "用于下半年讲座")
    assert operations.audit_settlement(settlement, by=world.auditor, opinion="同意").state == "audited"
    refused(operations.return_balance, Settlement.objects.get(), "没有要退回的结余", by=world.finance)


def test_a_carry_over_is_approved_anew_after_a_return(world):
    settlement = submitted(world, "carry_over")
    operations.approve_carry_over(settlement, by=world.district, note="同意")
    settlement = operations.return_settlement(settlement, by=world.auditor, note="补凭证")
    settlement = operations.submit_settlement(settlement, by=world.ngo)
    refused(operations.audit_settlement, settlement, "没有购买主体的批准意见", by=world.auditor, opinion="同意")


@pytest.mark.parametrize("use", ["return", "carry_over"])
def test_who_may_not_agree_to_a_carry_over(world, use):
    settlement = submitted(world, use)
    world.ngo.memberships.create(organization=world.district_union, role="district_union", valid_from="2020-01-01")
    sentence = "承接单位的人员"
    refused(operations.approve_carry_over, settlement, sentence, by=world.ngo, note="同意")
    if use == "return":
        refused(operations.approve_carry_over, settlement, "申请结转的决算", by=world.district, note="同意")


def test_return_balance(world):
    settlement = operations.audit_settlement(submitted(world), by=world.auditor, opinion="同意")
    fund = Fund.objects.get()
    available = fund.available
    settlement = operations.return_balance(settlement, by=world.finance, voucher_number="SK-1", note="已到账")
    project = Project.objects.get()
    assert (project.paid, project.spent, project.committed) == (D(25000), D(25000), D(25000))
    assert Fund.objects.get().available == available + D(25000)  # the balance, and what will not be paid any more
    rows = LedgerEntry.objects.filter(key__contains="return_balance").order_by("pk")
    assert list(rows.values_list("kind", "amount")) == [
        ("payment", D("-5000.00")), ("commitment", D("-5000.00")), ("commitment", D("-20000.00")),
    ]  # fmt: skip
    refused(operations.return_balance, settlement, "没有重复入账", by=world.finance)


def test_return_waits_for_the_audit(world):
    refused(operations.return_balance, submitted(world), "审计通过以后", by=world.finance)


def test_who_approved_the_project_does_not_book_the_return(world):
    settlement = operations.audit_settlement(submitted(world), by=world.auditor, opinion="同意")
    settlement.project.events.create(kind="award", by=world.finance)
    refused(operations.return_balance, settlement, "您批准了这个项目", by=world.finance)
    both = make_user("both", world.district_union, "finance")
    both.memberships.create(organization=world.contractor, role="ngo", valid_from="2020-01-01")
    refused(operations.return_balance, settlement, "承接单位的人员", by=both)


def test_an_empty_balance_needs_no_return(world):
    settlement = operations.audit_settlement(submitted(world, spent="30000.00"), by=world.auditor, opinion="同意")
    refused(operations.return_balance, settlement, "没有要退回的结余", by=world.finance)


ARGUMENTS = {"audit": {"opinion": "x"}, "return": {"note": "x"}}


@pytest.mark.parametrize("transition", workflow.SETTLEMENT, ids=lambda move: move.name)
def test_from_every_other_state_nothing_moves(world, transition):
    operation = getattr(operations, f"{transition.name}_settlement")
    for state in set(SettlementState) - set(transition.sources):
        refused(operation, make_settlement(world, state=state), "目前是", by=world.auditor,
                **ARGUMENTS.get(transition.name, {}))  # fmt: skip


@pytest.mark.parametrize("state", ["submitted", "audited"])
def test_only_drafts_are_changed(world, state):
    refused(operations.update_settlement, make_settlement(world, state=state), "不能修改", by=world.ngo)


def test_differences_are_explained_by_category(world):
    settlement = drawn_up(world)
    settlement = operations.update_settlement(settlement, by=world.ngo, use="return", notes={"activity": " 场次减少 "})
    assert [line.note for line in settlement.lines.all()] == ["场次减少"]
    settlement = operations.update_settlement(settlement, by=world.ngo, use="return")
    settlement = operations.submit_settlement(settlement, by=world.ngo)
    assert [line.note for line in settlement.lines.all()] == ["场次减少"]


@pytest.mark.parametrize("notes", [{"kitchen": "x"}, {"activity": "长" * 201}, {"activity": "x\0"}])
def test_explanations_are_short_and_of_a_known_category(world, notes):
    refused(operations.update_settlement, drawn_up(world), "科目", by=world.ngo, use="return", notes=notes)


def test_what_was_overspent_is_explained_before_it_is_submitted(world):
    project = spent_project(world)
    BudgetLine.objects.filter(project=project).update(unit_price=D(24000))
    settlement = operations.draw_up_settlement(project, by=world.ngo, use="return")
    refused(operations.submit_settlement, settlement, "“活动费”超出调整后预算 1,000.00 元", by=world.ngo)
    notes = {"activity": "物价上涨"}
    settlement = operations.update_settlement(settlement, by=world.ngo, use="return", notes=notes)
    assert operations.submit_settlement(settlement, by=world.ngo).state == "submitted"


@pytest.mark.parametrize("state", ["settling", "audited"])
def test_a_checked_voucher_the_settlement_counts_is_not_disallowed(world, state):
    project = spent_project(world, state=state)
    expense = make_expense(world, project, "checked")
    refused(operations.disallow_expense, expense, "决算已经提交", by=world.finance, note="发票不符")


def test_whoever_disallowed_a_voucher_does_not_audit(world):
    settlement = operations.submit_settlement(drawn_up(world), by=world.ngo)
    expense = make_expense(world, settlement.project, "disallowed")
    expense.events.create(kind="disallow", by=world.auditor)
    refused(operations.audit_settlement, settlement, "不能审计", by=world.auditor, opinion="相符")
