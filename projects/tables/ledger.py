"""Lists of funds, ledger entries and instalments."""

import django_tables2 as tables
from django.db.models import Sum
from django.utils import timezone
from django.utils.html import format_html

from core.tables import MoneyColumn, StateColumn
from core.templatetags.ui import day
from projects.models import Fund, Instalment, LedgerEntry
from projects.models.ledger import UNPAID
from projects.tables.base import KEEP, MINOR, NO_WRAP, NO_WRAP_MINOR, DayColumn
from projects.tables.project import OneKindMoneyColumn


class AvailableColumn(MoneyColumn):
    """安排 − 承诺 of each fund; the total is the difference of the totals."""

    def sums(self, accessor):
        return {"appropriated": Sum("appropriated"), "committed": Sum("committed")}

    def render_total(self, appropriated, committed):
        return self.render_number((appropriated or 0) - (committed or 0))


class FundTable(tables.Table):
    name = tables.Column(linkify=True)
    year = tables.Column(attrs=NO_WRAP)
    kind = tables.Column(attrs=NO_WRAP_MINOR)
    organization = tables.Column(order_by="organization__path")
    appropriated = MoneyColumn(verbose_name="安排", total=True)
    committed = MoneyColumn(verbose_name="已承诺", total=True)
    paid = MoneyColumn(verbose_name="已拨付", total=True)
    available = AvailableColumn(verbose_name="可用", total=True, attrs=KEEP, orderable=False)

    class Meta:
        model = Fund
        fields = ["name", "year", "kind", "organization", "appropriated", "committed", "paid", "available"]


class LedgerEntryTable(tables.Table):
    on = DayColumn(minor=False)
    kind = tables.Column()
    amount = OneKindMoneyColumn(total=True)
    project = tables.Column(linkify=True, order_by="project__name")
    fund = tables.Column(order_by="fund__name")
    note = tables.Column(attrs=MINOR, orderable=False)
    by = tables.Column(attrs=MINOR, order_by="by__name")

    class Meta:
        model = LedgerEntry
        fields = ["on", "kind", "amount", "project", "fund", "note", "by"]


class InstalmentTable(tables.Table):
    project = tables.Column(
        verbose_name="项目", linkify=lambda record: record.get_absolute_url(), order_by=("project__name", "number")
    )
    state = StateColumn()
    number = tables.Column(verbose_name="期次", attrs=NO_WRAP)
    amount = MoneyColumn(total=True)
    due_on = DayColumn(minor=False)
    contractor = tables.Column(accessor="project__contractor", verbose_name="承接单位", attrs=MINOR)

    class Meta:
        model = Instalment
        fields = ["project", "state", "number", "amount", "due_on", "contractor"]

    def render_number(self, record):
        return f"第{record.number}期" + ("（末期）" if record.is_final else "")

    def render_due_on(self, record):
        if record.state in UNPAID and record.due_on < timezone.localdate():
            return format_html('{} <span class="text-danger">逾期</span>', day(record.due_on))
        return day(record.due_on)
