"""What the lists of rewards can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from orgs.filters import PlaceFilterSet
from projects.enums import RewardSheetState
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import RewardLine, RewardScheme, RewardSheet


class RewardSchemeFilter(PlaceFilterSet):
    start = end = None
    place_paths = ("organization",)

    q = SearchFilter("办法或工会")
    published = django_filters.ChoiceFilter(
        label="发布", choices=[("1", "已发布"), ("0", "未发布")], method="is_published"
    )

    class Meta:
        model = RewardScheme
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | of_organization(text))

    def is_published(self, rows, name, value):
        return rows.filter(published_at__isnull=value == "0")


class RewardSheetFilter(PlaceFilterSet):
    place_paths = ("scheme__organization",)
    day_field = "starts_on"
    last_day_field = "ends_on"

    q = SearchFilter("办法或工会")
    state = django_filters.ChoiceFilter(label="状态", choices=RewardSheetState.choices)
    over = django_filters.ChoiceFilter(label="公示", choices=[("1", "公示期满")], method="is_over")
    scheme = django_filters.ModelChoiceFilter(label="办法", queryset=visible(RewardScheme), widget=forms.HiddenInput)

    class Meta:
        model = RewardSheet
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(scheme__name__icontains=text) | of_organization(text, "scheme__organization"))

    def is_over(self, rows, name, value):
        """Published, the last working day of the publicity past, not decided yet."""
        return rows.filter(state=RewardSheetState.PUBLICITY, publicity_ends_on__lt=timezone.localdate())


class RewardLineFilter(PlaceFilterSet):
    place_paths = ("payee", "sheet__scheme__organization")
    day_field = "closed_on"

    q = SearchFilter("案号或受奖单位")
    counted = django_filters.ChoiceFilter(label="计入", choices=[("1", "计入"), ("0", "不计入")], method="is_in")
    sheet = django_filters.ModelChoiceFilter(label="核算表", queryset=visible(RewardSheet), widget=forms.HiddenInput)
    payee = django_filters.NumberFilter(label="受奖单位", widget=forms.HiddenInput)

    class Meta:
        model = RewardLine
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(record_number__icontains=text) | of_organization(text, "payee"))

    def is_in(self, rows, name, value):
        return rows.filter(is_counted=value == "1")
