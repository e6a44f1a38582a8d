"""The catalogue and orders over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.order import CatalogueItemFilter, OrderFilter
from services.models import CatalogueItem, Order
from services.serializers.order import (
    CatalogueItemBody,
    CatalogueItemCreateBody,
    CatalogueItemSerializer,
    OrderBody,
    OrderDispatchBody,
    OrderFeedbackBody,
    OrderScheduleBody,
    OrderSerializer,
)


class CatalogueItemViewSet(CreateMixin, ScopedViewSet):
    queryset = CatalogueItem.objects.select_related("organization")
    serializer_class = CatalogueItemSerializer
    filterset_class = CatalogueItemFilter
    create_operation = staticmethod(operations.create_catalogue_item)
    create_serializer_class = CatalogueItemCreateBody

    @extend_schema(request=CatalogueItemCreateBody, responses={201: CatalogueItemSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=CatalogueItemBody)
    def change(self, request, pk):
        return self.perform(operations.update_catalogue_item)


class OrderViewSet(CreateMixin, ScopedViewSet):
    queryset = Order.objects.select_related("item__organization", "organization")
    serializer_class = OrderSerializer
    filterset_class = OrderFilter
    create_operation = staticmethod(operations.create_order)
    create_serializer_class = OrderBody

    @extend_schema(request=OrderBody, responses={201: OrderSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def verify(self, request, pk):
        return self.perform(operations.verify_order)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def decline(self, request, pk):
        return self.perform(operations.decline_order)

    @action(detail=True, methods=["post"], serializer_class=OrderScheduleBody)
    def schedule(self, request, pk):
        return self.perform(operations.schedule_order)

    @action(detail=True, methods=["post"], url_path="dispatch", serializer_class=OrderDispatchBody)
    def send(self, request, pk):
        return self.perform(operations.dispatch_order)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def finish(self, request, pk):
        return self.perform(operations.finish_order)

    @action(detail=True, methods=["post"], serializer_class=OrderFeedbackBody)
    def feedback(self, request, pk):
        return self.perform(operations.feedback_order)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_order)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_order)
