"""The questions of sign-up forms over the API: the operations of the pages."""

from rest_framework.decorators import action

from core.api import EmptySerializer, ScopedViewSet
from services import operations
from services.filters.form import FormFieldFilter
from services.models import FormField
from services.serializers.form import FormFieldSerializer, MoveBody, QuestionBody


class FormFieldViewSet(ScopedViewSet):
    """A question is added at its activity: ``activities/<id>/questions/``."""

    queryset = FormField.objects.select_related("activity__project__organization", "activity__project__contractor")
    serializer_class = FormFieldSerializer
    filterset_class = FormFieldFilter
    ordering = ("-activity", "position", "pk")

    @action(detail=True, methods=["post"], url_path="update", serializer_class=QuestionBody)
    def correct(self, request, pk):
        return self.perform(operations.update_question)

    @action(detail=True, methods=["post"], serializer_class=MoveBody)
    def move(self, request, pk):
        return self.perform(operations.move_question)

    @action(detail=True, methods=["post"], serializer_class=EmptySerializer)
    def remove(self, request, pk):
        return self.perform(operations.remove_question)
