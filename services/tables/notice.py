"""Tables of the lists: notice."""

import django_tables2 as tables

from core.tables import StateColumn
from services.models import Notice
from services.tables.columns import DATE


class NoticeTable(tables.Table):
    title = tables.Column(linkify=True)
    state = StateColumn()
    organization = tables.Column(order_by="organization__path")
    shown_from = tables.DateColumn(format="Y-m-d", attrs=DATE)
    shown_until = tables.DateColumn(format="Y-m-d", attrs=DATE, default="长期")

    class Meta:
        model = Notice
        fields = ("title", "state", "organization", "shown_from", "shown_until")
        order_by = ("-shown_from",)
