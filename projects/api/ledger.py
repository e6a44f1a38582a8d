"""Needs, projects and money over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action

from core.api import CreateMixin, ScopedViewSet
from projects import operations
from projects.filters import FundFilter, InstalmentFilter, LedgerEntryFilter
from projects.models import Fund, Instalment, LedgerEntry
from projects.serializers import (
    AppropriateSerializer,
    FundCreateSerializer,
    FundSerializer,
    InstalmentSerializer,
    LedgerEntrySerializer,
    PaySerializer,
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


class InstalmentViewSet(ScopedViewSet):
    queryset = Instalment.objects.select_related("project__fund__organization")
    serializer_class = InstalmentSerializer
    filterset_class = InstalmentFilter

    @action(detail=True, methods=["post"], serializer_class=PaySerializer)
    def pay(self, request, pk):
        return self.perform(operations.pay_instalment)


class LedgerEntryViewSet(ScopedViewSet):
    queryset = LedgerEntry.objects.select_related("by")
    serializer_class = LedgerEntrySerializer
    filterset_class = LedgerEntryFilter
