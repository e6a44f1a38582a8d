"""One's own notifications over the API."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action

from core.api import ScopedViewSet
from core.models import Notification


class NotificationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Notification
        fields = ["id", "title", "body", "url", "created_at", "read_at"]


class NothingSerializer(serializers.Serializer):
    """An action without input."""


def read_notification(notification: Notification, *, by) -> None:
    """Mark as read; a second time changes nothing."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=timezone.now())


class NotificationViewSet(ScopedViewSet):
    queryset = Notification.objects.all()  # unscoped: ScopedViewSet narrows it
    serializer_class = NotificationSerializer

    @action(detail=True, methods=["post"], serializer_class=NothingSerializer)
    def read(self, request, pk):
        notification = self.get_object()
        read_notification(notification, by=request.user)
        notification.refresh_from_db()
        return self.respond(notification)
