"""Filters of the lists, shared by pages and API: activity."""

from datetime import date

import django_filters
from django.db.models import Q

from orgs.enums import ServiceGroup
from orgs.filters import PlaceFilterSet
from orgs.models import User
from projects.models import Project
from services.enums import ActivityKind, ActivityScale, ActivityState
from services.filters.record import RecordFilter
from services.models import Session


class ActivityFilter(PlaceFilterSet):
    """By the project's community, and by days on which at least one session takes place."""

    place_paths = ("project__organization", "project__contractor")

    q = django_filters.CharFilter(label="活动或项目名称", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=ActivityState.choices)
    kind = django_filters.ChoiceFilter(label="形式", choices=ActivityKind.choices)
    scale = django_filters.ChoiceFilter(label="规模", choices=ActivityScale.choices)
    group = django_filters.ChoiceFilter(label="服务对象", choices=ServiceGroup.choices, method="for_group")
    is_template = django_filters.ChoiceFilter(
        label="模板", choices=[("true", "模板"), ("false", "非模板")], method="as_template"
    )
    project = RecordFilter(Project)
    lead = RecordFilter(User, label="负责人")

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(project__name__icontains=text))

    def for_group(self, rows, name, group):
        return rows.filter(groups__contains=[group])

    def as_template(self, rows, name, value):
        return rows.filter(is_template=value == "true")

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
