"""The columns of this app's lists."""

import django_tables2 as tables

from core.tables import StateColumn
from core.templatetags.ui import moment
from orgs.models import Organization
from reports.models import ReportRun


class PlaceTable(tables.Table):
    name = tables.Column("社区", linkify=True, order_by="path")
    tier = tables.Column("分级")
    parent = tables.Column("所属街道（乡镇）", orderable=False)
    is_rural = tables.BooleanColumn(verbose_name="农村", yesno="是,否")
    code = tables.Column("代码")

    class Meta:
        model = Organization
        fields = ["name", "tier", "parent", "is_rural", "code"]


class ReportRunTable(tables.Table):
    organization = tables.Column("月报", linkify=True, accessor="organization__name", order_by="organization__path")
    state = StateColumn()
    month = tables.DateColumn(format="Y年n月")
    requested_by = tables.Column("申请人", accessor="requested_by__name")
    created_at = tables.Column("申请时间")

    class Meta:
        model = ReportRun
        fields = ["organization", "state", "month", "requested_by", "created_at"]

    def render_created_at(self, value):
        return moment(value)
