"""What lists of indicators and figures can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import ActualState, Measure, ProjectState
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import Indicator, ManualActual, Project
from projects.queries.indicator import FLAGGED


class IndicatorFilter(PlaceFilterSet):
    """Indicators of running projects, unless one project or one state is asked for."""

    place_paths = ("project__organization", "project__contractor")
    start = end = None

    q = SearchFilter("项目、指标或承接单位")
    behind = django_filters.ChoiceFilter(label="进度", choices=[("1", "进度滞后")], method="whichever")
    measure = django_filters.ChoiceFilter(label="指标类型", choices=Measure.choices)
    state = django_filters.ChoiceFilter(
        label="项目状态", field_name="project__state", choices=ProjectState.choices, empty_label="实施中的项目"
    )
    project = django_filters.ModelChoiceFilter(label="项目", queryset=visible(Project), widget=forms.HiddenInput)

    class Meta:
        model = Indicator
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(name__icontains=text) | Q(project__name__icontains=text) | Q(project__code__icontains=text)
        return rows.filter(found | of_organization(text, "project__contractor"))

    def whichever(self, rows, name, value):
        """Only the figures know who is behind; the page and the API ask them."""
        return rows

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        return rows if asked.get("state") or asked.get("project") else rows.filter(project__state__in=FLAGGED)

    @property
    def only_behind(self) -> bool:
        return self.form.is_valid() and self.form.cleaned_data.get("behind") == "1"


class ManualActualFilter(PlaceFilterSet):
    place_paths = ("indicator__project__organization", "indicator__project__contractor")
    day_field = "on"

    q = SearchFilter("项目、指标或说明")
    state = django_filters.ChoiceFilter(label="状态", choices=ActualState.choices)
    indicator = django_filters.ModelChoiceFilter(label="指标", queryset=visible(Indicator), widget=forms.HiddenInput)
    project = django_filters.ModelChoiceFilter(
        label="项目", field_name="indicator__project", queryset=visible(Project), widget=forms.HiddenInput
    )

    class Meta:
        model = ManualActual
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(
            Q(indicator__name__icontains=text) | Q(indicator__project__name__icontains=text) | Q(note__icontains=text)
        )
