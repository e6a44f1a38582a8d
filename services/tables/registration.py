"""Tables of the lists: registration."""

import django_tables2 as tables

from core.tables import StateColumn
from services.answers import one_line
from services.enums import RegistrationState, SessionState
from services.models import Registration
from services.tables.columns import DATE, MINOR, NO_WRAP, by, link


class RegistrationTable(tables.Table):
    """The answers and the guardian are in the export only: a list on a screen is read over a shoulder."""

    person = tables.Column("姓名", order_by=by("person__name"), linkify=link)
    state = StateColumn(order_by=by("state"))
    session = tables.Column("场次", order_by=by("session__starts_at"))
    phone = tables.Column("手机号", accessor="person__masked_phone", orderable=False, attrs=NO_WRAP)
    came = tables.Column("到场", order_by=by("came"))
    group = tables.Column("单位", accessor="group__enterprise", order_by=by("group__enterprise"), attrs=MINOR)
    priority = tables.Column(order_by=("-priority", "pk"), attrs=MINOR)
    created_at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("created_at"), attrs=DATE)
    answers = tables.Column(visible=False, orderable=False)
    guardian_name = tables.Column(visible=False, orderable=False)

    class Meta:
        model = Registration
        fields = ("person", "state", "session", "phone", "came", "group", "priority", "created_at", "answers")
        order_by = ("-created_at",)

    def render_came(self, record, value):
        return arrival(record, value)

    def value_came(self, record, value):
        return arrival(record, value)

    def render_priority(self, value):
        return "优先" if value else "—"

    def render_answers(self, value):
        return one_line(value)


def arrival(record, came: bool) -> str:
    """到场 or 缺席, once the session was held; nothing is stored, a late entry changes it."""
    if came:
        return "已到"
    held = record.session.state == SessionState.HELD
    return "缺席" if held and record.state == RegistrationState.REGISTERED else "—"
