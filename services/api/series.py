"""Series over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import ScopedViewSet
from services import operations
from services.models import Series, Session
from services.permissions import plans_anything
from services.queries.clash import Needs, clashes_among
from services.queries.series import series_slots
from services.serializers.series import (
    SeriesCancelBody,
    SeriesChangeBody,
    SeriesCreateBody,
    SeriesSerializer,
    SlotSerializer,
)
from services.serializers.session import SessionSerializer

RULE = ("starts_at", "ends_at", "count", "every", "weekdays", "skip_days_off")


class SeriesViewSet(ScopedViewSet):
    queryset = Series.objects.select_related("activity__project__contractor").prefetch_related("sessions")
    serializer_class = SeriesSerializer

    @extend_schema(request=SeriesCreateBody, responses={201: SessionSerializer(many=True)})
    def create(self, request):
        """The sessions, all of them or none."""
        values = self.body()
        made = operations.schedule_series(by=request.user, **values)
        rows = Session.objects.filter(pk__in=[row.pk for row in made])  # unscoped: just made
        sessions = rows.select_related("organization", "activity", "lecturer").prefetch_related("workers")
        shown = SessionSerializer(sessions.order_by("starts_at"), many=True, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SeriesCreateBody, responses=SlotSerializer(many=True))
    @action(detail=False, methods=["post"], serializer_class=SeriesCreateBody)
    def preview(self, request):
        """The days a series would take, with holidays and clashes; nothing is saved."""
        values = self.body()
        project, place = values["activity"].project, values.get("place")
        slots = series_slots(project, **{name: values[name] for name in RULE})
        kept = [slot for slot in slots if not slot.is_skipped]
        host, venue = values.get("organization") or project.organization, values.get("venue") or str(place or "")
        people = (values.get("lecturer"), values.get("workers", ()))
        needs = Needs(host, place, venue, *people, values.get("is_online", False))
        found = clashes_among([(slot.starts_at, slot.ends_at) for slot in kept], needs, user=request.user)
        for slot, clashes in zip(kept, found, strict=True):
            slot.clashes = clashes
        return Response(SlotSerializer(slots, many=True).data)

    def body(self) -> dict:
        """What was sent, once the sender may plan for the activity it names."""
        if not plans_anything(self.request.user):
            raise PermissionDenied
        body = SeriesCreateBody(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        self._require(operations.schedule_series, body.validated_data["activity"])
        return body.validated_data

    @action(detail=True, methods=["post"], serializer_class=SeriesChangeBody)
    def change(self, request, pk):
        return self.perform(operations.update_series)

    @action(detail=True, methods=["post"], serializer_class=SeriesCancelBody)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_series)
