"""Filters of the lists, shared by pages and API: catalogue and orders."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from orgs.models import Organization
from projects.models import Project
from services.enums import ActivityKind, OrderState
from services.filters.record import RecordFilter
from services.models import CatalogueItem, Lecturer


class CatalogueItemFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="服务或提供单位名称", method="search")
    kind = django_filters.ChoiceFilter(label="形式", choices=ActivityKind.choices)
    is_open = django_filters.ChoiceFilter(
        label="点单", choices=[("true", "接受点单"), ("false", "暂不接受")], method="opened"
    )
    provider = RecordFilter(Organization, field_name="organization", label="提供单位")
    project = RecordFilter(Project)

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(organization__name__icontains=text))

    def opened(self, rows, name, value):
        return rows.filter(is_open=value == "true")


class OrderFilter(PlaceFilterSet):
    """By the orderer's place or the provider, and by the days they were made."""

    place_paths = ("organization", "item__organization")
    day_field = "created_at__date"

    q = django_filters.CharFilter(label="服务、企业或地点", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=OrderState.choices)
    kind = django_filters.ChoiceFilter(label="形式", choices=ActivityKind.choices, field_name="item__kind")
    item = RecordFilter(CatalogueItem)
    lecturer = RecordFilter(Lecturer)

    def search(self, rows, name, text):
        found = Q(item__name__icontains=text) | Q(enterprise__icontains=text) | Q(place__icontains=text)
        return rows.filter(found)
