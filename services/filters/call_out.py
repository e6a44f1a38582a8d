"""Filters of the lists, shared by pages and API: call-out."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from services.enums import CallOutKind, CallOutState
from services.filters.record import RecordFilter
from services.models import Team


class CallOutFilter(PlaceFilterSet):
    place_paths = ("organization", "team__organization")
    day_field = "alarm_at__date"

    q = django_filters.CharFilter(label="编号或地点", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=CallOutState)
    kind = django_filters.ChoiceFilter(label="类型", choices=CallOutKind)
    team = RecordFilter(Team)

    def search(self, rows, name, text):
        return rows.filter(Q(number__icontains=text) | Q(place__icontains=text))
