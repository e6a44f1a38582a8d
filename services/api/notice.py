"""Notices over the API: the operations of the pages."""

from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.notice import NoticeFilter
from services.models import Notice
from services.serializers.notice import NoticeBody, NoticeCreateBody, NoticeSerializer


class NoticeViewSet(CreateMixin, ScopedViewSet):
    queryset = Notice.objects.select_related("organization")
    serializer_class = NoticeSerializer
    filterset_class = NoticeFilter
    create_operation = staticmethod(operations.create_notice)
    create_serializer_class = NoticeCreateBody

    def create(self, request, *args, **kwargs):
        """Asked with the organization the notice is for."""
        body = NoticeCreateBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        if not request.user.has_perm("services.create_notice", body.validated_data["organization"]):
            raise PermissionDenied
        return self.respond(operations.create_notice(by=request.user, **body.validated_data), 201)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=NoticeBody)
    def change(self, request, pk):
        return self.perform(operations.update_notice)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def publish(self, request, pk):
        return self.perform(operations.publish_notice)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def withdraw(self, request, pk):
        return self.perform(operations.withdraw_notice)
