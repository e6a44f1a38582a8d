"""Filters of the lists, shared by pages and API: attendance."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.models import Project, ServiceItem
from services.counting import counting_rows, standing
from services.enums import (
    CheckInMethod,
)
from services.filters.record import RecordFilter
from services.marks import Mark, grace, marked
from services.models import Activity, Session


class AttendanceFilter(PlaceFilterSet):
    """What counts as 人次; with ``counted=online`` as 观看人次, with ``all`` every row: staff and unconfirmed sessions
    too."""

    place_paths = ("session__organization", "session__activity__project__contractor")
    day_field = "session__starts_on"

    q = django_filters.CharFilter(label="姓名或活动", method="search")
    counted = django_filters.ChoiceFilter(
        label="计入统计",
        choices=[("online", "线上观看人次"), ("all", "全部记录（含未计入）")],
        method="whichever",
    )
    method = django_filters.ChoiceFilter(label="签到方式", choices=CheckInMethod.choices)
    mark = django_filters.ChoiceFilter(label="标记", choices=Mark.choices, method="with_mark")
    place = django_filters.ChoiceFilter(
        label="位置", choices=[("inside", "场内"), ("outside", "场外"), ("unknown", "未提供")], method="at_place"
    )
    session = RecordFilter(Session)
    activity = RecordFilter(Activity, field_name="session__activity")

    def search(self, rows, name, text):
        rows = rows.naming(self.request.user)
        return rows.filter(Q(shown_name__icontains=text) | Q(session__activity__name__icontains=text))

    def whichever(self, rows, name, value):
        return rows

    def with_mark(self, rows, name, value):
        return rows.filter(marked(value, grace()))

    def at_place(self, rows, name, value):
        return rows.filter(person__isnull=False, inside={"inside": True, "outside": False}.get(value))

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("counted")
        return rows if asked == "all" else counting_rows(rows, online=asked == "online")


class ParticipantFilter(PlaceFilterSet):
    """Narrows the attendance 人数 is counted from, with ``counted=online`` 观看人数; the list then shows the distinct
    people behind it."""

    place_paths = AttendanceFilter.place_paths
    day_field = AttendanceFilter.day_field

    q = django_filters.CharFilter(label="姓名", method="search")
    counted = django_filters.ChoiceFilter(label="参加方式", choices=[("online", "线上观看")], method="whichever")
    project = RecordFilter(Project, field_name="session__activity__project")
    service_item = RecordFilter(ServiceItem, field_name="session__activity__service_item")

    def search(self, rows, name, text):
        return rows.naming(self.request.user).filter(shown_name__icontains=text)

    def whichever(self, rows, name, value):
        return rows

    def filter_queryset(self, queryset):
        rows, online = super().filter_queryset(queryset), self.form.cleaned_data.get("counted") == "online"
        return standing(counting_rows(rows, online=online))
