"""Call-outs over the API: the operations of the pages."""

from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.call_out import CallOutFilter
from services.models import CallOut
from services.serializers.call_out import CallOutBody, CallOutCreateBody, CallOutSerializer


class CallOutViewSet(CreateMixin, ScopedViewSet):
    queryset = CallOut.objects.select_related("team", "organization")
    serializer_class = CallOutSerializer
    filterset_class = CallOutFilter
    create_operation = staticmethod(operations.create_call_out)
    create_serializer_class = CallOutCreateBody

    def create(self, request, *args, **kwargs):
        """Asked with the team."""
        body = CallOutCreateBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        if not request.user.has_perm("services.create_call_out", body.validated_data["team"]):
            raise PermissionDenied
        return self.respond(operations.create_call_out(by=request.user, **body.validated_data), 201)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=CallOutBody)
    def change(self, request, pk):
        return self.perform(operations.update_call_out)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def close(self, request, pk):
        return self.perform(operations.close_call_out)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def verify(self, request, pk):
        return self.perform(operations.verify_call_out)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reopen(self, request, pk):
        return self.perform(operations.reopen_call_out)
