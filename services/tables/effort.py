"""Tables of the lists: hours of sessions, as ``services.counting.with_effort`` has them."""

from datetime import timedelta
from decimal import Decimal

import django_tables2 as tables

from core.tables import NUMBER, NumberColumn
from core.templatetags.ui import figure
from services.counting import half_hours
from services.models import Session
from services.tables.columns import DATE, MINOR, by, link

KEPT = NUMBER | {"td": {"class": "num keep"}}  # on phones too


def exact_hours(length: timedelta) -> Decimal:
    return (Decimal(length.total_seconds()) / 3600).quantize(Decimal("0.01"))


class LengthColumn(NumberColumn):
    """A length in hours as it is; the total is rounded to halves, as 服务小时 is."""

    @staticmethod
    def render_number(length):
        return figure(exact_hours(length))

    def value(self, value):
        return exact_hours(value)

    def render_total(self, sum):
        return figure(half_hours(sum or timedelta()))


class ConvertedColumn(NumberColumn):
    render_number = staticmethod(figure)


class SessionHoursTable(tables.Table):
    activity = tables.Column(linkify=link, order_by=by("activity__name"), footer="合计")
    starts_at = tables.Column("时间", accessor="when", order_by=by("starts_at"), attrs=DATE)
    organization = tables.Column(
        "举办社区", accessor="organization__short_name", order_by=by("organization__path"), attrs=MINOR
    )
    person_times = NumberColumn("人次", order_by=by("person_times"))
    length = LengthColumn("服务小时", total=True, order_by=by("length"))
    present = NumberColumn("到场社工", total=True, order_by=by("present"))
    worked = LengthColumn("社工投入工时", total=True, order_by=by("worked"), attrs=KEPT)
    converted = ConvertedColumn("折算工时", total=True, order_by=by("converted"), attrs=KEPT)

    class Meta:
        model = Session
        fields = (
            "activity", "starts_at", "organization", "person_times", "length", "present", "worked", "converted",
        )  # fmt: skip
        order_by = ("-starts_at",)
