"""Tables of the lists: attendance."""

import django_tables2 as tables

from core.tables import NumberColumn
from orgs.models import Person
from services.models import Attendance
from services.tables.columns import DATE, MINOR, by, link, session_link
from services.tables.session import NamedTimesColumn


class AttendanceTable(tables.Table):
    person = tables.Column("姓名", order_by=by("person__name"), empty_values=(), linkify=session_link, footer="合计")
    session = tables.Column("场次", order_by=by("session__starts_at"))
    phone = tables.Column("手机号", accessor="person__masked_phone", orderable=False)
    method = tables.Column(order_by=by("method"))
    at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("at"), attrs=DATE)
    role = tables.Column(order_by=by("role"), attrs=MINOR)
    organization = tables.Column("举办社区", accessor="session__organization__short_name", orderable=False, attrs=MINOR)
    headcount = NumberColumn(total=True, order_by=by("headcount"))

    class Meta:
        model = Attendance
        fields = ("person", "session", "phone", "method", "at", "role", "organization", "headcount")

    def render_person(self, record):
        return record.person.name if record.person_id else "冲正" if record.reverses_id else "未实名"


class ParticipantTable(tables.Table):
    """Distinct people, so the number of rows is 人数 and the total is the named part of 人次."""

    name = tables.Column(linkify=link, order_by=by("name"), footer="合计")
    masked_phone = tables.Column("手机号", orderable=False)
    groups = tables.Column("服务对象类别", accessor="group_labels", orderable=False)
    organization = tables.Column("所在社区（单位）", accessor="organization__short_name", orderable=False)
    times = NamedTimesColumn("参加人次", total=True, order_by=by("times"))

    class Meta:
        model = Person
        fields = ("name", "masked_phone", "groups", "organization", "times")

    def __init__(self, *args, named_times: int = 0, **kwargs):
        self.named_times = named_times
        super().__init__(*args, **kwargs)

    def render_groups(self, value):
        return "、".join(value)
