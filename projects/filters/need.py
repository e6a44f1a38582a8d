"""What lists of needs can be narrowed by, on pages and over the API."""

from datetime import timedelta

import django_filters
from django.utils import timezone

from orgs.enums import OrganizationKind, ServiceGroup
from orgs.filters import PlaceFilterSet
from projects.enums import NeedCategory, NeedSource, NeedState
from projects.filters.base import SearchFilter
from projects.models import Need
from projects.queries import matching_needs
from projects.queries.need import needs_to_feed_back

UNCOVERED, TO_FEED_BACK = "uncovered", "to_feed_back"
LISTS = [(UNCOVERED, "未满足需求"), (TO_FEED_BACK, "待回告")]


class NeedFilter(PlaceFilterSet):
    place_paths = ("organization",)
    day_field = "raised_at__date"

    q = SearchFilter("需求或社区")
    state = django_filters.ChoiceFilter(label="状态", choices=NeedState.choices)
    category = django_filters.ChoiceFilter(label="类别", choices=NeedCategory.choices)
    group = django_filters.ChoiceFilter(label="服务对象", choices=ServiceGroup.choices, method="for_group")
    source = django_filters.ChoiceFilter(label="来源", choices=NeedSource.choices)
    only = django_filters.ChoiceFilter(label="清单", choices=LISTS, method="on_list")
    age = django_filters.NumberFilter(
        label="提出满几天", method="of_age", min_value=0, max_value=36_500, decimal_places=0
    )

    class Meta:
        model = Need
        fields: list[str] = []

    def search(self, rows, name, text):
        return matching_needs(rows, text)

    def on_list(self, rows, name, value):
        """SECURITY: 待回告 is for the unions over the need; to others the list is empty."""
        if value == UNCOVERED:
            return rows.uncovered()
        return rows.filter(pk__in=needs_to_feed_back(self.request.user).values("pk"))

    def of_age(self, rows, name, days):
        """Raised at least so many days ago."""
        return rows.filter(raised_at__date__lte=timezone.localdate() - timedelta(days=int(days)))

    def for_group(self, rows, name, group):
        return rows.filter(groups__contains=[group])

    def in_place(self, rows, name, organization):
        if organization.kind != OrganizationKind.SOCIAL:
            return super().in_place(rows, name, organization)
        contracted = Need.projects.through.objects.filter(  # unscoped: narrows rows that are scoped already
            project__contractor__path__startswith=organization.path
        )
        return rows.filter(pk__in=contracted.values("need_id"))


class UncoveredFilter(NeedFilter):
    """What narrows the matrix: its cells carry the same conditions on to the list."""

    q = state = source = only = group = start = end = None
