"""Funds and the ledger over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action

from core.api import CreateMixin, ScopedViewSet
from projects import operations
from projects.filters import FundFilter, LedgerEntryFilter
from projects.models import Fund, LedgerEntry
from projects.serializers import (
    AppropriateSerializer,
    FundCreateSerializer,
    FundSerializer,
    LedgerEntrySerializer,
)


class FundViewSet(CreateMixin, ScopedViewSet):
    queryset = Fund.objects.select_related("organization")
    serializer_class = FundSerializer
    filterset_class = FundFilter
    create_operation = staticmethod(operations.open_fund)
    create_serializer_class = FundCreateSerializer

    @action(detail=True, methods=["post"], serializer_class=AppropriateSerializer)
    def appropriate(self, request, pk):
        return self.perform(operations.appropriate_fund)


class LedgerEntryViewSet(ScopedViewSet):
    queryset = LedgerEntry.objects.select_related("by")
    serializer_class = LedgerEntrySerializer
    filterset_class = LedgerEntryFilter
