"""Filters of the lists, shared by pages and API: attendance."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.models import Project, ServiceItem
from services.counting import SERVED
from services.enums import (
    CheckInMethod,
    SessionState,
)
from services.filters.columns import RecordFilter
from services.models import Session


def counted(rows):
    """What counts as 人次: participants of held sessions, as in ``services.counting``."""
    return rows.filter(SERVED, session__state=SessionState.HELD)


class AttendanceFilter(PlaceFilterSet):
    """What counts as 人次, unless ``counted=all`` asks for every row: staff and unconfirmed sessions too."""

    place_paths = ("session__organization", "session__activity__project__contractor")
    day_field = "session__starts_on"

    q = django_filters.CharFilter(label="姓名或活动", method="search")
    counted = django_filters.ChoiceFilter(
        label="计入统计", choices=[("all", "全部记录（含未计入）")], method="whichever"
    )
    method = django_filters.ChoiceFilter(label="签到方式", choices=CheckInMethod.choices)
    session = RecordFilter(Session)

    def search(self, rows, name, text):
        return rows.filter(Q(person__name__icontains=text) | Q(session__activity__name__icontains=text))

    def whichever(self, rows, name, value):
        return rows

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("counted") == "all":
            return rows
        return counted(rows)


class ParticipantFilter(PlaceFilterSet):
    """Narrows the counted attendance; the list then shows the distinct people behind it."""

    place_paths = AttendanceFilter.place_paths
    day_field = AttendanceFilter.day_field

    q = django_filters.CharFilter(label="姓名", field_name="person__name", lookup_expr="icontains")
    project = RecordFilter(Project, field_name="session__activity__project")
    service_item = RecordFilter(ServiceItem, field_name="session__activity__service_item")

    def filter_queryset(self, queryset):
        return counted(super().filter_queryset(queryset))
