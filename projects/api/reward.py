"""以奖代补 over the API."""

from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied

from core.api import CreateMixin, EmptySerializer, NoteSerializer, ReasonSerializer, ScopedViewSet
from projects.filters.reward import RewardSchemeFilter, RewardSheetFilter
from projects.models import RewardScheme, RewardSheet
from projects.operations import reward as operations
from projects.serializers.reward import (
    RewardSchemeCreateSerializer,
    RewardSchemeSerializer,
    RewardSheetSerializer,
    SheetCreateSerializer,
)


class RewardSchemeViewSet(CreateMixin, ScopedViewSet):
    queryset = RewardScheme.objects.select_related("organization")
    serializer_class = RewardSchemeSerializer
    filterset_class = RewardSchemeFilter
    create_operation = staticmethod(operations.create_reward_scheme)
    create_serializer_class = RewardSchemeCreateSerializer

    @action(detail=True, methods=["post"], serializer_class=EmptySerializer)
    def publish(self, request, pk):
        return self.perform(operations.publish_reward_scheme)


class RewardSheetViewSet(CreateMixin, ScopedViewSet):
    queryset = RewardSheet.objects.select_related("scheme__fund__organization", "scheme__organization", "computed_by")
    queryset = queryset.prefetch_related("lines__payee")
    serializer_class = RewardSheetSerializer
    filterset_class = RewardSheetFilter
    create_serializer_class = SheetCreateSerializer

    def make(self):
        """Computing is asked with the scheme, which the body names."""
        body = self.create_serializer_class(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        scheme = body.validated_data.pop("scheme")
        if not self.request.user.has_perm("projects.compute_reward_sheet", scheme):
            raise PermissionDenied
        sheet = operations.compute_reward_sheet(scheme, by=self.request.user, **body.validated_data)
        return self.respond(sheet, 201)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def check(self, request, pk):
        return self.perform(operations.check_reward_sheet)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def publicise(self, request, pk):
        return self.perform(operations.publicise_reward_sheet)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_reward_sheet)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def pay(self, request, pk):
        return self.perform(operations.pay_reward_sheet)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def void(self, request, pk):
        return self.perform(operations.void_reward_sheet)
