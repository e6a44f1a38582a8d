"""Lists of needs."""

import django_tables2 as tables

from core.tables import NumberColumn, StateColumn
from projects.models import Need
from projects.tables.base import MINOR, DayColumn


class NeedTable(tables.Table):
    title = tables.Column(linkify=True)
    state = StateColumn()
    organization = tables.Column("社区", accessor="organization__short_name", order_by="organization__path")
    category = tables.Column()
    frequency = tables.Column(attrs=MINOR)
    people = NumberColumn()
    raised_at = DayColumn(verbose_name="提出日期")

    class Meta:
        model = Need
        fields = ["title", "state", "organization", "category", "frequency", "people", "raised_at"]
