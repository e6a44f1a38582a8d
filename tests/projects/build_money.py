"""Instalments, vouchers and settlements in any state, with the ledger rows that belong to it."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from projects.enums import (
    BudgetRuleKind,
    ConditionKind,
    ContractState,
    EntryKind,
    ExpenseState,
    InstalmentState,
    ProjectState,
    SettlementState,
)
from projects.models import (
    BudgetRule,
    Contract,
    Expense,
    Instalment,
    InstalmentCondition,
    LedgerEntry,
    Settlement,
    SettlementLine,
)
from tests.cast import make_project

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
TAKEN = (InstalmentState.PAID, InstalmentState.RECEIPTED, InstalmentState.CLAWED_BACK)


def make_rule(kind, categories=("expert",), **fields) -> BudgetRule:
    """An unsaved rule of a rule set."""
    kind = BudgetRuleKind(kind)
    defaults = {"message": kind.label, "source_text": "本批次预算编制要求", "keyword": "", "tiers": []}
    return BudgetRule(kind=kind, categories=list(categories), **(defaults | fields))


def register_contract(w, project) -> Contract:
    """The least a registered contract needs, whatever the project's state."""
    today = timezone.localdate()
    return Contract.objects.create(
        project=project, number=f"HT-{project.pk}", party_a=w.district_union, party_b=project.contractor,
        signer_a="韩立群", signer_b="关海涛", amount=project.budget, starts_on=project.starts_on,
        ends_on=project.ends_on, acceptance="按指标验收。", personal_data="期满返还删除。", breach="按约定。",
        dispute="协商。", signed_on=today, registered_on=today, registration_number="DJ-1", created_by=w.district,
        state=ContractState.REGISTERED,
    )  # fmt: skip


def make_contracted_project(w):
    """A running project whose contract is registered and of which nothing is paid yet."""
    project = make_project(w, ProjectState.ACTIVE)
    register_contract(w, project)
    return project


def pay(w, project, amount, instalment=None) -> LedgerEntry:
    """A payment row as the operation posts it."""
    number = project.entries.filter(kind=EntryKind.PAYMENT).count() + 1
    key = f"payment:{instalment.pk}" if instalment else f"payment:test:{project.pk}:{number}"
    entry = LedgerEntry.objects.create(
        fund=project.fund, project=project, instalment=instalment, kind=EntryKind.PAYMENT, amount=Decimal(amount),
        by=w.finance, key=key, on=timezone.localdate(),
    )  # fmt: skip
    project.refresh_from_db()
    return entry


def make_instalment(w, project=None, state=InstalmentState.PLANNED, conditions=(), **fields) -> Instalment:
    """The next instalment of ``project``, half of its budget. ``conditions`` are kinds or ``(kind, value)``.

    From PAID on its payment stands in the ledger.
    """
    project = project or make_project(w, ProjectState.ACTIVE)
    number = project.instalments.count() + 1
    defaults = {
        "number": number,
        "ratio": Decimal(50),
        "amount": project.budget / 2,
        "due_on": timezone.localdate() + timedelta(days=30),
    }
    if state in TAKEN:
        defaults["voucher_number"] = f"PZ-{number}"
    instalment = Instalment.objects.create(project=project, state=state, **(defaults | fields))
    for condition in conditions:
        kind, value = condition if isinstance(condition, tuple) else (condition, None)
        report = {"report_kind": "midterm"} if kind == ConditionKind.REPORT_ACCEPTED else {}
        InstalmentCondition.objects.create(instalment=instalment, kind=kind, value=value, **report)
    if state in TAKEN:
        pay(w, project, instalment.amount, instalment)
    return instalment


def make_paid_project(w, state=ProjectState.ACTIVE, paid="30000.00", **fields):
    """A project in ``state`` with a registered contract and ``paid`` yuan of its budget paid."""
    project = make_project(w, state, **fields)
    register_contract(w, project)
    make_instalment(w, project, InstalmentState.RECEIPTED, amount=Decimal(paid), ratio=Decimal(60))
    project.refresh_from_db()
    return project


def make_expense(w, project=None, state=ExpenseState.DRAFT, **fields) -> Expense:
    """A voucher of 1,000 yuan with a picture; an accepted one stands in the ledger."""
    project = project or make_paid_project(w)
    number = Expense.objects.count() + 1
    price, quantity = Decimal(fields.pop("unit_price", "1000.00")), fields.pop("quantity", 1)
    line = fields.pop("line", None) or project.budget_lines.first()
    defaults = {
        "category": line.category, "invoice_number": f"2026{number:016d}", "on": timezone.localdate(),
        "payee": "和平区文汇书店", "purpose": "讲座用书", "name": "发票.png", "size": len(PNG), "sha256": "0" * 64,
        "uploaded_by": w.ngo, "file": ContentFile(PNG, name=f"voucher{number}.png"),
        "verdict": "发票抬头不符" if state == ExpenseState.DISALLOWED else "",
    }  # fmt: skip
    expense = Expense.objects.create(
        project=project, line=line, state=state, unit_price=price, quantity=quantity, amount=price * quantity,
        **(defaults | fields),
    )  # fmt: skip
    if state == ExpenseState.ACCEPTED:
        LedgerEntry.objects.create(
            fund=project.fund, project=project, expense=expense, kind=EntryKind.EXPENSE, amount=expense.amount,
            by=w.finance, key=f"expense:{expense.pk}", on=timezone.localdate(),
        )  # fmt: skip
        project.refresh_from_db()
    return expense


def make_settlement(w, project=None, state=SettlementState.DRAFT, **fields) -> Settlement:
    """The settlement of a completed project; the project stands where ``state`` puts it."""
    where = {
        SettlementState.DRAFT: ProjectState.COMPLETED,
        SettlementState.SUBMITTED: ProjectState.SETTLING,
        SettlementState.AUDITED: ProjectState.AUDITED,
    }
    project = project or make_paid_project(w, where[state])
    balance = project.paid - project.spent
    defaults = {
        "paid": project.paid, "spent": project.spent, "balance": balance, "created_by": w.ngo,
        "use": "return" if balance > 0 else "",
    }  # fmt: skip
    if state == SettlementState.AUDITED:
        defaults |= {"audited_by": w.auditor, "audited_on": timezone.localdate(), "opinion": "账实相符。"}
    settlement = Settlement.objects.create(project=project, state=state, **(defaults | fields))
    for line in project.budget_lines.all():
        SettlementLine.objects.create(
            settlement=settlement, category=line.category, budget=line.amount, adjusted=line.amount,
            actual=project.spent,
        )  # fmt: skip
    return settlement
