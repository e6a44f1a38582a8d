"""Filters of the lists, shared by pages and API."""

import django_filters
from django.db.models import Q

from evaluations.enums import EvaluationState, RectificationState, Stage
from evaluations.queries import listable
from orgs.filters import PlaceFilterSet


class EvaluationFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "due_on"

    q = django_filters.CharFilter(label="项目名称、编号或评估人", method="search")
    stage = django_filters.ChoiceFilter(label="阶段", choices=Stage.choices, empty_label="阶段")
    state = django_filters.ChoiceFilter(label="状态", choices=EvaluationState.choices, empty_label="状态")
    start = django_filters.DateFilter(label="期限（起）", method="from_day")
    end = django_filters.DateFilter(label="期限（止）", method="to_day")

    def search(self, rows, name, text):
        return rows.filter(
            Q(project__name__icontains=text) | Q(project__code__icontains=text) | Q(evaluator__name__icontains=text)
        )


class RectificationFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "due_on"

    q = django_filters.CharFilter(label="项目名称、编号或问题", method="search")
    state = django_filters.ChoiceFilter(label="状态", choices=RectificationState.choices, empty_label="状态")
    start = django_filters.DateFilter(label="期限（起）", method="from_day")
    end = django_filters.DateFilter(label="期限（止）", method="to_day")

    def search(self, rows, name, text):
        return rows.filter(
            Q(project__name__icontains=text) | Q(project__code__icontains=text) | Q(problem__icontains=text)
        )


class RatingFilter(PlaceFilterSet):
    """By the session's place and day. ``counted`` are all ratings that match; ``qs`` only those that may be listed.

    SECURITY: no filter by score or rating date: each would single people out of a small session.
    """

    place_paths = ("session__organization", "session__activity__project__contractor")
    day_field = "session__starts_on"

    q = django_filters.CharFilter(label="活动名称", field_name="session__activity__name", lookup_expr="icontains")

    counted = None

    def filter_queryset(self, queryset):
        self.counted = super().filter_queryset(queryset)
        return listable(self.counted)
