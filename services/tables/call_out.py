"""Tables of the lists: call-out."""

import django_tables2 as tables

from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import moment
from services.models import CallOut
from services.tables.columns import DATE, MINOR, by, link


class CallOutTable(tables.Table):
    number = tables.Column(linkify=link, order_by=by("number"), footer="合计")
    state = StateColumn(order_by=by("state"))
    kind = tables.Column(order_by=by("kind"))
    alarm_at = tables.Column(order_by=by("alarm_at"), attrs=DATE)
    organization = tables.Column("事发社区", accessor="organization__short_name", order_by=by("organization__path"))
    place = tables.Column(orderable=False, attrs=MINOR)
    team = tables.Column(order_by=by("team__name"))
    response = tables.Column("响应用时", orderable=False, attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    people = NumberColumn(total=True, order_by=by("people"))
    helped = NumberColumn(total=True, order_by=by("helped"))

    class Meta:
        model = CallOut
        fields = (
            "number", "state", "kind", "alarm_at", "organization", "place", "team", "response", "people", "helped",
        )  # fmt: skip
        order_by = ("-alarm_at",)

    def render_alarm_at(self, value):
        return moment(value)

    def render_response(self, value):
        return f"{int(value.total_seconds()) // 60}分钟"
