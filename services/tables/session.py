"""Tables of the lists: session."""

import django_tables2 as tables

from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import count
from services.models import Session
from services.tables.columns import DATE, MINOR, by, link


class NamedTimesColumn(NumberColumn):
    """The total comes from the attendance behind the list, which the table is told."""

    def sums(self, accessor):
        return {}

    def total(self, table):
        return count(table.named_times)


class SessionTable(tables.Table):
    activity = tables.Column(linkify=link, order_by=by("activity__name"), footer="合计")
    state = StateColumn(order_by=by("state"))
    starts_at = tables.Column("时间", accessor="when", order_by=by("starts_at"), attrs=DATE)
    organization = tables.Column("举办社区", accessor="organization__short_name", order_by=by("organization__path"))
    venue = tables.Column(orderable=False, attrs=MINOR)
    time_band = tables.Column(order_by=by("time_band"))
    capacity = NumberColumn(order_by=by("capacity"))
    registered = NumberColumn("报名", total=True, order_by=by("registered"))
    person_times = NumberColumn("签到人次", total=True, order_by=by("person_times"))

    class Meta:
        model = Session
        fields = (
            "activity",
            "state",
            "starts_at",
            "organization",
            "venue",
            "time_band",
            "capacity",
            "registered",
            "person_times",
        )
        order_by = ("-starts_at",)
