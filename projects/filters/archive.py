"""What the list of volumes can be narrowed by."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import ArchiveState, Secrecy
from projects.filters.base import SearchFilter, of_organization
from projects.models import Archive


class ArchiveFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "sealed_at__date"

    q = SearchFilter("档号、项目或承接单位")
    state = django_filters.ChoiceFilter(label="状态", choices=ArchiveState.choices)
    secrecy = django_filters.ChoiceFilter(label="密级", choices=Secrecy.choices)

    class Meta:
        model = Archive
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(number__icontains=text) | Q(project__name__icontains=text) | Q(project__code__icontains=text)
        return rows.filter(found | of_organization(text, "project__contractor"))
