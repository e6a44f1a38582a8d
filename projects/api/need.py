"""Needs over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from projects import operations
from projects.filters import NeedFilter
from projects.models import Need
from projects.serializers import NeedCreateSerializer, NeedSerializer
from projects.serializers.need import (
    FeedbackSerializer,
    NeedMergeSerializer,
    NeedServeSerializer,
    NeedUpdateSerializer,
)


class NeedViewSet(CreateMixin, ScopedViewSet):
    queryset = Need.objects.select_related("organization", "raised_by").defer("raiser")
    serializer_class = NeedSerializer
    filterset_class = NeedFilter
    create_operation = staticmethod(operations.create_need)
    create_serializer_class = NeedCreateSerializer

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def verify(self, request, pk):
        return self.perform(operations.verify_need)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_need)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=NeedUpdateSerializer)
    def correct(self, request, pk):
        return self.perform(operations.update_need)

    @action(detail=True, methods=["post"], serializer_class=NeedMergeSerializer)
    def merge(self, request, pk):
        return self.perform(operations.merge_need)

    @action(detail=True, methods=["post"], serializer_class=NeedServeSerializer)
    def serve(self, request, pk):
        return self.perform(operations.serve_need)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def close(self, request, pk):
        return self.perform(operations.close_need)

    @action(detail=True, methods=["post"], url_path="feed-back", serializer_class=FeedbackSerializer)
    def feed_back(self, request, pk):
        return self.perform(operations.feed_back_need)
