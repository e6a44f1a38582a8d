"""Activities, sessions, attendance and registrations over the API: the operations of the pages: session."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import NoteSerializer, ReasonSerializer
from services import operations
from services.api.planning import PlanningViewSet
from services.counting import effort, held_among
from services.filters.session import SessionFilter
from services.models import Attendance, Session
from services.queries.clash import clashes_among, needs_of
from services.serializers.attendance import AttendanceSerializer, CheckInBody, HeadcountBody, OnlineBody
from services.serializers.base import EffortSerializer
from services.serializers.registration import (
    ApproveManyBody,
    GroupBody,
    GroupResultSerializer,
    RegistrationSerializer,
    SignUpBody,
)
from services.serializers.session import ClashSerializer, MeetingBody, SessionCreateBody, SessionSerializer


class SessionViewSet(PlanningViewSet):
    queryset = Session.objects.select_related(
        "organization", "activity__project__contractor", "lecturer"
    ).prefetch_related("workers")
    serializer_class = SessionSerializer
    create_serializer_class = SessionCreateBody
    create_operation = staticmethod(operations.schedule_session)
    filterset_class = SessionFilter
    parent = "activity"

    @extend_schema(request=SessionCreateBody, responses={201: SessionSerializer})
    def create(self, request):
        return super().create(request)

    def respond(self, obj, status=status.HTTP_200_OK):
        """With the counts as they are after the operation."""
        return super().respond(type(obj).objects.filter(pk=obj.pk).get(), status)  # unscoped: just checked

    @action(detail=True, methods=["post"], serializer_class=MeetingBody)
    def reschedule(self, request, pk):
        return self.perform(operations.reschedule_session)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def hold(self, request, pk):
        return self.perform(operations.hold_session)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def postpone(self, request, pk):
        return self.perform(operations.postpone_session)

    @action(detail=True, methods=["post"], serializer_class=MeetingBody)
    def resume(self, request, pk):
        return self.perform(operations.resume_session)

    @extend_schema(responses=EffortSerializer)
    @action(detail=False, serializer_class=EffortSerializer, pagination_class=None)
    def effort(self, request):
        """Hours of the held sessions among those the filters leave."""
        sessions = self.filter_queryset(self.get_queryset())
        found = effort(sessions)
        return Response(EffortSerializer(asdict(found) | {"sessions": held_among(sessions).count()}).data)

    @extend_schema(responses=ClashSerializer(many=True))
    @action(detail=True, serializer_class=ClashSerializer, filterset_class=None, pagination_class=None)
    def clashes(self, request, pk):
        """What else is planned for its place, lecturer or workers at that time."""
        session = self.get_object()
        slot = (session.starts_at, session.ends_at)
        found = clashes_among([slot], needs_of(session), user=request.user, exclude=[session])[0]
        return Response(ClashSerializer(found, many=True).data)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_session)

    @extend_schema(responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"], url_path="check-in", serializer_class=CheckInBody)
    def check_in(self, request, pk):
        return self.add(operations.check_in_person, AttendanceSerializer)

    @extend_schema(responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"], serializer_class=OnlineBody)
    def online(self, request, pk):
        return self.add(operations.record_online, AttendanceSerializer)

    @extend_schema(responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"], serializer_class=HeadcountBody)
    def headcount(self, request, pk):
        return self.add(operations.record_headcount, AttendanceSerializer)

    @extend_schema(responses={201: RegistrationSerializer})
    @action(detail=True, methods=["post"], serializer_class=SignUpBody)
    def register(self, request, pk):
        return self.add(operations.register_participant, RegistrationSerializer)

    @extend_schema(responses={201: GroupResultSerializer})
    @action(detail=True, methods=["post"], url_path="sign-up-group", serializer_class=GroupBody)
    def sign_up_group(self, request, pk):
        return self.add(operations.sign_up_group, GroupResultSerializer)

    @extend_schema(responses=RegistrationSerializer(many=True))
    @action(detail=True, methods=["post"], url_path="approve-registrations", serializer_class=ApproveManyBody)
    def approve_registrations(self, request, pk):
        """All or none; the answer says who has a place and who waits."""
        session, operation = self.get_object(), operations.approve_registrations
        self._require(operation, session)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        rows = operation(session, by=request.user, **body.validated_data)
        return Response(RegistrationSerializer(rows, many=True).data)

    def add(self, operation, shown) -> Response:
        """Like ``perform``, for operations that make a row of another kind: it is the answer."""
        session, request = self.get_object(), self.request
        self._require(operation, session)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        row = operation(session, by=request.user, **body.validated_data)
        if isinstance(row, Attendance):
            row = Attendance.objects.naming(request.user).get(pk=row.pk)  # unscoped: just made
        return Response(shown(row).data, status=status.HTTP_201_CREATED)
