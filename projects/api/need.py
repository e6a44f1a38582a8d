"""Needs, projects and money over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from projects import operations
from projects.filters import NeedFilter
from projects.models import Need
from projects.serializers import (
    NeedCreateSerializer,
    NeedSerializer,
)


class NeedViewSet(CreateMixin, ScopedViewSet):
    queryset = Need.objects.select_related("organization", "raised_by")
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
