"""What lists and API endpoints can be narrowed by."""

import django_filters

from orgs.enums import OrganizationKind, ServiceGroup
from orgs.filters import PlaceFilterSet
from projects.enums import NeedCategory, NeedState
from projects.filters.base import SearchFilter
from projects.models import Need
from projects.queries import matching_needs


class NeedFilter(PlaceFilterSet):
    place_paths = ("organization",)
    day_field = "raised_at__date"

    q = SearchFilter("需求或社区")
    state = django_filters.ChoiceFilter(label="状态", choices=NeedState.choices)
    category = django_filters.ChoiceFilter(label="类别", choices=NeedCategory.choices)
    group = django_filters.ChoiceFilter(label="服务对象", choices=ServiceGroup.choices, method="for_group")

    class Meta:
        model = Need
        fields: list[str] = []

    def search(self, rows, name, text):
        return matching_needs(rows, text)

    def for_group(self, rows, name, group):
        return rows.filter(groups__contains=[group])

    def in_place(self, rows, name, organization):
        if organization.kind != OrganizationKind.SOCIAL:
            return super().in_place(rows, name, organization)
        contracted = Need.projects.through.objects.filter(  # unscoped: narrows rows that are scoped already
            project__contractor__path__startswith=organization.path
        )
        return rows.filter(pk__in=contracted.values("need_id"))
