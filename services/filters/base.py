"""Filters of the lists, shared by pages and API: bases of coverage."""

import django_filters

from orgs.filters import PlaceFilterSet


class ServiceBaseFilter(PlaceFilterSet):
    day_field = "as_of"

    q = django_filters.CharFilter(label="来源", field_name="source", lookup_expr="icontains")
