"""Filters of the lists, shared by pages and API: session."""

import django_filters
from django import forms
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from orgs.models import User, Venue
from projects.models import Project, ServiceItem
from services.enums import (
    ActivityKind,
    SessionState,
    TimeBand,
)
from services.filters.record import RecordFilter
from services.models import Activity, Series
from services.queries.clash import clashing
from services.queries.summary import without_approved_summary, without_summary
from services.queries.volunteer import with_volunteers


class SessionFilter(PlaceFilterSet):
    place_paths = ("organization", "activity__project__contractor")
    day_field = "starts_on"

    q = django_filters.CharFilter(label="活动、地点或社区", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=SessionState.choices)
    kind = django_filters.ChoiceFilter(label="形式", field_name="activity__kind", choices=ActivityKind.choices)
    time_band = django_filters.ChoiceFilter(label="时段", choices=TimeBand.choices)
    project = RecordFilter(Project, field_name="activity__project")
    activity = RecordFilter(Activity)
    place = RecordFilter(Venue)
    series = RecordFilter(Series)
    worker = RecordFilter(User, field_name="workers", label="到场社工")
    clash = django_filters.ChoiceFilter(
        label="冲突", choices=[("yes", "时间有冲突")], method="in_the_way", widget=forms.HiddenInput
    )
    service_item = RecordFilter(ServiceItem, field_name="activity__service_item")

    summary = django_filters.ChoiceFilter(
        label="活动总结", choices=[("missing", "待填写总结"), ("open", "总结未通过")], method="summarised"
    )

    def summarised(self, rows, name, value):
        return without_summary(rows) if value == "missing" else without_approved_summary(rows)

    volunteers = django_filters.ChoiceFilter(
        label="志愿者", choices=[("yes", "有志愿者参加")], method="supported", widget=forms.HiddenInput
    )

    def supported(self, rows, name, value):
        return with_volunteers(rows)

    def search(self, rows, name, text):
        place = Q(organization__name__icontains=text) | Q(organization__initials__istartswith=text)
        return rows.filter(Q(activity__name__icontains=text) | Q(venue__icontains=text) | place)

    def in_the_way(self, rows, name, value):
        return clashing(rows)
