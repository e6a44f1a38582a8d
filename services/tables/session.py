"""Tables of the lists: session."""

import django_tables2 as tables
from django.db.models import Sum

from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import count
from services.counting import ONLINE
from services.models import Session
from services.tables.columns import DATE, MINOR, by, link


class NamedTimesColumn(NumberColumn):
    """The total comes from the attendance behind the list, which the table is told."""

    def sums(self, accessor):
        return {}

    def total(self, table):
        return count(table.named_times)


class OnSiteTimesColumn(NumberColumn):
    """人次 of sessions on site; those online have a column of their own."""

    online = False

    def sums(self, accessor):
        return {"sum": Sum(accessor, filter=ONLINE if self.online else ~ONLINE)}

    def render(self, value, record):
        return super().render(value) if record.is_online == self.online else "—"

    def value(self, value, record):
        return value if record.is_online == self.online else None


class OnlineTimesColumn(OnSiteTimesColumn):
    """观看人次 of online sessions."""

    online = True


class SessionTable(tables.Table):
    activity = tables.Column(linkify=link, order_by=by("activity__name"), footer="合计")
    state = StateColumn(order_by=by("state"))
    starts_at = tables.Column("时间", accessor="when", order_by=by("starts_at"), attrs=DATE)
    organization = tables.Column("举办社区", accessor="organization__short_name", order_by=by("organization__path"))
    venue = tables.Column(orderable=False, attrs=MINOR)
    time_band = tables.Column(order_by=by("time_band"))
    topic = tables.Column(visible=False)  # in the export
    lecturer = tables.Column(visible=False)
    capacity = NumberColumn(order_by=by("capacity"))
    registered = NumberColumn("报名", total=True, order_by=by("registered"))
    person_times = OnSiteTimesColumn("签到人次", total=True, order_by=by("is_online", "person_times"))
    online_times = OnlineTimesColumn(
        "线上观看人次", accessor="person_times", total=True, order_by=by("-is_online", "person_times")
    )

    class Meta:
        model = Session
        fields = (
            "activity",
            "state",
            "starts_at",
            "organization",
            "venue",
            "time_band",
            "topic",
            "lecturer",
            "capacity",
            "registered",
            "person_times",
            "online_times",
        )
        order_by = ("-starts_at",)
