"""Where the money goes: vouchers every few weeks, checked by the union, accepted by its accountant."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from orgs.enums import Role
from projects.enums import ExpenseState
from projects.models import BudgetLine, Expense, Project
from projects.operations import (
    accept_expense,
    check_expense,
    create_expense,
    disallow_expense,
    submit_expense,
)
from sanlian.demo.contracts import deputy
from sanlian.demo.papers import paper
from sanlian.demo.plan import ProjectPlan
from sanlian.demo.world import World

ROUND = 45  # days between two rounds of vouchers
BEFORE_THE_END = 2  # days
PAYEES = {
    "expert": "沈阳众智讲师工作室", "activity": "沈阳惠工办公用品商行", "volunteer": "沈阳平安志愿者保险服务部",
    "publicity": "沈阳北方印务有限公司",
}  # fmt: skip
REFUSED = ("座谈会茶歇", Decimal("2600.00"), "没有参加人员签到，人均金额超出通知标准，不予列支。")


def spending_story(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """One round of vouchers after the other, up to yesterday or the end of the project."""
    last = min(plan.ends - BEFORE_THE_END, -3)
    rounds = list(range(plan.starts + 20, last, ROUND)) or [last]
    share = plan.spend * (last - plan.starts) / (plan.ends - plan.starts)
    lines = list(project.budget_lines.order_by("pk"))
    for turn, offset in enumerate(rounds):
        yield world.office(offset)
        made = [
            expense
            for line in lines
            if (quantity := portion(line, share, turn, len(rounds)))
            if (expense := hand_in(world, plan, project, line, quantity))
        ]
        if turn == len(rounds) - 1 and last == -3:
            continue  # the latest wait for the union
        yield world.office(offset + 2)
        for expense in made:
            check_expense(expense, by=deputy(world, plan), note="与活动记录相符。")
        yield world.office(offset + 4)
        accept_within(world, plan, project)
    if plan.disallowed:
        yield from refusal(world, plan, project, rounds[-1] + 5)


def portion(line: BudgetLine, share: float, turn: int, turns: int) -> int:
    """How many units of a line fall to this round, so that all rounds together make ``share`` of it."""
    if line.quantity == 1:
        return 1 if turn == 0 else 0
    whole = int(line.quantity * share)
    return whole * (turn + 1) // turns - whole * turn // turns


def hand_in(world: World, plan: ProjectPlan, project: Project, line: BudgetLine, quantity: int) -> Expense:
    """Recorded with its invoice and submitted by the social worker."""
    worker = project.worker
    expense = create_expense(
        by=worker, project=project, line=line, invoice_number=next_number(), on=timezone.localdate(),
        payee=PAYEES[line.category], purpose=line.item.removesuffix("（每场）"), unit_price=line.unit_price,
        quantity=quantity, file=paper("发票"), service_item=project.service_items.first(),
    )  # fmt: skip
    return submit_expense(expense, by=worker)


def accept_within(world: World, plan: ProjectPlan, project: Project) -> None:
    """Accept what the payments so far cover; the rest waits for the next instalment."""
    for expense in project.expenses.filter(state=ExpenseState.CHECKED).order_by("on", "pk"):
        project.refresh_from_db(fields=["paid", "spent"])
        if project.spent + expense.amount <= project.paid + project.own_contribution:
            accept_expense(expense, by=world.staff(Role.FINANCE, plan.payer))


def refusal(world: World, plan: ProjectPlan, project: Project, offset: int) -> Iterator[datetime]:
    """One voucher that is not recognised."""
    purpose, amount, reason = REFUSED
    yield world.office(min(offset, -3))
    expense = create_expense(
        by=project.worker, project=project, line=project.budget_lines.get(category="activity"),
        invoice_number=next_number(), on=timezone.localdate(), payee=PAYEES["activity"],
        purpose=purpose, unit_price=amount, file=paper("发票"),
    )  # fmt: skip
    submit_expense(expense, by=project.worker)
    yield world.office(min(offset + 1, -2))
    disallow_expense(expense, by=deputy(world, plan), note=reason)


def next_number() -> str:
    """Twenty digits, as electronic invoices have."""
    return f"2621{Expense.objects.count() + 1:016d}"
