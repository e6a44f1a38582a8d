"""Reviews, sheets, publicities and objections over the API: the pages' scope, filters and operations."""

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects import operations
from projects.filters.publicity import ObjectionFilter, PublicityFilter
from projects.filters.review import ExpertTieFilter, ScoreSheetFilter
from projects.models import Call, ExpertTie, Objection, Publicity, ScoreSheet
from projects.models.application import judged_by
from projects.permissions import PURCHASERS
from projects.queries.publicity import current_publicity
from projects.serializers.review import (
    ExpertTieCreateSerializer,
    ExpertTieSerializer,
    ObjectionSerializer,
    PromoteSerializer,
    PubliciseSerializer,
    PublicitySerializer,
    ReviewListSerializer,
    ReviewSerializer,
    ScoreSheetSerializer,
    SheetOpenSerializer,
    SheetSaveSerializer,
    UpholdSerializer,
)


class ReviewViewSet(ScopedViewSet):
    """The review of a call, by the call's number: purchaser and auditor."""

    queryset = Call.objects.select_related("organization", "fund")
    serializer_class = ReviewSerializer

    def get_queryset(self):
        """Not whoever may read the announcement: who reaches the purchaser as one of its own."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        user = self.request.user
        here = in_subtrees(org_paths(user, (*PURCHASERS, Role.AUDITOR)), "organization")
        return rows.filter(here).exclude(pk__in=judged_by(user).values("pk"))

    def get_serializer_class(self):
        return ReviewListSerializer if self.action == "list" else super().get_serializer_class()

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def draw(self, request, pk):
        return self.perform(operations.draw_panel)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def start(self, request, pk):
        return self.perform(operations.start_review)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def rank(self, request, pk):
        return self.perform(operations.rank_call)

    @action(detail=True, methods=["post"], serializer_class=PubliciseSerializer)
    def publicise(self, request, pk):
        self.perform(operations.publicise_call)
        return Response(PublicitySerializer(current_publicity(self.get_object())).data)

    @action(detail=True, methods=["post"], serializer_class=PromoteSerializer)
    def promote(self, request, pk):
        self.perform(operations.promote_call)
        return Response(PublicitySerializer(current_publicity(self.get_object())).data)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def finish(self, request, pk):
        return self.perform(operations.finish_call)


class ScoreSheetViewSet(CreateMixin, ScopedViewSet):
    """One's own sheets, and for the purchaser those signed and ranked. POST begins a sheet."""

    queryset = ScoreSheet.objects.select_related("application", "panelist__expert").prefetch_related("lines__item")
    serializer_class = ScoreSheetSerializer
    filterset_class = ScoreSheetFilter
    create_serializer_class = SheetOpenSerializer

    def make(self) -> Response:
        body = SheetOpenSerializer(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        application = body.validated_data["application"]
        if not self.request.user.has_perm("projects.open_sheet", application):
            raise PermissionDenied
        sheet = operations.open_sheet(application, by=self.request.user)
        return self.respond(sheet, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=SheetSaveSerializer)
    def save(self, request, pk):
        return self.perform(operations.save_sheet)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def sign(self, request, pk):
        return self.perform(operations.sign_sheet)


class ExpertTieViewSet(CreateMixin, ScopedViewSet):
    queryset = ExpertTie.objects.select_related("expert", "organization")
    serializer_class = ExpertTieSerializer
    filterset_class = ExpertTieFilter
    create_operation = staticmethod(operations.declare_tie)
    create_serializer_class = ExpertTieCreateSerializer


class PublicityViewSet(ScopedViewSet):
    queryset = Publicity.objects.prefetch_related("entries")
    serializer_class = PublicitySerializer
    filterset_class = PublicityFilter

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def close(self, request, pk):
        return self.perform(operations.close_publicity)


class ObjectionViewSet(ScopedViewSet):
    queryset = Objection.objects.select_related("publicity")
    serializer_class = ObjectionSerializer
    filterset_class = ObjectionFilter

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def dismiss(self, request, pk):
        return self.perform(operations.dismiss_objection)

    @action(detail=True, methods=["post"], serializer_class=UpholdSerializer)
    def uphold(self, request, pk):
        return self.perform(operations.uphold_objection)
