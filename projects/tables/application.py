"""What the list of applications shows."""

import django_tables2 as tables

from core.tables import MoneyColumn, StateColumn
from projects.models import Application
from projects.tables.base import MINOR, DayColumn


class ApplicationTable(tables.Table):
    name = tables.Column(linkify=True)
    state = StateColumn()
    call = tables.Column(order_by="call__title")
    contractor = tables.Column(order_by="contractor__name")
    organization = tables.Column(
        "主要实施社区", accessor="organization__short_name", order_by="organization__path", attrs=MINOR
    )
    amount = MoneyColumn(verbose_name="申请金额", total=True)
    submitted_at = DayColumn(verbose_name="提交日期")

    class Meta:
        model = Application
        fields = ["name", "state", "call", "contractor", "organization", "amount", "submitted_at"]
