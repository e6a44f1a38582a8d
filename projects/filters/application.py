"""What applications can be narrowed by."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import ApplicationState, NeedCategory
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import Application, Call
from projects.queries.application import still_writable


class ApplicationFilter(PlaceFilterSet):
    place_paths = ("call__organization", "contractor")
    day_field = "submitted_at__date"

    q = SearchFilter("项目、编号或申报单位")
    state = django_filters.ChoiceFilter(label="状态", choices=ApplicationState.choices)
    call = django_filters.ModelChoiceFilter(label="征集批次", queryset=visible(Call))
    category = django_filters.ChoiceFilter(label="类别", field_name="call__category", choices=NeedCategory.choices)

    due = django_filters.ChoiceFilter(label="期限", choices=[("1", "还可以提交")], method="is_due")

    class Meta:
        model = Application
        fields: list[str] = []

    def is_due(self, rows, name, value):
        return still_writable(rows)

    def search(self, rows, name, text):
        found = Q(name__icontains=text) | Q(code__icontains=text)
        return rows.filter(found | of_organization(text, "contractor"))
