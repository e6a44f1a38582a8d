"""Tables of the lists: activity."""

import django_tables2 as tables

from core.tables import NumberColumn, StateColumn
from services.models import Activity
from services.tables.columns import MINOR, by, link


class ActivityTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"), footer="合计")
    state = StateColumn(order_by=by("state"))
    kind = tables.Column(order_by=by("kind"))
    scale = tables.Column(order_by=by("scale"), attrs=MINOR)
    project = tables.Column(linkify=lambda record: record.project.get_absolute_url(), order_by=by("project__name"))
    lead = tables.Column(order_by=by("lead__name"), attrs=MINOR)
    planned = NumberColumn("待举办场次", order_by=by("planned"))
    held = NumberColumn("已举办场次", order_by=by("held"))
    person_times = NumberColumn("人次", total=True, order_by=by("person_times"))
    online_times = NumberColumn("线上观看人次", total=True, order_by=by("online_times"))

    class Meta:
        model = Activity
        fields = (
            "name", "state", "kind", "scale", "project", "lead", "planned", "held", "person_times", "online_times",
        )  # fmt: skip
