"""Reads worth a name: the figures of a settlement, computed from ledger, vouchers and changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.enums import BalanceUse, BudgetCategory, EntryKind, ExpenseState, SettlementState
from projects.models import Expense, Project, Settlement, SettlementLine
from projects.queries.contract import adjusted_lines
from projects.queries.expense import OPEN, RECOGNISED

ZERO = Decimal(0)


@dataclass(frozen=True)
class CategoryFigures:
    """One line of the 决算表 in yuan; ``vouchers`` is the range of its voucher numbers, ``note`` explains it."""

    category: str
    budget: Decimal
    adjusted: Decimal
    actual: Decimal
    vouchers: str
    note: str = ""

    @property
    def label(self) -> str:
        return BudgetCategory(self.category).label

    @property
    def difference(self) -> Decimal:
        return self.adjusted - self.actual


@dataclass(frozen=True)
class SettlementFigures:
    """``balance`` is what was paid and not spent; below zero it is what the contractor advanced. Vouchers are charged
    to the lines the union pays for, so the contractor's own contribution neither adds to it nor is taken off."""

    paid: Decimal
    spent: Decimal
    own_contribution: Decimal
    lines: tuple[CategoryFigures, ...]

    @property
    def balance(self) -> Decimal:
        return self.paid - self.spent


def settlement_figures(project: Project) -> SettlementFigures:
    """What the settlement says today. Checked vouchers that wait for the last payment count as spent."""
    rows = project.expenses.filter(state__in=RECOGNISED).order_by("on", "pk")
    vouchers = list(rows.values_list("category", "amount", "pk"))
    adjusted = adjusted_lines(project)
    budget_lines = list(project.budget_lines.all())
    lines = []
    for category in BudgetCategory:
        own = [line for line in budget_lines if line.category == category]
        spent = [(amount, pk) for kind, amount, pk in vouchers if kind == category]
        if own or spent:
            lines.append(
                CategoryFigures(
                    category=category,
                    budget=sum((line.amount for line in own), ZERO),
                    adjusted=sum((adjusted[line.pk] for line in own), ZERO),
                    actual=sum((amount for amount, _ in spent), ZERO),
                    vouchers=number_range(pk for _, pk in spent),
                )
            )
    spent_in_all = sum((amount for _, amount, _ in vouchers), ZERO)
    return SettlementFigures(project.paid, spent_in_all, project.own_contribution, tuple(lines))


def shown_figures(settlement: Settlement) -> SettlementFigures:
    """What pages and the 决算表 show: a draft with the books of this moment, anything else as it was handed in."""
    lines = list(settlement.lines.all())
    if settlement.state == SettlementState.DRAFT:
        figures, notes = settlement_figures(settlement.project), {line.category: line.note for line in lines}
        return replace(figures, lines=tuple(replace(line, note=notes.get(line.category, "")) for line in figures.lines))
    own = settlement.project.own_contribution
    return SettlementFigures(settlement.paid, settlement.spent, own, tuple(map(as_figures, lines)))


def as_figures(line: SettlementLine) -> CategoryFigures:
    return CategoryFigures(line.category, line.budget, line.adjusted, line.actual, line.vouchers, line.note)


def number_range(numbers: Iterable[int]) -> str:
    """``3—17（5张）`` for the voucher numbers of a category; the numbers are those of the voucher list, which counts
    over all projects, so that the range alone would not say how many there are."""
    numbers = sorted(numbers)
    if not numbers:
        return ""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}—{numbers[-1]}（{len(numbers)}张）"


def payments_counted(settlement: Settlement):
    """The ledger rows ``paid`` adds up; later ones (the last instalment, a returned balance) came after it."""
    rows = settlement.project.entries.filter(kind=EntryKind.PAYMENT)
    if settlement.state == SettlementState.DRAFT:
        return rows
    submitted = settlement.events.filter(kind="submit").order_by("pk").last()
    return rows.filter(at__lt=submitted.at) if submitted else rows


def open_expenses(project: Project):
    """Vouchers nobody has decided about. A checked one may wait for the last payment."""
    return Expense.objects.filter(project=project, state__in=OPEN)


def unpaid_advances(project: Project):
    """Checked vouchers that cannot be accepted before more is paid."""
    return Expense.objects.filter(project=project, state=ExpenseState.CHECKED)


def carry_over_approval(settlement: Settlement):
    """The event of the purchaser's approval since the settlement was last submitted."""
    submitted = settlement.events.filter(kind="submit").order_by("pk").last()
    approvals = settlement.events.filter(kind="approve_carry_over")
    return approvals.filter(pk__gt=submitted.pk).last() if submitted else None


def owes_balance(settlement: Settlement) -> bool:
    """Whether the balance is still to be returned; the same rule as ``balances_to_return``."""
    asked = settlement.state == SettlementState.AUDITED and settlement.use == BalanceUse.RETURN
    return asked and settlement.balance > 0 and settlement.returned_on is None


def balances_to_return(settlements):
    """Audited settlements among ``settlements`` whose balance is to be returned and has not been."""
    return settlements.filter(
        state=SettlementState.AUDITED, use=BalanceUse.RETURN, balance__gt=0, returned_on__isnull=True
    )
