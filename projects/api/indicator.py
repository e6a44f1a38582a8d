"""Indicators and manual figures over the API: the pages' scope, filters and operations."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from core.rest import ExactJSONParser
from projects import operations
from projects.filters.indicator import IndicatorFilter, ManualActualFilter
from projects.models import Indicator, ManualActual
from projects.queries.indicator import progress_of, ranked
from projects.serializers.indicator import (
    FillSerializer,
    IndicatorProgressSerializer,
    ManualActualSerializer,
    PeriodsSerializer,
)


class IndicatorViewSet(ScopedViewSet):
    """Progress, the furthest behind first; running projects unless ``project`` or ``state`` is asked for."""

    queryset = Indicator.objects.select_related("project__organization", "project__contractor")
    serializer_class = IndicatorProgressSerializer
    filterset_class = IndicatorFilter

    def list(self, request):
        narrowed = IndicatorFilter(request.query_params, self.get_queryset(), request=request)
        rows = self.filter_queryset(self.get_queryset())  # answers 400 to a filter nobody knows
        page = self.paginate_queryset(ranked(rows, only_behind=narrowed.only_behind))
        return self.get_paginated_response(IndicatorProgressSerializer(page, many=True).data)

    def filter_queryset(self, queryset):
        """The default narrows lists; a single row is addressed by its number."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def retrieve(self, request, pk):
        return Response(self.shown(self.get_object()))

    def shown(self, indicator) -> dict:
        return IndicatorProgressSerializer(progress_of([indicator])[0]).data

    @extend_schema(responses={201: ManualActualSerializer})
    @action(detail=True, methods=["post"], serializer_class=FillSerializer, parser_classes=[MultiPartParser])
    def fill(self, request, pk):
        indicator = self.get_object()
        self._require(operations.fill_actual, indicator)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        actual = operations.fill_actual(indicator, by=request.user, **body.validated_data)
        return Response(ManualActualSerializer(actual).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=IndicatorProgressSerializer)
    @action(detail=True, methods=["post"], serializer_class=PeriodsSerializer, parser_classes=[ExactJSONParser])
    def periods(self, request, pk):
        indicator = self.get_object()
        self._require(operations.plan_periods, indicator)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        operations.plan_periods(indicator, by=request.user, **body.validated_data)
        return Response(self.shown(self.get_queryset().get(pk=indicator.pk)))


class ManualActualViewSet(ScopedViewSet):
    queryset = ManualActual.objects.select_related("indicator__project__organization")
    serializer_class = ManualActualSerializer
    filterset_class = ManualActualFilter

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_actual)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="return")
    def send_back(self, request, pk):
        return self.perform(operations.return_actual)
