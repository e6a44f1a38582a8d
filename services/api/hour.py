"""Hours of volunteers over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from orgs.naming import NamingViewSet
from services import operations
from services.filters.hour import HourClaimFilter
from services.models import HourClaim, HourCorrection
from services.serializers.hour import CorrectionBody, HourClaimBody, HourClaimSerializer, HourCorrectionSerializer


class HourClaimViewSet(NamingViewSet, ScopedViewSet):
    queryset = HourClaim.objects.select_related("volunteer__person", "organization", "project__contractor")
    serializer_class = HourClaimSerializer
    filterset_class = HourClaimFilter

    @extend_schema(request=HourClaimBody, responses={201: HourClaimSerializer})
    def create(self, request):
        """A claim recorded by the volunteer's own organization; asked with the volunteer."""
        if not request.user.grants:
            raise PermissionDenied
        body = HourClaimBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        facts = dict(body.validated_data)
        volunteer = facts.pop("volunteer")
        self._require(operations.claim_hours, volunteer)
        claim = operations.claim_hours(volunteer, by=request.user, organization=volunteer.organization, **facts)
        return self.respond(claim, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def confirm(self, request, pk):
        return self.perform(operations.confirm_hours)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def void(self, request, pk):
        return self.perform(operations.void_hours)

    @extend_schema(responses={201: HourCorrectionSerializer})
    @action(detail=True, methods=["post"], serializer_class=CorrectionBody)
    def correct(self, request, pk):
        claim = self.get_object()
        self._require(operations.propose_correction, claim)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        correction = operations.propose_correction(claim, by=request.user, **body.validated_data)
        return Response(HourCorrectionSerializer(correction).data, status=status.HTTP_201_CREATED)


class HourCorrectionViewSet(ScopedViewSet):
    queryset = HourCorrection.objects.select_related("claim__organization", "claim__project__contractor")
    serializer_class = HourCorrectionSerializer

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_correction)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_correction)
