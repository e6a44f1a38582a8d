"""What the lists of publicities and objections show."""

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import day
from projects.enums import ObjectionState
from projects.models import Objection, Publicity
from projects.tables.base import DayColumn


class PublicityTable(tables.Table):
    call = tables.Column(linkify=lambda record: record.get_absolute_url(), order_by="call__title")
    state = StateColumn()
    starts_on = DayColumn(minor=False)
    ends_on = DayColumn(minor=False)
    entry_count = NumberColumn(verbose_name="公示项目")
    objection_count = NumberColumn(verbose_name="异议")

    class Meta:
        model = Publicity
        fields = ["call", "state", "starts_on", "ends_on", "entry_count", "objection_count"]


class ObjectionTable(tables.Table):
    publicity = tables.Column(
        accessor="publicity__call", verbose_name="批次", linkify=lambda record: record.get_absolute_url(),
        order_by="publicity__call__title",
    )  # fmt: skip
    state = StateColumn()
    application = tables.Column(order_by="application__name", default="整个结果")
    received_at = DayColumn(verbose_name="收到日期", minor=False)
    reply_by = DayColumn(minor=False)

    class Meta:
        model = Objection
        fields = ["publicity", "state", "application", "received_at", "reply_by"]

    def render_reply_by(self, record):
        if record.state == ObjectionState.RECEIVED and record.reply_by < timezone.localdate():
            return format_html('{} <span class="text-danger">逾期</span>', day(record.reply_by))
        return day(record.reply_by)
