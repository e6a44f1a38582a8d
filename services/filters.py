"""Filters of the lists, shared by pages and API."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.models import Project, ServiceItem
from services.counting import SERVED
from services.enums import (
    ActivityKind,
    ActivityState,
    CheckInMethod,
    RegistrationState,
    SessionState,
    TimeBand,
)
from services.models import Activity, Session


class RecordFilter(django_filters.ModelChoiceFilter):
    """One visible record by its number, put into links by other pages: a chip above the list, no control."""

    def __init__(self, model, **kwargs):
        def visible(request):  # nobody asks while the API schema is being drawn
            return model.objects.visible_to(request.user) if request else model.objects.none()

        kwargs.setdefault("label", model._meta.verbose_name)
        error = {"invalid_choice": "没有这条记录，或者它不在您能看到的范围内。"}
        super().__init__(queryset=visible, widget=forms.HiddenInput, error_messages=error, **kwargs)


class ActivityFilter(PlaceFilterSet):
    """By the project's community, and by days on which at least one session takes place."""

    place_paths = ("project__organization", "project__contractor")

    q = django_filters.CharFilter(label="活动或项目名称", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=ActivityState.choices)
    kind = django_filters.ChoiceFilter(label="形式", choices=ActivityKind.choices)
    project = RecordFilter(Project)

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(project__name__icontains=text))

    def from_day(self, rows, name, day):
        return rows  # both days together, below: one session has to lie between them

    to_day = from_day

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        start, end = (self.form.cleaned_data.get(name) for name in ("start", "end"))
        if not start and not end:
            return rows
        sessions = Session.objects.starting_between(start or date.min, end or date.max)
        return rows.filter(pk__in=sessions.values("activity"))


class SessionFilter(PlaceFilterSet):
    place_paths = ("organization", "activity__project__contractor")
    day_field = "starts_on"

    q = django_filters.CharFilter(label="活动、地点或社区", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=SessionState.choices)
    kind = django_filters.ChoiceFilter(label="形式", field_name="activity__kind", choices=ActivityKind.choices)
    time_band = django_filters.ChoiceFilter(label="时段", choices=TimeBand.choices)
    project = RecordFilter(Project, field_name="activity__project")
    activity = RecordFilter(Activity)
    service_item = RecordFilter(ServiceItem, field_name="activity__service_item")

    def search(self, rows, name, text):
        place = Q(organization__name__icontains=text) | Q(organization__initials__istartswith=text)
        return rows.filter(Q(activity__name__icontains=text) | Q(venue__icontains=text) | place)


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


class RegistrationFilter(PlaceFilterSet):
    place_paths = ("session__organization", "session__activity__project__contractor")
    day_field = "session__starts_on"

    q = django_filters.CharFilter(label="姓名或活动", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=RegistrationState.choices)
    session = RecordFilter(Session)

    def search(self, rows, name, text):
        return rows.filter(Q(person__name__icontains=text) | Q(session__activity__name__icontains=text))


class CalendarDayFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(
        field_name="date", lookup_expr="year", label="年份", min_value=2000, max_value=2100
    )
    is_workday = django_filters.ChoiceFilter(label="当天是", choices=[("True", "工作日"), ("False", "休息日")])
