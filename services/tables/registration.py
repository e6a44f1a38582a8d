"""Tables of the lists: registration."""

import django_tables2 as tables

from core.tables import StateColumn
from services.models import Registration
from services.tables.columns import DATE, by, session_link


class RegistrationTable(tables.Table):
    person = tables.Column("姓名", order_by=by("person__name"), linkify=session_link)
    state = StateColumn(order_by=by("state"))
    session = tables.Column("场次", order_by=by("session__starts_at"))
    phone = tables.Column("手机号", accessor="person__masked_phone", orderable=False)
    created_at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("created_at"), attrs=DATE)

    class Meta:
        model = Registration
        fields = ("person", "state", "session", "phone", "created_at")
        order_by = ("-created_at",)
