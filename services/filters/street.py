"""Filters of the lists, shared by pages and API: the volunteer street."""

import django_filters
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from services.enums import StreetDayState
from services.filters.record import RecordFilter
from services.models import Merchant


class MerchantFilter(PlaceFilterSet):
    q = django_filters.CharFilter(label="商户或服务项目", method="search")
    start = None  # a merchant has no day
    end = None
    is_active = django_filters.ChoiceFilter(label="参加轮值", choices=[("True", "是"), ("False", "否")])

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(service__icontains=text))


class StreetDayFilter(PlaceFilterSet):
    day_field = "starts_at__date"

    q = django_filters.CharFilter(label="街道（地点）", field_name="street", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=StreetDayState)
    merchant = RecordFilter(Merchant, field_name="duties__merchant")
