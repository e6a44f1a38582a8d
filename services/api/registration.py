"""Activities, sessions, attendance and registrations over the API: the operations of the pages: registration."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import EmptySerializer, NoteSerializer, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.registration import RegistrationFilter
from services.models import Registration
from services.queries.registration import with_arrival
from services.serializers.attendance import AttendanceSerializer
from services.serializers.registration import RegistrationSerializer


class RegistrationViewSet(ScopedViewSet):
    queryset = with_arrival(
        Registration.objects.select_related(
            "person", "group", "session__organization", "session__activity__project__contractor"
        )
    )
    serializer_class = RegistrationSerializer
    filterset_class = RegistrationFilter

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_registration)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def queue(self, request, pk):
        return self.perform(operations.queue_registration)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_registration)

    @action(detail=True, methods=["post"], serializer_class=EmptySerializer)
    def accept(self, request, pk):
        return self.perform(operations.accept_registration)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_registration)

    @extend_schema(responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"], url_path="check-in", serializer_class=EmptySerializer)
    def check_in(self, request, pk):
        registration = self.get_object()
        self._require(operations.check_in_registration, registration)
        attendance = operations.check_in_registration(registration, by=request.user)
        return Response(AttendanceSerializer(attendance).data, status=status.HTTP_201_CREATED)
