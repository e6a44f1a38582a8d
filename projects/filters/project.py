"""What lists and API endpoints can be narrowed by."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import NeedCategory, ProjectState
from projects.filters.base import SearchFilter, of_organization
from projects.models import Project


class ProjectFilter(PlaceFilterSet):
    place_paths = ("organization", "contractor")
    day_field = "starts_on"
    last_day_field = "ends_on"

    q = SearchFilter("项目、编号或承接单位")
    state = django_filters.ChoiceFilter(label="状态", choices=ProjectState.choices)
    category = django_filters.ChoiceFilter(label="类别", choices=NeedCategory.choices)
    funded = django_filters.ChoiceFilter(
        label="立项情况", choices=[("1", "已立项"), ("0", "未立项")], method="is_funded"
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(name__icontains=text) | Q(code__icontains=text)
        return rows.filter(found | of_organization(text) | of_organization(text, "contractor"))

    def is_funded(self, rows, name, value):
        return rows.funded() if value == "1" else rows.filter(fund=None)
