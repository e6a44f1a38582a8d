"""Tables of the lists: attendance."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import cached_property

from core.tables import NumberColumn
from orgs.models import Person
from orgs.tables import personal_page
from services.marks import grace, marks_of
from services.models import Attendance
from services.tables.columns import DATE, MINOR, NO_WRAP, by, session_link
from services.tables.session import NamedTimesColumn


def shown_name(row: Attendance) -> str:
    """Who came, as far as the reader is told, or what the row is when it names nobody."""
    return row.shown_name if row.person_id else "冲正" if row.reverses_id else "未实名"


def place_label(inside: bool | None) -> str:
    return {True: "场内", False: "场外", None: "未提供"}[inside]


def row_link(record) -> str:
    return reverse("services:attendance-detail", args=[record.original_id or record.pk])


class AttendanceTable(tables.Table):
    """Rows as ``services.queries.attendance.whole`` has them. When they left, as what and where are in the export."""

    person = tables.Column("姓名", order_by=by("shown_name"), empty_values=(), linkify=row_link, footer="合计")
    session = tables.Column("场次", order_by=by("session__starts_at"), linkify=session_link)
    phone = tables.Column("手机号", accessor="shown_phone", orderable=False, attrs=NO_WRAP)
    method = tables.Column(order_by=by("method"))
    at = tables.DateTimeColumn(format="Y-m-d H:i", order_by=by("at"), attrs=DATE)
    left_at = tables.DateTimeColumn(verbose_name="签退时间", format="H:i", orderable=False, visible=False)
    marks = tables.Column("标记", empty_values=(), orderable=False)
    inside = tables.Column("位置", empty_values=(), orderable=False, attrs=MINOR)
    role = tables.Column(order_by=by("role"), visible=False)
    organization = tables.Column(
        "举办社区", accessor="session__organization__short_name", orderable=False, visible=False
    )
    headcount = NumberColumn(total=True, order_by=by("headcount"))

    class Meta:
        model = Attendance
        fields = (
            "person", "session", "phone", "method", "at", "left_at", "marks", "inside", "role", "organization",
            "headcount",
        )  # fmt: skip

    @cached_property
    def grace(self):
        return grace()

    def render_person(self, record):
        return shown_name(record)

    def render_marks(self, record):
        found = marks_of(record, record.left_at, self.grace)
        return "、".join([*found, *(["已冲正"] if record.is_taken_back else [])]) or "—"

    def render_inside(self, record):
        asked = record.is_named and record.session.activity.asks_location
        return place_label(record.inside) if asked else "—"


class ParticipantTable(tables.Table):
    """Distinct people, so the number of rows is 人数 and the total is the named part of 人次."""

    name = tables.Column("姓名", accessor="shown_name", linkify=personal_page, order_by=by("shown_name"), footer="合计")
    phone = tables.Column("手机号", accessor="shown_phone", orderable=False, attrs=NO_WRAP)
    groups = tables.Column("服务对象类别", accessor="group_labels", orderable=False)
    organization = tables.Column("所在社区（单位）", accessor="organization__short_name", orderable=False)
    times = NamedTimesColumn("参加人次", total=True, order_by=by("times"))

    class Meta:
        model = Person
        fields = ("name", "phone", "groups", "organization", "times")

    def __init__(self, *args, named_times: int = 0, **kwargs):
        self.named_times = named_times
        super().__init__(*args, **kwargs)

    def render_groups(self, value):
        return "、".join(value)
