"""What publicities and objections can be narrowed by."""

import django_filters
from django.utils import timezone

from projects.enums import ObjectionState, PublicityState
from projects.filters.base import SearchFilter
from projects.models import Objection, Publicity


class PublicityFilter(django_filters.FilterSet):
    q = SearchFilter("批次")
    state = django_filters.ChoiceFilter(label="状态", choices=PublicityState.choices)
    over = django_filters.BooleanFilter(label="期满待办结", method="past_last_day")

    class Meta:
        model = Publicity
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(call__title__icontains=text.replace("\0", ""))

    def past_last_day(self, rows, name, value):
        past = {"state": PublicityState.OPEN, "ends_on__lt": timezone.localdate()}
        return rows.filter(**past) if value else rows.exclude(**past)


class ObjectionFilter(django_filters.FilterSet):
    q = SearchFilter("批次")
    state = django_filters.ChoiceFilter(label="状态", choices=ObjectionState.choices)

    class Meta:
        model = Objection
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(publicity__call__title__icontains=text.replace("\0", ""))
