"""Tables of the lists."""

import django_tables2 as tables

from core.models import CalendarDay
from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import count
from orgs.models import Person
from services.models import Activity, Attendance, Registration, Session

MINOR = {"td": {"class": "minor"}}
DATE = {"td": {"class": "date"}}


def by(*fields) -> tuple:
    """Sort by ``fields``, ties by key: without it a row could be on two pages and another on none."""
    return (*fields, "pk")


def link(record) -> str:
    """The row's own page."""
    return record.get_absolute_url()


def session_link(record) -> str:
    """The page of the session a row belongs to."""
    return record.session.get_absolute_url()


class NamedTimesColumn(NumberColumn):
    """The total comes from the attendance behind the list, which the table is told."""

    def sums(self, accessor):
        return {}

    def total(self, table):
        return count(table.named_times)


class ActivityTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"), footer="合计")
    state = StateColumn(order_by=by("state"))
    kind = tables.Column(order_by=by("kind"))
    project = tables.Column(linkify=lambda record: record.project.get_absolute_url(), order_by=by("project__name"))
    lead = tables.Column(order_by=by("lead__name"), attrs=MINOR)
    planned = NumberColumn("待举办场次", order_by=by("planned"))
    held = NumberColumn("已举办场次", order_by=by("held"))
    person_times = NumberColumn("人次", total=True, order_by=by("person_times"))

    class Meta:
        model = Activity
        fields = ("name", "state", "kind", "project", "lead", "planned", "held", "person_times")


class SessionTable(tables.Table):
    activity = tables.Column(linkify=link, order_by=by("activity__name"), footer="合计")
    state = StateColumn(order_by=by("state"))
    starts_at = tables.Column("时间", accessor="when", order_by=by("starts_at"), attrs=DATE)
    organization = tables.Column("举办社区", accessor="organization__short_name", order_by=by("organization__path"))
    venue = tables.Column(orderable=False, attrs=MINOR)
    time_band = tables.Column(order_by=by("time_band"))
    capacity = NumberColumn(order_by=by("capacity"))
    registered = NumberColumn("报名", total=True, order_by=by("registered"))
    person_times = NumberColumn("签到人次", total=True, order_by=by("person_times"))

    class Meta:
        model = Session
        fields = (
            "activity",
            "state",
            "starts_at",
            "organization",
            "venue",
            "time_band",
            "capacity",
            "registered",
            "person_times",
        )
        order_by = ("-starts_at",)


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


class CalendarDayTable(tables.Table):
    date = tables.DateColumn(format="Y-m-d", attrs=DATE)
    kind = tables.Column("当天是", accessor="kind_label", order_by="is_workday")

    class Meta:
        model = CalendarDay
        fields = ("date", "kind", "note", "by")
        order_by = ("-date",)
