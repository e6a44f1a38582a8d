"""The rule centre over the API, read only."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import ScopedViewSet
from projects.filters.rule import BudgetRuleSetFilter, ParameterFilter, ScorecardFilter, ThresholdFilter
from projects.models import BudgetRuleSet, Parameter, Scorecard, Threshold
from projects.queries.rule import settings_on
from projects.serializers.rule import (
    BudgetRuleSetSerializer,
    ParameterSerializer,
    ScorecardSerializer,
    SettingSerializer,
    ThresholdSerializer,
)


class ThresholdViewSet(ScopedViewSet):
    queryset = Threshold.objects.select_related("organization")
    serializer_class = ThresholdSerializer
    filterset_class = ThresholdFilter


class ParameterViewSet(ScopedViewSet):
    queryset = Parameter.objects.order_by("-valid_from", "-pk")
    serializer_class = ParameterSerializer
    filterset_class = ParameterFilter

    @extend_schema(responses=SettingSerializer(many=True))
    @action(detail=False, pagination_class=None, filterset_class=None)
    def current(self, request):
        """Every parameter as it stands today, the shipped defaults included."""
        return Response(SettingSerializer(settings_on(timezone.localdate()), many=True).data)


class VersionViewSet(ScopedViewSet):
    def get_queryset(self):
        return super().get_queryset().with_standing(timezone.localdate())


class ScorecardViewSet(VersionViewSet):
    queryset = Scorecard.objects.prefetch_related("items")
    serializer_class = ScorecardSerializer
    filterset_class = ScorecardFilter


class BudgetRuleSetViewSet(VersionViewSet):
    queryset = BudgetRuleSet.objects.prefetch_related("rules")
    serializer_class = BudgetRuleSetSerializer
    filterset_class = BudgetRuleSetFilter
