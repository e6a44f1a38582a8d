"""Tables of the lists: follow-up. SECURITY: neither the text nor the person; they are on the page of each."""

import django_tables2 as tables

from core.tables import StateColumn
from services.models import FollowUp
from services.tables.columns import DATE, MINOR, by, link


class FollowUpTable(tables.Table):
    session = tables.Column(
        "来自活动", accessor="session__activity", linkify=link, order_by=by("session__activity__name")
    )
    state = StateColumn(order_by=by("state"))
    due_on = tables.DateColumn(format="Y-m-d", order_by=by("due_on"), attrs=DATE)
    responsible = tables.Column(order_by=by("responsible__name"))
    about = tables.Column("对象", accessor="person_id", orderable=False, empty_values=())
    on = tables.DateColumn(
        verbose_name="活动日期",
        accessor="session__starts_on",
        format="Y-m-d",
        order_by=by("session__starts_on"),
        attrs=DATE,
    )
    organization = tables.Column(
        "举办社区",
        accessor="session__organization__short_name",
        order_by=by("session__organization__path"),
        attrs=MINOR,
    )

    class Meta:
        model = FollowUp
        fields = ("session", "state", "due_on", "responsible", "about", "on", "organization")
        order_by = ("due_on",)

    def render_about(self, record):
        return "个人" if record.person_id else "全场"
