"""Needs, projects and money over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from projects import operations
from projects.filters import FundFilter, InstalmentFilter, LedgerEntryFilter, NeedFilter, ProjectFilter
from projects.models import Fund, Instalment, LedgerEntry, Need, Project
from projects.serializers import (
    AppropriateSerializer,
    ApproveSerializer,
    FundCreateSerializer,
    FundSerializer,
    InstalmentSerializer,
    LedgerEntrySerializer,
    NeedCreateSerializer,
    NeedSerializer,
    PaySerializer,
    ProjectCreateSerializer,
    ProjectSerializer,
    ProjectUpdateSerializer,
)


class NeedViewSet(CreateMixin, ScopedViewSet):
    queryset = Need.objects.select_related("organization", "raised_by")
    serializer_class = NeedSerializer
    filterset_class = NeedFilter
    create_operation = staticmethod(operations.create_need)
    create_serializer_class = NeedCreateSerializer

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def verify(self, request, pk):
        return self.perform(operations.verify_need)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_need)


class ProjectViewSet(CreateMixin, ScopedViewSet):
    queryset = (
        Project.objects.select_related("organization", "contractor", "worker", "fund")
        .prefetch_related("outputs", "budget_lines", "instalments")
        .with_paid()
    )
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter
    create_operation = staticmethod(operations.create_project)
    create_serializer_class = ProjectCreateSerializer

    @action(detail=True, methods=["post"], serializer_class=ProjectUpdateSerializer, url_path="update")
    def revise(self, request, pk):
        return self.perform(operations.update_project)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_project)

    @action(detail=True, methods=["post"], serializer_class=ApproveSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_project)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="return")
    def send_back(self, request, pk):
        return self.perform(operations.return_project)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_project)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def activate(self, request, pk):
        return self.perform(operations.activate_project)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def conclude(self, request, pk):
        return self.perform(operations.conclude_project)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def complete(self, request, pk):
        return self.perform(operations.complete_project)


class FundViewSet(CreateMixin, ScopedViewSet):
    queryset = Fund.objects.select_related("organization").with_totals()
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
