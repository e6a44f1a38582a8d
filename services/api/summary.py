"""Summaries and follow-ups over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.follow_up import FollowUpFilter
from services.filters.summary import SummaryFilter
from services.models import FollowUp, Summary
from services.serializers.summary import (
    FollowUpBody,
    FollowUpCreateBody,
    FollowUpSerializer,
    PhotoBody,
    RaiseNeedBody,
    ResultBody,
    SummaryBody,
    SummaryPhotoSerializer,
    SummarySerializer,
    SummaryStartBody,
)


class OfSessionViewSet(ScopedViewSet):
    """POST on the list: the permission is asked with the session the body names."""

    def create(self, request):
        body = self.create_serializer_class(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        fields = dict(body.validated_data)
        session, operation = fields.pop("session"), type(self).create_operation
        self._require(operation, session)
        return self.respond(operation(session, by=request.user, **fields), status.HTTP_201_CREATED)


class SummaryViewSet(OfSessionViewSet):
    queryset = Summary.objects.select_related(
        "session__activity__project__contractor", "session__organization", "written_by"
    )
    serializer_class = SummarySerializer
    create_serializer_class = SummaryStartBody
    create_operation = staticmethod(operations.start_summary)
    filterset_class = SummaryFilter

    @extend_schema(request=SummaryStartBody, responses={201: SummarySerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=SummaryBody)
    def change(self, request, pk):
        return self.perform(operations.update_summary)

    @extend_schema(request={"multipart/form-data": PhotoBody}, responses={201: SummaryPhotoSerializer})
    @action(detail=True, methods=["post"], serializer_class=PhotoBody, parser_classes=[MultiPartParser, JSONParser])
    def photos(self, request, pk):
        summary = self.get_object()
        self._require(operations.add_summary_photo, summary)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        row = operations.add_summary_photo(summary, by=request.user, **body.validated_data)
        shown = SummaryPhotoSerializer(row, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_summary)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_summary)

    @action(detail=True, methods=["post"], url_path="return", serializer_class=ReasonSerializer)
    def send_back(self, request, pk):
        return self.perform(operations.return_summary)


class FollowUpViewSet(OfSessionViewSet):
    queryset = FollowUp.objects.select_related(
        "session__activity__project__contractor", "session__activity__project__organization", "session__organization",
        "responsible",
    )  # fmt: skip
    serializer_class = FollowUpSerializer
    create_serializer_class = FollowUpCreateBody
    create_operation = staticmethod(operations.create_follow_up)
    filterset_class = FollowUpFilter

    @extend_schema(request=FollowUpCreateBody, responses={201: FollowUpSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=FollowUpBody)
    def change(self, request, pk):
        return self.perform(operations.update_follow_up)

    @action(detail=True, methods=["post"], serializer_class=ResultBody)
    def finish(self, request, pk):
        return self.perform(operations.finish_follow_up)

    @action(detail=True, methods=["post"], url_path="need", serializer_class=RaiseNeedBody)
    def need(self, request, pk):
        return self.perform(operations.raise_need_from_follow_up)
