"""Instalments, vouchers, settlements and rewards."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from core.templatetags.ui import day, money
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects.enums import BalanceUse, ExpenseState, InstalmentState, RewardSheetState, SettlementState
from projects.models import Expense, Instalment, RewardSheet, Settlement
from projects.permissions import PURCHASERS
from projects.queries.settlement import balances_to_return
from reports.todo.kind import Todo, todo


def payments_to_decide(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "project__organization")
    for state, title in ((InstalmentState.APPLIED, "待复核的拨款"), (InstalmentState.CHECKED, "待批准的拨款")):
        yield instalment_todo(title, Instalment.objects.visible_to(user).filter(here, state=state), state)
    vouchers = Expense.objects.visible_to(user).filter(here, state=ExpenseState.SUBMITTED)
    yield expense_todo("待初审的支出凭证", vouchers, ExpenseState.SUBMITTED)
    asked = {"state": SettlementState.SUBMITTED, "use": BalanceUse.CARRY_OVER}
    yield settlement_todo("申请结转的决算", Settlement.objects.visible_to(user).filter(here, **asked), asked)


def money_to_ask_for(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.NGO,)), "project__contractor")
    rows = Instalment.objects.visible_to(user).filter(here)
    for state, title in (
        (InstalmentState.CONDITION_MET, "可以申请的拨款"),
        (InstalmentState.PAID, "待确认收款的拨款"),
        (InstalmentState.REJECTED, "未通过、可重新申请的拨款"),
    ):
        yield instalment_todo(title, rows.filter(state=state), state)
    drafts = Expense.objects.visible_to(user).filter(here, state=ExpenseState.DRAFT)
    yield expense_todo("还没有提交的支出凭证", drafts, ExpenseState.DRAFT)


def books_to_keep(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.FINANCE,)), "project__fund__organization")
    vouchers = Expense.objects.visible_to(user).filter(here, state=ExpenseState.CHECKED)
    yield expense_todo("待列支的支出凭证", vouchers, ExpenseState.CHECKED)
    due = balances_to_return(Settlement.objects.visible_to(user).filter(here))
    yield settlement_todo("待退回的结余", due, {"returned": "0"})


def settlements_to_audit(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.AUDITOR,)), "project__fund__organization")
    asked = {"state": SettlementState.SUBMITTED}
    yield settlement_todo("待审计的决算", Settlement.objects.visible_to(user).filter(here, **asked), asked)


def instalments_to_pay(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.FINANCE,)), "project__fund__organization")
    rows = Instalment.objects.visible_to(user).filter(here, state=InstalmentState.APPROVED)
    yield instalment_todo("待拨付的款项", rows, InstalmentState.APPROVED)


def instalment_todo(title: str, rows: QuerySet[Instalment], state: str) -> Todo:
    rows = rows.select_related("project").order_by("due_on", "pk")
    return todo(
        title, rows, "projects:instalment-list", {"state": state},
        lambda row: f"{money(row.amount)} 元，应付 {day(row.due_on)}",
    )  # fmt: skip


def expense_todo(title: str, rows: QuerySet[Expense], state: str) -> Todo:
    rows = rows.select_related("project").order_by("on", "pk")
    return todo(
        title, rows, "projects:expense-list", {"state": state}, lambda row: f"{row.project}，{money(row.amount)} 元"
    )


def settlement_todo(title: str, rows: QuerySet[Settlement], query: dict) -> Todo:
    rows = rows.select_related("project").order_by("pk")
    return todo(title, rows, "projects:settlement-list", query, lambda row: f"结余 {money(row.balance)} 元")


def rewards_to_decide(user) -> Iterator[Todo]:
    rows = RewardSheet.objects.visible_to(user).filter(in_subtrees(org_paths(user, PURCHASERS), "scheme__organization"))
    yield reward_todo("待复核的奖补核算表", rows, RewardSheetState.COMPUTED)
    yield reward_todo("待公示的奖补核算表", rows, RewardSheetState.CHECKED)
    over = rows.filter(publicity_ends_on__lt=timezone.localdate())
    yield reward_todo("公示期满、待批准的奖补核算表", over, RewardSheetState.PUBLICITY, {"over": "1"})


def rewards_to_pay(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.FINANCE,)), "scheme__fund__organization")
    rows = RewardSheet.objects.visible_to(user).filter(here)
    yield reward_todo("待支付的奖补", rows, RewardSheetState.APPROVED)


def reward_todo(title: str, rows: QuerySet[RewardSheet], state: str, filters: dict | None = None) -> Todo:
    rows = rows.filter(state=state).select_related("scheme").order_by("pk")
    filters = filters or {"state": state}
    return todo(title, rows, "projects:rewardsheet-list", filters, lambda row: f"{money(row.amount)} 元")
