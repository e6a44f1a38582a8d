"""Filters of the lists, shared by pages and API: notice."""

import django_filters

from orgs.filters import PlaceFilterSet
from services.enums import NoticeState


class NoticeFilter(PlaceFilterSet):
    day_field = "shown_from"

    q = django_filters.CharFilter(label="标题", field_name="title", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=NoticeState)
