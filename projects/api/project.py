"""Projects over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from projects import operations
from projects.api.contract import ContractedMixin
from projects.filters import ProjectFilter
from projects.models import Project
from projects.serializers import (
    ApproveSerializer,
    ProjectCreateSerializer,
    ProjectSerializer,
    ProjectUpdateSerializer,
)


class ProjectViewSet(CreateMixin, ContractedMixin, ScopedViewSet):
    queryset = Project.objects.select_related("organization", "contractor", "worker", "fund").prefetch_related(
        "indicators", "budget_lines", "instalments"
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

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer, url_path="start-midterm")
    def start_midterm(self, request, pk):
        return self.perform(operations.start_midterm)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer, url_path="pass-midterm")
    def pass_midterm(self, request, pk):
        return self.perform(operations.pass_midterm)
