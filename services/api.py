"""Activities, sessions, attendance and registrations over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from core.models import CalendarDay
from services import operations
from services.filters import ActivityFilter, AttendanceFilter, CalendarDayFilter, RegistrationFilter, SessionFilter
from services.models import Activity, Attendance, Registration, Session
from services.permissions import plans_anything
from services.serializers import (
    ActivityBody,
    ActivityCreateBody,
    ActivitySerializer,
    AttendanceSerializer,
    CalendarDaySerializer,
    CheckInBody,
    EmptyBody,
    HeadcountBody,
    MeetingBody,
    NeedMatchBody,
    RegistrationSerializer,
    SessionCreateBody,
    SessionSerializer,
    WhoBody,
)


class PlanningViewSet(ScopedViewSet):
    """POST on the list: the permission is asked with the record the body names under ``parent``."""

    parent = ""

    def create(self, request):
        if not plans_anything(request.user):
            raise PermissionDenied
        body = self.create_serializer_class(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        operation = type(self).create_operation
        self._require(operation, body.validated_data[self.parent])
        row = operation(by=request.user, **body.validated_data)
        return self.respond(self.get_queryset().get(pk=row.pk), status.HTTP_201_CREATED)


class ActivityViewSet(PlanningViewSet):
    queryset = Activity.objects.select_related("project", "lead")
    serializer_class = ActivitySerializer
    create_serializer_class = ActivityCreateBody
    create_operation = staticmethod(operations.create_activity)
    filterset_class = ActivityFilter
    parent = "project"

    @extend_schema(request=ActivityCreateBody, responses={201: ActivitySerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=ActivityBody)
    def correct(self, request, pk):
        return self.perform(operations.update_activity)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def publish(self, request, pk):
        return self.perform(operations.publish_activity)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_activity)

    @action(detail=True, methods=["post"], serializer_class=NeedMatchBody)
    def match(self, request, pk):
        return self.perform(operations.match_need_to_activity)


class SessionViewSet(PlanningViewSet):
    queryset = Session.objects.select_related("organization", "activity__project__contractor")
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
    def cancel(self, request, pk):
        return self.perform(operations.cancel_session)

    @extend_schema(responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"], url_path="check-in", serializer_class=CheckInBody)
    def check_in(self, request, pk):
        return self.add(operations.check_in_person, AttendanceSerializer)

    @extend_schema(responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"], serializer_class=HeadcountBody)
    def headcount(self, request, pk):
        return self.add(operations.record_headcount, AttendanceSerializer)

    @extend_schema(responses={201: RegistrationSerializer})
    @action(detail=True, methods=["post"], serializer_class=WhoBody)
    def register(self, request, pk):
        return self.add(operations.register_participant, RegistrationSerializer)

    def add(self, operation, shown) -> Response:
        """Like ``perform``, for operations that make a row of another kind: it is the answer."""
        session = self.get_object()
        self._require(operation, session)
        body = self.get_serializer(data=self.request.data)
        body.is_valid(raise_exception=True)
        row = operation(session, by=self.request.user, **body.validated_data)
        return Response(shown(row).data, status=status.HTTP_201_CREATED)


class AttendanceViewSet(ScopedViewSet):
    """What counts as 人次; ``?counted=all`` for every row."""

    queryset = Attendance.objects.select_related("person", "session__activity__project__contractor")
    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilter

    def filter_queryset(self, queryset):
        """The default narrows lists; a single row is addressed by its number."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @action(detail=True, methods=["post"], serializer_class=EmptyBody)
    def reverse(self, request, pk):
        return self.perform(operations.reverse_headcount)


class RegistrationViewSet(ScopedViewSet):
    queryset = Registration.objects.select_related(
        "person", "session__organization", "session__activity__project__contractor"
    )
    serializer_class = RegistrationSerializer
    filterset_class = RegistrationFilter

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_registration)

    @extend_schema(responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"], url_path="check-in", serializer_class=EmptyBody)
    def check_in(self, request, pk):
        registration = self.get_object()
        self._require(operations.check_in_registration, registration)
        attendance = operations.check_in_registration(registration, by=request.user)
        return Response(AttendanceSerializer(attendance).data, status=status.HTTP_201_CREATED)


class CalendarDayView(generics.ListCreateAPIView):
    queryset = CalendarDay.objects.all()  # unscoped: dates of the whole country, everybody may look
    serializer_class = CalendarDaySerializer
    filterset_class = CalendarDayFilter

    def perform_create(self, serializer):
        if not self.request.user.has_perm("services.declare_day"):
            raise PermissionDenied
        serializer.instance = operations.declare_day(by=self.request.user, **serializer.validated_data)
