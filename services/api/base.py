"""Bases of coverage over the API: the operation of the page."""

from rest_framework.exceptions import PermissionDenied

from core.api import CreateMixin, ScopedViewSet
from services import operations
from services.filters.base import ServiceBaseFilter
from services.models import ServiceBase
from services.serializers.base import ServiceBaseBody, ServiceBaseSerializer


class ServiceBaseViewSet(CreateMixin, ScopedViewSet):
    queryset = ServiceBase.objects.select_related("organization")
    serializer_class = ServiceBaseSerializer
    filterset_class = ServiceBaseFilter
    create_operation = staticmethod(operations.state_base)
    create_serializer_class = ServiceBaseBody

    def create(self, request, *args, **kwargs):
        """Asked with the organization the number is for."""
        body = ServiceBaseBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        if not request.user.has_perm("services.state_base", body.validated_data["organization"]):
            raise PermissionDenied
        return self.respond(operations.state_base(by=request.user, **body.validated_data), 201)
