"""Shifts and who signed up for them over the API: the operations of the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from orgs.naming import NamingViewSet
from services import operations
from services.api.planning import PlanningViewSet
from services.filters.shift import ShiftFilter, ShiftSignUpFilter
from services.models import Shift, ShiftSignUp
from services.serializers.shift import (
    GradeBody,
    MomentBody,
    ShiftBody,
    ShiftCreateBody,
    ShiftSerializer,
    ShiftSignUpBody,
    ShiftSignUpSerializer,
)


class ShiftViewSet(PlanningViewSet):
    queryset = Shift.objects.select_related("organization", "project__contractor", "lead")
    serializer_class = ShiftSerializer
    create_serializer_class = ShiftCreateBody
    create_operation = staticmethod(operations.create_shift)
    filterset_class = ShiftFilter
    parent = "project"

    @extend_schema(request=ShiftCreateBody, responses={201: ShiftSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=ShiftBody)
    def correct(self, request, pk):
        return self.perform(operations.update_shift)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def publish(self, request, pk):
        return self.perform(operations.publish_shift)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def finish(self, request, pk):
        return self.perform(operations.finish_shift)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_shift)

    @extend_schema(responses={201: ShiftSignUpSerializer})
    @action(detail=True, methods=["post"], url_path="sign-up", serializer_class=ShiftSignUpBody)
    def sign_up(self, request, pk):
        shift = self.get_object()
        self._require(operations.sign_up_for_shift, shift)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        sign_up = operations.sign_up_for_shift(shift, by=request.user, **body.validated_data)
        sign_up = ShiftSignUp.objects.naming(request.user).get(pk=sign_up.pk)  # unscoped: just made
        return Response(ShiftSignUpSerializer(sign_up).data, status=status.HTTP_201_CREATED)


class ShiftSignUpViewSet(NamingViewSet, ScopedViewSet):
    queryset = ShiftSignUp.objects.select_related(
        "shift__organization", "shift__project__contractor", "volunteer__person"
    )
    serializer_class = ShiftSignUpSerializer
    filterset_class = ShiftSignUpFilter

    @action(detail=True, methods=["post"], url_path="sign-in", serializer_class=MomentBody)
    def sign_in(self, request, pk):
        return self.perform(operations.sign_in)

    @action(detail=True, methods=["post"], url_path="sign-out", serializer_class=MomentBody)
    def sign_out(self, request, pk):
        return self.perform(operations.sign_out)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def miss(self, request, pk):
        return self.perform(operations.miss_shift)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def cancel(self, request, pk):
        return self.perform(operations.cancel_sign_up)

    @action(detail=True, methods=["post"], serializer_class=GradeBody)
    def grade(self, request, pk):
        return self.perform(operations.grade_sign_up)
