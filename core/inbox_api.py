"""One's own notifications over the API."""

import django_filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import ScopedViewSet
from core.models import Notification


class NotificationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Notification
        fields = ["id", "title", "body", "url", "created_at", "read_at"]


class NothingSerializer(serializers.Serializer):
    """An action without input."""


class NotificationFilter(django_filters.FilterSet):
    unread = django_filters.BooleanFilter(label="未读", field_name="read_at", lookup_expr="isnull")


class NotificationViewSet(ScopedViewSet):
    queryset = Notification.objects.all()  # unscoped: ScopedViewSet narrows it
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilter
    ordering = ("-created_at", "-pk")

    @action(detail=True, methods=["post"], serializer_class=NothingSerializer)
    def read(self, request, pk):
        """Mark one as read; a second time changes nothing."""
        notification = self.get_object()
        self.get_queryset().filter(pk=notification.pk).mark_read()
        notification.refresh_from_db()
        return self.respond(notification)

    @action(detail=False, methods=["post"], serializer_class=NothingSerializer, url_path="read-all")
    def read_all(self, request):
        """Mark everything as read."""
        return Response({"read": self.get_queryset().mark_read()})
