"""Tables of the lists: shifts and who signed up for them."""

import django_tables2 as tables

from core.tables import NumberColumn, StateColumn
from services.models import Shift, ShiftSignUp
from services.tables.columns import DATE, MINOR, by, link


def shift_link(record) -> str:
    return record.shift.get_absolute_url()


class ShiftTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"), footer="合计")
    state = StateColumn(order_by=by("state"))
    starts_at = tables.Column("时间", accessor="when", order_by=by("starts_at"), attrs=DATE)
    organization = tables.Column("服务社区", accessor="organization__short_name", order_by=by("organization__path"))
    venue = tables.Column(orderable=False, attrs=MINOR)
    lead = tables.Column(order_by=by("lead__name"))
    places = NumberColumn(total=True, order_by=by("places"))
    taken = NumberColumn(total=True, order_by=by("taken"))

    class Meta:
        model = Shift
        fields = ("name", "state", "starts_at", "organization", "venue", "lead", "places", "taken")
        order_by = ("-starts_at",)


class ShiftSignUpTable(tables.Table):
    volunteer = tables.Column("姓名", accessor="shown_name", order_by=by("shown_name"), linkify=shift_link)
    state = StateColumn(order_by=by("state"))
    number = tables.Column("编号", accessor="volunteer__number", order_by=by("volunteer__number"), attrs=MINOR)
    shift = tables.Column(order_by=by("shift__name"))
    starts_at = tables.Column("班次时间", accessor="shift__when", order_by=by("shift__starts_at"), attrs=DATE)
    signed_in_at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("signed_in_at"), attrs=DATE)
    signed_out_at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("signed_out_at"), attrs=DATE)
    grade = NumberColumn("评价", order_by=by("grade"))

    class Meta:
        model = ShiftSignUp
        fields = ("volunteer", "state", "number", "shift", "starts_at", "signed_in_at", "signed_out_at", "grade")
        order_by = ("-starts_at",)
