"""Tables of the lists: summary."""

import django_tables2 as tables

from core.tables import MoneyColumn, NumberColumn, StateColumn
from services.models import Summary
from services.tables.columns import DATE, MINOR, by, link


class SummaryTable(tables.Table):
    session = tables.Column("活动", accessor="session__activity", linkify=link, order_by=by("session__activity__name"))
    state = StateColumn(order_by=by("state"))
    on = tables.DateColumn(
        verbose_name="举办日期",
        accessor="session__starts_on",
        format="Y-m-d",
        order_by=by("session__starts_on"),
        attrs=DATE,
    )
    organization = tables.Column(
        "举办社区", accessor="session__organization__short_name", order_by=by("session__organization__path")
    )
    due_on = tables.DateColumn(format="Y-m-d", order_by=by("due_on"), attrs=DATE)
    written_by = tables.Column(order_by=by("written_by__name"), attrs=MINOR)
    goal_result = tables.Column(order_by=by("goal_result"))
    person_times = NumberColumn(
        "签到人次", accessor="session__person_times", total=True, order_by=by("session__person_times")
    )
    cost = MoneyColumn("费用（元）", total=True, order_by=by("cost"))

    class Meta:
        model = Summary
        fields = (
            "session", "state", "on", "organization", "due_on", "written_by", "goal_result", "person_times", "cost",
        )  # fmt: skip
        order_by = ("-on",)
