"""Evaluations and ratings over the API."""

from rest_framework.decorators import action

from core.api import NoteSerializer, ScopedViewSet
from evaluations import operations
from evaluations.filters import EvaluationFilter, RatingFilter
from evaluations.models import Evaluation, Rating
from evaluations.serializers import AssignSerializer, EvaluationSerializer, RatingSerializer, SubmitSerializer


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


class RatingViewSet(ScopedViewSet):
    """Ratings of sessions with enough of them; the filter withholds the rest."""

    queryset = Rating.objects.all()  # unscoped: ScopedViewSet narrows it
    serializer_class = RatingSerializer
    filterset_class = RatingFilter
    ordering = ("-session__starts_on", "pk")
