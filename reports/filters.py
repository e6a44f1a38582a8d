"""The filters of this app's lists."""

import django_filters
from django import forms
from django.utils import timezone

from orgs.enums import Tier
from orgs.filters import OrganizationFilter, PlaceFilterSet
from orgs.queries import matching_organizations
from reports.enums import ReportState
from reports.forms import recent_months
from reports.models import ReportRun
from reports.periods import asked_period
from reports.queries import without_projects


class PlaceWithoutProjectFilter(PlaceFilterSet):
    """Communities without a project between ``start`` and ``end`` (the last twelve months unless told)."""

    place_paths = ("",)

    q = django_filters.CharFilter(label="名称、首字母或代码", method="search")
    tier = django_filters.ChoiceFilter(label="社区分级", choices=Tier.choices)

    def search(self, rows, name, words):
        return matching_organizations(rows, words)

    def from_day(self, rows, name, day):
        return rows  # the period decides which projects count, not which communities

    to_day = from_day

    def filter_queryset(self, queryset):
        asked = self.form.cleaned_data
        period = asked_period(asked.get("start"), asked.get("end"), timezone.localdate())
        return without_projects(super().filter_queryset(queryset), self.request.user, period)


class ReportRunFilter(django_filters.FilterSet):
    organization = OrganizationFilter(method="in_place")
    month = django_filters.DateFilter(
        label="月份", method="of_month", widget=forms.Select(choices=lambda: [("", "月份"), *recent_months()])
    )
    state = django_filters.ChoiceFilter(label="状态", choices=ReportState.choices)

    class Meta:
        model = ReportRun
        fields = ["organization", "month", "state"]

    def in_place(self, rows, name, organization):
        return rows.filter(organization__path__startswith=organization.reach)

    def of_month(self, rows, name, day):
        return rows.filter(month=day.replace(day=1))
