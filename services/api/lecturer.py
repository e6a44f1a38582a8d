"""Lecturers over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.lecturer import LecturerFilter
from services.models import Lecturer
from services.serializers.lecturer import (
    LecturerBody,
    LecturerCreateBody,
    LecturerSerializer,
    TrialBody,
    TrialSerializer,
)


class LecturerViewSet(CreateMixin, ScopedViewSet):
    queryset = Lecturer.objects.select_related("organization")
    serializer_class = LecturerSerializer
    filterset_class = LecturerFilter
    create_operation = staticmethod(operations.create_lecturer)
    create_serializer_class = LecturerCreateBody

    @extend_schema(request=LecturerCreateBody, responses={201: LecturerSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=LecturerBody)
    def change(self, request, pk):
        return self.perform(operations.update_lecturer)

    @extend_schema(responses={201: TrialSerializer})
    @action(detail=True, methods=["post"], serializer_class=TrialBody)
    def trial(self, request, pk):
        lecturer, operation = self.get_object(), operations.record_trial
        self._require(operation, lecturer)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        row = operation(lecturer, by=request.user, **body.validated_data)
        return Response(TrialSerializer(row).data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def retire(self, request, pk):
        return self.perform(operations.retire_lecturer)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def restore(self, request, pk):
        return self.perform(operations.restore_lecturer)
