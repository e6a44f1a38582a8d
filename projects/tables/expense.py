"""What the lists of vouchers and settlements show."""

import django_tables2 as tables

from core.tables import MoneyColumn, StateColumn
from projects.models import Expense, Settlement
from projects.tables.base import KEEP, MINOR, NO_WRAP_MINOR, DayColumn


class ExpenseTable(tables.Table):
    """``accepted`` is the amount as far as it stands in the ledger, so its total is the ledger's."""

    purpose = tables.Column(linkify=True)
    state = StateColumn()
    project = tables.Column(order_by="project__name", attrs=MINOR)
    category = tables.Column(attrs=NO_WRAP_MINOR)
    number = tables.Column(accessor="pk", verbose_name="凭证号", attrs=NO_WRAP_MINOR)
    invoice_number = tables.Column(attrs=NO_WRAP_MINOR)
    on = DayColumn(minor=False)
    amount = MoneyColumn(total=True, attrs=KEEP)
    accepted = MoneyColumn(verbose_name="已列支（元）", total=True)

    class Meta:
        model = Expense
        fields = [
            "purpose", "state", "project", "category", "number", "invoice_number", "on", "amount", "accepted",
        ]  # fmt: skip


class SettlementTable(tables.Table):
    project = tables.Column(linkify=lambda record: record.get_absolute_url(), order_by="project__name")
    state = StateColumn()
    contractor = tables.Column(accessor="project__contractor", verbose_name="承接单位", attrs=MINOR)
    paid = MoneyColumn(verbose_name="已拨付", total=True)
    spent = MoneyColumn(verbose_name="认可支出", total=True)
    balance = MoneyColumn(verbose_name="结余", total=True, attrs=KEEP)
    use = tables.Column()
    audited_on = DayColumn(verbose_name="审计日期")

    class Meta:
        model = Settlement
        fields = ["project", "state", "contractor", "paid", "spent", "balance", "use", "audited_on"]
