"""Lists of projects."""

import django_tables2 as tables
from django.db.models import Max, Min

from core.tables import MoneyColumn, StateColumn
from projects.models import Project
from projects.tables.base import NO_WRAP, DayColumn


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


class OneKindMoneyColumn(MoneyColumn):
    """Totals only rows of one kind: 安排, 承诺 and 拨付 are different things and never add up."""

    def sums(self, accessor):
        return super().sums(accessor) | {"first": Min("kind"), "last": Max("kind")}

    def render_total(self, sum, first, last):
        return super().render_total(sum) if first == last else "选定类别后显示"
