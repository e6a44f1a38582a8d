"""Evaluations and ratings over the API."""

from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from evaluations import operations
from evaluations.filters import EvaluationFilter, RatingFilter, RectificationFilter
from evaluations.models import Evaluation, Rating, Rectification
from evaluations.serializers import (
    AssignSerializer,
    ConclusionSerializer,
    EmptySerializer,
    EvaluationSerializer,
    OrderSerializer,
    RatingSerializer,
    RectificationSerializer,
    ReplySerializer,
    SubmitSerializer,
)


class EvaluationViewSet(ScopedViewSet):
    queryset = Evaluation.objects.select_related("project", "evaluator")
    serializer_class = EvaluationSerializer
    create_serializer_class = AssignSerializer
    filterset_class = EvaluationFilter

    def create(self, request):
        """Assign: the permission is asked with the project the body names."""
        body = AssignSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        project = values.pop("project")
        self._require(operations.assign_evaluation, project)
        return self.respond(operations.assign_evaluation(project, by=request.user, **values), status=201)

    @action(detail=True, methods=["post"], serializer_class=SubmitSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_evaluation)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def withdraw(self, request, pk):
        return self.perform(operations.withdraw_evaluation)

    @action(detail=True, methods=["post"], serializer_class=EmptySerializer)
    def sample(self, request, pk):
        """Draw the evidence sample; the answer names the drawn sessions and vouchers by their keys."""
        evaluation = self.get_object()
        self._require(operations.draw_sample, evaluation)
        drawn = operations.draw_sample(evaluation, by=request.user)
        found = {"seed": drawn.seed, "sessions": drawn.session_pks, "expenses": drawn.expense_pks}
        return Response(found, status=201)


class RectificationViewSet(ScopedViewSet):
    queryset = Rectification.objects.select_related("project__organization", "project__contractor", "evaluation")
    serializer_class = RectificationSerializer
    create_serializer_class = OrderSerializer
    filterset_class = RectificationFilter

    def create(self, request):
        """Order: the permission is asked with the project the body names."""
        body = OrderSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        project = values.pop("project")
        return self.respond(operations.order_rectification(project, by=request.user, **values), status=201)

    @action(detail=True, methods=["post"], serializer_class=ReplySerializer, parser_classes=[MultiPartParser])
    def submit(self, request, pk):
        return self.perform(operations.submit_rectification)

    @action(detail=True, methods=["post"], serializer_class=ConclusionSerializer)
    def close(self, request, pk):
        return self.perform(operations.close_rectification)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="return")
    def send_back(self, request, pk):
        return self.perform(operations.return_rectification)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer, url_path="review-again")
    def review_again(self, request, pk):
        """Another round for the project of this rectification."""
        rectification = self.get_object()
        self._require(operations.review_again, rectification.project)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        operations.review_again(rectification.project, by=request.user, **body.validated_data)
        return self.respond(rectification)


class RatingViewSet(ScopedViewSet):
    """Ratings of sessions with enough of them; the filter withholds the rest."""

    queryset = Rating.objects.all()  # unscoped: ScopedViewSet narrows it
    serializer_class = RatingSerializer
    filterset_class = RatingFilter
    ordering = ("-session__starts_on", "pk")
