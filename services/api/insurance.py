"""Insurance over the API: the operations of the pages."""

from rest_framework.decorators import action

from core.api import ReasonSerializer, ScopedViewSet
from services import operations
from services.models import Insurance
from services.serializers.plan import InsuranceSerializer


class InsuranceViewSet(ScopedViewSet):
    queryset = Insurance.objects.select_related("activity__project__contractor")
    serializer_class = InsuranceSerializer

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def void(self, request, pk):
        return self.perform(operations.void_insurance)
