"""What lists of funds, ledger entries and instalments can be narrowed by, on pages and over the API."""

import django_filters
from django import forms
from django.db.models import Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from orgs.enums import OrganizationKind
from orgs.filters import PlaceFilterSet
from projects.enums import EntryKind, FundKind, InstalmentState
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import Fund, Instalment, LedgerEntry, Project, Settlement
from projects.queries.settlement import payments_counted


class FundFilter(PlaceFilterSet):
    start = end = None

    q = SearchFilter("名称或工会")
    year = django_filters.NumberFilter(label="年度", min_value=2000, max_value=2100)
    kind = django_filters.ChoiceFilter(label="资金类别", choices=FundKind.choices)

    class Meta:
        model = Fund
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | of_organization(text))


class LedgerEntryFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "on"

    q = SearchFilter("项目、资金来源或说明")
    kind = django_filters.ChoiceFilter(label="类别", choices=EntryKind.choices)
    fund = django_filters.ModelChoiceFilter(label="资金来源", queryset=visible(Fund))
    # Set by the links of project pages; the search field finds projects without listing thousands of them.
    project = django_filters.ModelChoiceFilter(label="项目", queryset=visible(Project), widget=forms.HiddenInput)
    settlement = django_filters.ModelChoiceFilter(
        label="计入决算的拨付", queryset=visible(Settlement), method="counted_in", widget=forms.HiddenInput
    )

    class Meta:
        model = LedgerEntry
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(
            Q(project__name__icontains=text)
            | Q(project__code__icontains=text)
            | Q(fund__name__icontains=text)
            | Q(note__icontains=text)
        )

    @extend_schema_field(OpenApiTypes.INT)
    def counted_in(self, rows, name, settlement):
        """Set by the link of a settlement, whose figure is that of the day it was handed in."""
        return rows.filter(pk__in=payments_counted(settlement).order_by().values("pk"))

    def in_place(self, rows, name, organization):
        """Project money belongs to the project's community, an appropriation to the fund's union."""
        if organization.kind == OrganizationKind.SOCIAL:
            return super().in_place(rows, name, organization)
        here = organization.reach
        without_project = Q(project=None, fund__organization__path__startswith=here)
        return rows.filter(Q(project__organization__path__startswith=here) | without_project)


class InstalmentFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "due_on"

    q = SearchFilter("项目或编号")
    state = django_filters.ChoiceFilter(label="状态", choices=InstalmentState.choices)
    project = django_filters.ModelChoiceFilter(label="项目", queryset=visible(Project), widget=forms.HiddenInput)

    class Meta:
        model = Instalment
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(project__name__icontains=text) | Q(project__code__icontains=text))
