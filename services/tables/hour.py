"""Tables of the lists: hour."""

import django_tables2 as tables

from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import day, hours
from services.models import HourClaim
from services.tables.columns import DATE, MINOR, by, link


class HoursColumn(NumberColumn):
    """Hours with one place."""

    render_number = staticmethod(hours)


class HourClaimTable(tables.Table):
    volunteer = tables.Column("志愿者", accessor="shown_name", linkify=link, order_by=by("shown_name"), footer="合计")
    state = StateColumn(order_by=by("state"))
    served_on = tables.Column("服务日期", order_by=by("served_on", "starts_at"), attrs=DATE)
    hours = HoursColumn("时长（小时）", total=True, order_by=by("hours"))
    source = tables.Column(order_by=by("source"))
    content = tables.Column(order_by=by("content"))
    project = tables.Column("项目", order_by=by("project__name"), attrs=MINOR)
    organization = tables.Column("记录组织", order_by=by("organization__name"), attrs=MINOR)

    class Meta:
        model = HourClaim
        fields = ("volunteer", "state", "served_on", "hours", "source", "content", "project", "organization")

    def render_served_on(self, value):
        return day(value)

    def render_organization(self, value):
        return value.short_name
