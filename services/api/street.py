"""The volunteer street over the API: the operations of the pages."""

from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied

from core.api import CreateMixin, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.street import MerchantFilter, StreetDayFilter
from services.models import Merchant, StreetDay
from services.serializers.street import MerchantSerializer, RotaBody, StreetDayHoldBody, StreetDaySerializer


class MerchantViewSet(ScopedViewSet):
    queryset = Merchant.objects.select_related("organization")
    serializer_class = MerchantSerializer
    filterset_class = MerchantFilter


class StreetDayViewSet(CreateMixin, ScopedViewSet):
    queryset = StreetDay.objects.select_related("organization").prefetch_related("duties__merchant")
    serializer_class = StreetDaySerializer
    filterset_class = StreetDayFilter
    create_operation = staticmethod(operations.plan_street_days)
    create_serializer_class = RotaBody

    def create(self, request, *args, **kwargs):
        """A whole rota; answers with its first day."""
        body = RotaBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        if not request.user.has_perm("services.plan_street_days", body.validated_data["organization"]):
            raise PermissionDenied
        return self.respond(operations.plan_street_days(by=request.user, **body.validated_data)[0], 201)

    @action(detail=True, methods=["post"], serializer_class=StreetDayHoldBody)
    def hold(self, request, pk):
        return self.perform(operations.hold_street_day)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_street_day)
