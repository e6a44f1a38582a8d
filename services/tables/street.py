"""Tables of the lists: the volunteer street."""

import django_tables2 as tables

from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import count
from services.enums import StreetDayState
from services.models import Merchant, StreetDay
from services.tables.columns import DATE, by, link


class MerchantTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"))
    service = tables.Column(order_by=by("service"))
    organization = tables.Column("所在社区", accessor="organization__short_name", order_by=by("organization__path"))
    in_joint_union = tables.BooleanColumn(
        verbose_name="商户联合工会", yesno="已加入,未加入", order_by=by("in_joint_union")
    )
    is_active = tables.BooleanColumn(yesno="参加,不参加", order_by=by("is_active"))

    class Meta:
        model = Merchant
        fields = ("name", "service", "organization", "in_joint_union", "is_active")
        order_by = ("organization", "name")


class StreetDayTable(tables.Table):
    street = tables.Column(linkify=link, order_by=by("street"), footer="合计")
    state = StateColumn(order_by=by("state"))
    starts_at = tables.Column("时间", accessor="when", order_by=by("starts_at"), attrs=DATE)
    organization = tables.Column("社区", accessor="organization__short_name", order_by=by("organization__path"))
    merchants = NumberColumn("商户", total=True, order_by=by("merchants"))
    served = NumberColumn("服务人数", total=True, order_by=by("served"))

    class Meta:
        model = StreetDay
        fields = ("street", "state", "starts_at", "organization", "merchants", "served")
        order_by = ("-starts_at",)

    def render_served(self, value, record):
        return count(value) if record.state == StreetDayState.HELD else "—"
