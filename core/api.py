"""DRF bases: the same scope, filters and operations as the pages."""

from rest_framework import serializers, status, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.once import OnceMixin
from core.permissions import permission_of


class EmptySerializer(serializers.Serializer):
    """The body of an action without input."""


class NoteSerializer(serializers.Serializer):
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class ReasonSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=1000)


class ScopedViewSet(OnceMixin, viewsets.ReadOnlyModelViewSet):
    """Reads start at ``visible_to``; writes are POST actions that call ``perform`` with an operation.

    ``serializer_class`` renders records; an action that takes input names its own in ``@action``.
    ``create_operation`` with ``create_serializer_class`` opens POST on the list.
    """

    create_operation = None
    create_serializer_class = None
    ordering = ("-pk",)

    def get_queryset(self):
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        rows = self.for_reader(rows.visible_to(self.request.user))
        return rows if rows.query.order_by else rows.order_by(*self.ordering)

    def for_reader(self, rows):
        """What one reader is shown otherwise than another is added to ``rows`` here."""
        return rows

    def perform(self, operation) -> Response:
        """Run ``operation`` on the addressed record with the validated body, then show the record."""
        obj = self.get_object()
        self._require(operation, obj)
        body = self.get_serializer(data=self.request.data)
        body.is_valid(raise_exception=True)
        operation(obj, by=self.request.user, **body.validated_data)
        return self.respond(obj)

    def make(self) -> Response:
        """Run the create operation with the validated body."""
        operation = type(self).create_operation
        self._require(operation)
        body = self.create_serializer_class(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        obj = operation(by=self.request.user, **body.validated_data)
        return self.respond(obj, status.HTTP_201_CREATED)

    def respond(self, obj, status=status.HTTP_200_OK) -> Response:
        """The record as the list shows it now, read again with everything the list annotates.

        Not narrowed by scope: whoever just worked on a record sees the result, even when it has left their scope.
        """
        fresh = self.for_reader(super().get_queryset()).get(pk=obj.pk)
        serializer = type(self).serializer_class(fresh, context=self.get_serializer_context())
        return Response(serializer.data, status=status)

    def _require(self, operation, obj=None) -> None:
        if not self.request.user.has_perm(permission_of(operation), obj):
            raise PermissionDenied


class CreateMixin:
    """Adds POST on the list for a viewset that has a ``create_operation``."""

    def create(self, request, *args, **kwargs):
        return self.make()


class VisibleRelatedField(serializers.PrimaryKeyRelatedField):
    """A foreign key whose choices start at ``visible_to(user)``: a stranger's id does not exist."""

    def get_queryset(self):
        request = self.context.get("request")
        rows = super().get_queryset()
        return rows.visible_to(request.user) if request else rows.none()
