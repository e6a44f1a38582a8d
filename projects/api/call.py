"""Plans, calls and questions over the API: the pages' scope, filters and operations."""

from django.db.models import Sum
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from core.rest import ExactJSONParser
from projects import operations
from projects.filters.call import CallFilter, PlanFilter, QuestionFilter
from projects.models import Call, Plan, Question
from projects.serializers.call import (
    AnswerSerializer,
    AskSerializer,
    CallCreateSerializer,
    CallFileChoiceSerializer,
    CallFileCreateSerializer,
    CallSerializer,
    CallUpdateSerializer,
    PlanCreateSerializer,
    PlanItemChoiceSerializer,
    PlanItemCreateSerializer,
    PlanSerializer,
    QuestionSerializer,
    SelfCheckSerializer,
)


class PlanViewSet(CreateMixin, ScopedViewSet):
    queryset = (
        Plan.objects.select_related("organization")
        .prefetch_related("items__fund")
        .annotate(amount=Sum("items__amount"))
    )
    serializer_class = PlanSerializer
    filterset_class = PlanFilter
    create_operation = staticmethod(operations.create_plan)
    create_serializer_class = PlanCreateSerializer

    @action(detail=True, methods=["post"], serializer_class=PlanItemCreateSerializer)
    def add_item(self, request, pk):
        return self.perform(operations.add_plan_item)

    @action(detail=True, methods=["post"], serializer_class=PlanItemChoiceSerializer)
    def remove_item(self, request, pk):
        return self.perform(operations.remove_plan_item)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_plan)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_plan)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="return")
    def send_back(self, request, pk):
        return self.perform(operations.return_plan)


class CallViewSet(CreateMixin, ScopedViewSet):
    queryset = Call.objects.select_related("organization").prefetch_related("files")
    serializer_class = CallSerializer
    filterset_class = CallFilter
    create_operation = staticmethod(operations.create_call)
    create_serializer_class = CallCreateSerializer

    @action(detail=True, methods=["post"], serializer_class=CallUpdateSerializer, url_path="update")
    def revise(self, request, pk):
        return self.perform(operations.update_call)

    @action(detail=True, methods=["post"], serializer_class=SelfCheckSerializer)
    def self_check(self, request, pk):
        return self.perform(operations.self_check_call)

    @action(
        detail=True,
        methods=["post"],
        serializer_class=CallFileCreateSerializer,
        parser_classes=[MultiPartParser, ExactJSONParser],
    )
    def attach_file(self, request, pk):
        return self.perform(operations.attach_call_file)

    @action(detail=True, methods=["post"], serializer_class=CallFileChoiceSerializer)
    def remove_file(self, request, pk):
        return self.perform(operations.remove_call_file)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_call)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def publish(self, request, pk):
        return self.perform(operations.publish_call)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def close(self, request, pk):
        return self.perform(operations.close_call)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_call)

    @action(detail=True, methods=["post"], serializer_class=AskSerializer)
    def ask(self, request, pk):
        self.perform(operations.ask_question)
        question = Question.objects.visible_to(request.user).filter(asked_by=request.user).latest("pk")
        return Response(QuestionSerializer(question).data, status=status.HTTP_201_CREATED)


class QuestionViewSet(ScopedViewSet):
    queryset = Question.objects.select_related("call__organization")
    serializer_class = QuestionSerializer
    filterset_class = QuestionFilter

    @action(detail=True, methods=["post"], serializer_class=AnswerSerializer)
    def answer(self, request, pk):
        return self.perform(operations.answer_question)
