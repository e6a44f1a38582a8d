"""Progress reports over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from projects import operations
from projects.filters.report import ProgressReportFilter
from projects.models import ProgressReport
from projects.serializers.report import (
    AttachSerializer,
    CommentSerializer,
    ContentSerializer,
    ExplainSerializer,
    ProgressReportSerializer,
    SubmitReportSerializer,
)


class ProgressReportViewSet(ScopedViewSet):
    queryset = ProgressReport.objects.select_related("project__organization", "project__contractor").prefetch_related(
        "comments"
    )
    serializer_class = ProgressReportSerializer
    filterset_class = ProgressReportFilter
    ordering = ("due_on", "pk")

    @action(detail=True, methods=["post"], serializer_class=ContentSerializer)
    def save(self, request, pk):
        return self.perform(operations.save_report)

    @action(detail=True, methods=["post"], serializer_class=AttachSerializer, parser_classes=[MultiPartParser])
    def attach(self, request, pk):
        return self.perform(operations.attach_report_file)

    @action(detail=True, methods=["post"], serializer_class=ExplainSerializer)
    def explain(self, request, pk):
        return self.perform(operations.explain_report)

    @action(detail=True, methods=["post"], serializer_class=SubmitReportSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_report)

    @action(detail=True, methods=["post"], serializer_class=CommentSerializer)
    def comment(self, request, pk):
        return self.perform(operations.comment_report)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def accept(self, request, pk):
        return self.perform(operations.accept_report)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="return")
    def send_back(self, request, pk):
        return self.perform(operations.return_report)
