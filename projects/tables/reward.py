"""What the lists of rewards show."""

import django_tables2 as tables

from core.tables import MoneyColumn, NumberColumn, StateColumn
from projects.models import RewardLine, RewardScheme, RewardSheet
from projects.tables.base import KEEP, MINOR, NO_WRAP, DayColumn


class RewardSchemeTable(tables.Table):
    name = tables.Column(linkify=True)
    version = NumberColumn()
    organization = tables.Column(order_by="organization__path", verbose_name="工会")
    yearly_cap = MoneyColumn(verbose_name="年度封顶（元）")
    valid_from = DayColumn(minor=False)
    published_at = DayColumn()

    class Meta:
        model = RewardScheme
        fields = ["name", "version", "organization", "yearly_cap", "valid_from", "published_at"]


class RewardSheetTable(tables.Table):
    scheme = tables.Column(linkify=lambda record: record.get_absolute_url(), order_by="scheme__name")
    state = StateColumn()
    organization = tables.Column(
        accessor="scheme__organization", verbose_name="工会", order_by="scheme__organization__path", attrs=MINOR
    )
    starts_on = DayColumn(minor=False)
    ends_on = DayColumn(minor=False)
    amount = MoneyColumn(total=True, attrs=KEEP)

    class Meta:
        model = RewardSheet
        fields = ["scheme", "state", "organization", "starts_on", "ends_on", "amount"]

    def render_scheme(self, record):
        return record.scheme.name


class RewardLineTable(tables.Table):
    record_number = tables.Column(attrs=NO_WRAP)
    payee = tables.Column(order_by="payee__name")
    closed_on = DayColumn(minor=False)
    grade = tables.Column()
    basis = tables.Column(attrs=MINOR, orderable=False)
    documents = NumberColumn()
    amount = MoneyColumn(total=True, attrs=KEEP)
    remarks = tables.Column(verbose_name="说明", orderable=False, empty_values=([], None))

    class Meta:
        model = RewardLine
        fields = ["record_number", "payee", "closed_on", "grade", "basis", "documents", "amount", "remarks"]

    def render_remarks(self, value):
        return "；".join(value)
