"""What the lists of this app show."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from core.tables import MoneyColumn, NumberColumn, StateColumn
from core.templatetags.ui import day
from projects.models import Fund, Instalment, LedgerEntry, Need, Project

MINOR = {"td": {"class": "minor"}}
NO_WRAP = {"td": {"class": "text-nowrap"}}
NO_WRAP_MINOR = {"td": {"class": "text-nowrap minor"}}
KEEP = {"td": {"class": "num keep"}, "th": {"class": "num"}, "tf": {"class": "num"}}


class DayColumn(tables.Column):
    """A day on one line; hidden on phones unless it is the point of the list."""

    def __init__(self, *args, minor: bool = True, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "date minor" if minor else "date"}}, **kwargs)

    def render(self, value):
        return day(value)


class NeedTable(tables.Table):
    title = tables.Column(linkify=True)
    state = StateColumn()
    organization = tables.Column(order_by="organization__path")
    category = tables.Column()
    frequency = tables.Column(attrs=MINOR)
    people = NumberColumn()
    raised_at = DayColumn(verbose_name="提出日期")

    class Meta:
        model = Need
        fields = ["title", "state", "organization", "category", "frequency", "people", "raised_at"]


class ProjectTable(tables.Table):
    name = tables.Column(linkify=True)
    state = StateColumn()
    organization = tables.Column(accessor="organization__short_name", order_by="organization__path", attrs=NO_WRAP)
    contractor = tables.Column(order_by="contractor__name")
    budget = MoneyColumn(total=True)
    paid = MoneyColumn(verbose_name="已拨付", total=True)
    starts_on = DayColumn()
    ends_on = DayColumn()

    class Meta:
        model = Project
        fields = ["name", "state", "organization", "contractor", "budget", "paid", "starts_on", "ends_on"]


class FundTable(tables.Table):
    name = tables.Column(linkify=True)
    year = tables.Column(attrs=NO_WRAP)
    kind = tables.Column(attrs=NO_WRAP_MINOR)
    organization = tables.Column(order_by="organization__path")
    appropriated = MoneyColumn(verbose_name="安排", total=True)
    committed = MoneyColumn(verbose_name="已承诺", total=True)
    paid = MoneyColumn(verbose_name="已拨付", total=True)
    available = MoneyColumn(verbose_name="可用", total=True, attrs=KEEP)

    class Meta:
        model = Fund
        fields = ["name", "year", "kind", "organization", "appropriated", "committed", "paid", "available"]


class OneKindMoneyColumn(MoneyColumn):
    """Totals only rows of one kind: 安排, 承诺 and 拨付 are different things and never add up."""

    def _total(self, bound_column, table):
        kinds = table.data.data.order_by().values_list("kind", flat=True).distinct()[:2]
        return super()._total(bound_column, table) if len(kinds) < 2 else "选定类别后显示"


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
    project = tables.Column(verbose_name="项目", linkify=True, order_by="project__name")
    state = StateColumn()
    number = tables.Column(verbose_name="期次")
    amount = MoneyColumn(total=True)
    due_on = DayColumn(minor=False)
    contractor = tables.Column(accessor="project__contractor", verbose_name="承接单位", attrs=MINOR)

    class Meta:
        model = Instalment
        fields = ["project", "state", "number", "amount", "due_on", "contractor"]

    def render_number(self, record):
        return f"第{record.number}期" + ("（末期）" if record.is_final else "")

    def render_due_on(self, record):
        if record.state == "planned" and record.due_on < timezone.localdate():
            return format_html('{} <span class="text-danger">逾期</span>', day(record.due_on))
        return day(record.due_on)
