"""Star applications over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action

from core.api import NoteSerializer, ScopedViewSet
from services import operations
from services.filters.star import StarApplicationFilter
from services.models import StarApplication
from services.serializers.star import FalseReportBody, StarApplicationSerializer, StarBody


class StarApplicationViewSet(ScopedViewSet):
    queryset = StarApplication.objects.select_related("volunteer__person", "volunteer__organization")
    serializer_class = StarApplicationSerializer
    filterset_class = StarApplicationFilter

    @extend_schema(request=StarBody, responses={201: StarApplicationSerializer})
    def create(self, request):
        body = StarBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        volunteer = body.validated_data["volunteer"]
        self._require(operations.apply_for_star, volunteer)
        application = operations.apply_for_star(volunteer, by=request.user, star=body.validated_data["star"])
        return self.respond(application, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def publicise(self, request, pk):
        return self.perform(operations.publicise_star)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def award(self, request, pk):
        return self.perform(operations.award_star)

    @action(detail=True, methods=["post"], serializer_class=FalseReportBody)
    def reject(self, request, pk):
        return self.perform(operations.reject_star)

    @action(detail=True, methods=["post"], serializer_class=FalseReportBody)
    def revoke(self, request, pk):
        return self.perform(operations.revoke_star)
