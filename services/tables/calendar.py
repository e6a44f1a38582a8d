"""Tables of the lists: calendar."""

import django_tables2 as tables

from core.models import CalendarDay
from services.tables.columns import DATE


class CalendarDayTable(tables.Table):
    date = tables.DateColumn(format="Y-m-d", attrs=DATE)
    kind = tables.Column("当天是", accessor="kind_label", order_by="is_workday")

    class Meta:
        model = CalendarDay
        fields = ("date", "kind", "note", "by")
        order_by = ("-date",)
