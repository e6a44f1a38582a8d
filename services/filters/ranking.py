"""Filters of the lists, shared by pages and API: ranking."""

import django_filters

from orgs.filters import PlaceFilterSet
from services.filters.record import RecordFilter
from services.models import Team
from services.queries.ranking import ranking


class RankingFilter(PlaceFilterSet):
    """Place and team narrow whom it compares, the period which hours."""

    q = django_filters.CharFilter(label="姓名", method="search")
    team = RecordFilter(Team)

    def search(self, rows, name, text):
        return rows.naming(self.request.user).filter(shown_name__icontains=text)

    def from_day(self, rows, name, day):
        return rows  # both days together, below

    to_day = from_day

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        return ranking(rows, self.form.cleaned_data.get("start"), self.form.cleaned_data.get("end"))
