"""Lists whose new records hang off another: the permission is asked with that one."""

from rest_framework import status
from rest_framework.exceptions import PermissionDenied

from core.api import ScopedViewSet
from services.permissions import plans_anything


class PlanningViewSet(ScopedViewSet):
    """POST on the list: the permission is asked with the record the body names under ``parent``."""

    parent = ""

    def create(self, request):
        if not plans_anything(request.user):
            raise PermissionDenied
        body = self.create_serializer_class(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        operation = type(self).create_operation
        self._require(operation, body.validated_data[self.parent])
        row = operation(by=request.user, **body.validated_data)
        return self.respond(self.get_queryset().get(pk=row.pk), status.HTTP_201_CREATED)
