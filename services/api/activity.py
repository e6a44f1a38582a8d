"""Activities, sessions, attendance and registrations over the API: the operations of the pages: activity."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from core.api import NoteSerializer, ReasonSerializer
from services import operations
from services.api.columns import PlanningViewSet
from services.filters.activity import ActivityFilter
from services.models import Activity
from services.serializers.activity import ActivityBody, ActivityCreateBody, ActivitySerializer, NeedMatchBody


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
    def submit(self, request, pk):
        return self.perform(operations.submit_activity)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_activity)

    @action(detail=True, methods=["post"], url_path="return", serializer_class=ReasonSerializer)
    def send_back(self, request, pk):
        return self.perform(operations.return_activity)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def finish(self, request, pk):
        return self.perform(operations.finish_activity)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def publish(self, request, pk):
        return self.perform(operations.publish_activity)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_activity)

    @action(detail=True, methods=["post"], serializer_class=NeedMatchBody)
    def match(self, request, pk):
        return self.perform(operations.match_need_to_activity)
