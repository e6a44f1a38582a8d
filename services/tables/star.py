"""Tables of the lists: star."""

import django_tables2 as tables

from core.tables import StateColumn
from core.templatetags.ui import day, moment
from services.models import StarApplication
from services.tables.columns import DATE, MINOR, by, link
from services.tables.hour import HoursColumn


class StarApplicationTable(tables.Table):
    volunteer = tables.Column("志愿者", linkify=link, order_by=by("volunteer__person__name"))
    state = StateColumn(order_by=by("state"))
    star = tables.Column("申请星级", order_by=by("star"))
    hours = HoursColumn("申请时时长（小时）", order_by=by("hours"))
    place = tables.Column("登记组织", accessor="volunteer__organization", order_by=by("volunteer__organization__name"))
    publicity_ends_on = tables.Column(order_by=by("publicity_ends_on"), attrs=DATE)
    created_at = tables.Column(order_by=by("created_at"), attrs=MINOR)

    class Meta:
        model = StarApplication
        fields = ("volunteer", "state", "star", "hours", "place", "publicity_ends_on", "created_at")

    def render_publicity_ends_on(self, value):
        return day(value)

    def render_created_at(self, value):
        return moment(value)

    def render_place(self, value):
        return value.short_name

    def render_star(self, value):
        return f"{value}星"
