"""Reports and statistics over the API."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import CreateMixin, NoteSerializer, ScopedViewSet
from reports import operations
from reports.downloads import download
from reports.filters import ReportRunFilter
from reports.forms import PeriodForm
from reports.models import ReportRun
from reports.queries import find_place, statistics
from reports.serializers import ReportRunSerializer, RequestReportSerializer, StatisticsSerializer

FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class ReportRunViewSet(CreateMixin, ScopedViewSet):
    queryset = ReportRun.objects.select_related("organization", "requested_by")
    serializer_class = ReportRunSerializer
    filterset_class = ReportRunFilter
    create_operation = staticmethod(operations.request_report)
    create_serializer_class = RequestReportSerializer

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def retry(self, request, pk):
        return self.perform(operations.retry_report)

    @extend_schema(responses=FILE)
    @action(detail=True, methods=["get"])
    def word(self, request, pk):
        return download(self.get_object(), "docx")

    @extend_schema(responses=FILE)
    @action(detail=True, methods=["get"])
    def excel(self, request, pk):
        return download(self.get_object(), "xlsx")

    def reverse_detail(self, run) -> str:
        return reverse("api:reportrun-detail", args=[run.pk])


class StatisticsView(APIView):
    """The dashboard's figures; without parameters one's own scope and the last twelve months."""

    @extend_schema(
        parameters=[
            OpenApiParameter("organization", str, description="组织代码，须在本人范围内"),
            OpenApiParameter("start", OpenApiTypes.DATE, description="起始日期（含）"),
            OpenApiParameter("end", OpenApiTypes.DATE, description="截止日期（含）"),
        ],
        responses=StatisticsSerializer,
    )
    def get(self, request):
        form = PeriodForm(request.query_params)
        if not form.is_valid():
            raise ValidationError(form.errors)
        organization = find_place(request.user, request.query_params.get("organization", ""))
        if organization is None:
            raise Http404
        period = form.period
        found = statistics(request.user, organization, period.start, period.end)
        shown = {"organization": organization, "period": period, "statistics": found}
        return Response(StatisticsSerializer(shown).data)
