"""What lists of progress reports can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import ReportKind, ReportState
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import ProgressReport, Project
from projects.queries.report import due_within, overdue

SOON = 7  # days


class ProgressReportFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "due_on"

    q = SearchFilter("项目、编号或承接单位")
    kind = django_filters.ChoiceFilter(label="报告类型", choices=ReportKind.choices)
    state = django_filters.ChoiceFilter(label="状态", choices=ReportState.choices)
    due = django_filters.ChoiceFilter(
        label="期限", choices=[("overdue", "已逾期未交"), ("soon", f"{SOON}天内应交（含逾期）")], method="by_due"
    )
    start = django_filters.DateFilter(label="期限（起）", method="from_day")
    end = django_filters.DateFilter(label="期限（止）", method="to_day")
    project = django_filters.ModelChoiceFilter(label="项目", queryset=visible(Project), widget=forms.HiddenInput)

    class Meta:
        model = ProgressReport
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(project__name__icontains=text) | Q(project__code__icontains=text)
        return rows.filter(found | of_organization(text, "project__contractor"))

    def by_due(self, rows, name, value):
        return overdue(rows) if value == "overdue" else due_within(rows, SOON)
