"""Lists of progress reports."""

import django_tables2 as tables
from django.utils.html import format_html

from core.tables import StateColumn
from core.templatetags.ui import day
from projects.models import ProgressReport
from projects.queries.report import is_overdue
from projects.tables.base import MINOR, DayColumn


class ProgressReportTable(tables.Table):
    title = tables.Column(
        "报告",
        accessor="pk",
        linkify=lambda record: record.get_absolute_url(),
        order_by=("project__name", "ends_on", "pk"),
    )
    state = StateColumn()
    kind = tables.Column(order_by=("kind", "pk"))
    due_on = DayColumn(minor=False)
    submitted_at = tables.DateTimeColumn(format="Y-m-d", attrs={"td": {"class": "date minor"}})
    contractor = tables.Column("承接单位", accessor="project__contractor", order_by="project__contractor__name")
    organization = tables.Column("实施社区", accessor="project__organization__short_name", orderable=False, attrs=MINOR)

    class Meta:
        model = ProgressReport
        fields = ["title", "state", "kind", "due_on", "submitted_at", "contractor", "organization"]
        order_by = ("due_on", "pk")

    def render_title(self, record):
        return str(record)

    def value_title(self, record):
        return str(record)

    def render_due_on(self, record):
        if is_overdue(record):
            return format_html('{} <span class="text-danger">逾期</span>', day(record.due_on))
        return day(record.due_on)

    def value_due_on(self, record):
        return day(record.due_on)
