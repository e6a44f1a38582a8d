"""Certificates over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from services import operations
from services.filters.certificate import CertificateFilter
from services.models import Certificate
from services.queries.certificate import WHOLE
from services.serializers.certificate import CertificateSerializer, CertifyBody


class CertificateViewSet(ScopedViewSet):
    """POST on the list issues the certificate of one attendance."""

    queryset = Certificate.objects.select_related(*WHOLE, "volunteer")
    serializer_class = CertificateSerializer
    filterset_class = CertificateFilter

    @extend_schema(request=CertifyBody, responses={201: CertificateSerializer})
    def create(self, request):
        body = CertifyBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        attendance = body.validated_data["attendance"]
        self._require(operations.certify_attendance, attendance)
        return self.respond(operations.certify_attendance(attendance, by=request.user), status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def issue(self, request, pk):
        return self.perform(operations.issue_certificate)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_certificate)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def revoke(self, request, pk):
        return self.perform(operations.revoke_certificate)
