"""Activities, sessions, attendance and registrations over the API: the operations of the pages: activity."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from core.api import EmptySerializer, NoteSerializer, ReasonSerializer
from services import operations
from services.api.planning import PlanningViewSet
from services.filters.activity import ActivityFilter
from services.models import Activity
from services.serializers.activity import ActivityBody, ActivityCreateBody, ActivitySerializer, NeedMatchBody
from services.serializers.form import FormFieldSerializer, QuestionBody, SignUpSettingsBody
from services.serializers.plan import ActivityPlanSerializer, CopyBody, InsuranceSerializer, InsureBody, PlanBody


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

    @extend_schema(responses=SignUpSettingsBody)
    @action(detail=True, methods=["get"], url_path="sign-up", serializer_class=SignUpSettingsBody)
    def sign_up(self, request, pk):
        """How people sign up."""
        return Response(SignUpSettingsBody(self.get_object()).data)

    @extend_schema(request=SignUpSettingsBody, responses=SignUpSettingsBody)
    @sign_up.mapping.post
    def update_sign_up(self, request, pk):
        self.perform(operations.update_sign_up)
        return Response(SignUpSettingsBody(self.get_queryset().get(pk=pk)).data)

    @extend_schema(responses={201: FormFieldSerializer})
    @action(detail=True, methods=["post"], serializer_class=QuestionBody)
    def questions(self, request, pk):
        """One more question at the end of the form."""
        activity, operation = self.get_object(), operations.add_question
        self._require(operation, activity)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        field = operation(activity, by=request.user, **body.validated_data)
        return Response(FormFieldSerializer(field).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=ActivityPlanSerializer)
    @action(detail=True, methods=["get"], serializer_class=ActivityPlanSerializer)
    def plan(self, request, pk):
        """The whole plan."""
        return Response(ActivityPlanSerializer(self.get_object(), context=self.get_serializer_context()).data)

    @extend_schema(request=PlanBody, responses=ActivityPlanSerializer)
    @action(detail=True, methods=["post"], url_path="save-plan", serializer_class=PlanBody)
    def save_plan(self, request, pk):
        self.perform(operations.save_plan)
        return Response(ActivityPlanSerializer(self.get_object(), context=self.get_serializer_context()).data)

    @extend_schema(responses={201: InsuranceSerializer})
    @action(detail=True, methods=["post"], serializer_class=InsureBody, parser_classes=[MultiPartParser])
    def insure(self, request, pk):
        activity, operation = self.get_object(), operations.insure_activity
        self._require(operation, activity)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        policy = operation(activity, by=request.user, **body.validated_data)
        return Response(InsuranceSerializer(policy).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={201: ActivitySerializer})
    @action(detail=True, methods=["post"], serializer_class=CopyBody)
    def copy(self, request, pk):
        activity, operation = self.get_object(), operations.copy_activity
        self._require(operation, activity)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        copied = operation(activity, by=request.user, **body.validated_data)
        return self.respond(copied, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], url_path="mark-template", serializer_class=EmptySerializer)
    def mark_template(self, request, pk):
        return self.perform(operations.mark_template)

    @action(detail=True, methods=["post"], url_path="unmark-template", serializer_class=EmptySerializer)
    def unmark_template(self, request, pk):
        return self.perform(operations.unmark_template)
