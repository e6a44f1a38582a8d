"""Filters of the lists, shared by pages and API: summary."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from orgs.filters import PlaceFilterSet
from projects.models import Project
from services.enums import SummaryState
from services.filters.record import RecordFilter
from services.models import Activity
from services.operations.summary import WRITABLE


class SummaryFilter(PlaceFilterSet):
    place_paths = ("session__organization", "session__activity__project__contractor")
    day_field = "session__starts_on"

    q = django_filters.CharFilter(label="活动或社区", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=SummaryState.choices)
    overdue = django_filters.ChoiceFilter(label="期限", choices=[("1", "逾期未提交")], method="late")
    project = RecordFilter(Project, field_name="session__activity__project")
    activity = RecordFilter(Activity, field_name="session__activity")

    def search(self, rows, name, text):
        place = Q(session__organization__name__icontains=text) | Q(session__organization__initials__istartswith=text)
        return rows.filter(Q(session__activity__name__icontains=text) | place)

    def late(self, rows, name, value):
        return rows.filter(state__in=WRITABLE, due_on__lt=timezone.localdate())
