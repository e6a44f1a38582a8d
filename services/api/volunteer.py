"""Volunteers, teams and trainings over the API: the operations of the pages."""

from django.db.models import Count
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from orgs.naming import NamingViewSet
from services import operations
from services.filters.volunteer import TeamFilter, TrainingFilter, VolunteerFilter
from services.models import Team, Training, Volunteer
from services.queries.volunteer import MEMBERS
from services.serializers.volunteer import (
    AwardBody,
    TeamBody,
    TeamCreateBody,
    TeamSerializer,
    TrainingCreateBody,
    TrainingSerializer,
    VolunteerBody,
    VolunteerCreateBody,
    VolunteersBody,
    VolunteerSerializer,
)


class VolunteerViewSet(CreateMixin, NamingViewSet, ScopedViewSet):
    queryset = Volunteer.objects.select_related("person", "organization", "team")
    serializer_class = VolunteerSerializer
    create_serializer_class = VolunteerCreateBody
    create_operation = staticmethod(operations.register_volunteer)
    filterset_class = VolunteerFilter

    @extend_schema(request=VolunteerCreateBody, responses={201: VolunteerSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=VolunteerBody)
    def correct(self, request, pk):
        return self.perform(operations.update_volunteer)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def admit(self, request, pk):
        return self.perform(operations.admit_volunteer)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def pause(self, request, pk):
        return self.perform(operations.pause_volunteer)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def resume(self, request, pk):
        return self.perform(operations.resume_volunteer)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def leave(self, request, pk):
        return self.perform(operations.leave_volunteer)

    @action(detail=True, methods=["post"], serializer_class=AwardBody)
    def award(self, request, pk):
        return self.perform(operations.add_award)


class TeamViewSet(CreateMixin, ScopedViewSet):
    queryset = Team.objects.select_related("organization").annotate(members=MEMBERS)
    serializer_class = TeamSerializer
    create_serializer_class = TeamCreateBody
    create_operation = staticmethod(operations.create_team)
    filterset_class = TeamFilter

    @extend_schema(request=TeamCreateBody, responses={201: TeamSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], url_path="update", serializer_class=TeamBody)
    def correct(self, request, pk):
        return self.perform(operations.update_team)

    @action(detail=True, methods=["post"], serializer_class=VolunteersBody)
    def add(self, request, pk):
        return self.perform(operations.add_team_members)


class TrainingViewSet(CreateMixin, ScopedViewSet):
    queryset = Training.objects.select_related("organization").annotate(attended=Count("records"))
    serializer_class = TrainingSerializer
    create_serializer_class = TrainingCreateBody
    create_operation = staticmethod(operations.create_training)
    filterset_class = TrainingFilter

    @extend_schema(request=TrainingCreateBody, responses={201: TrainingSerializer})
    def create(self, request):
        return super().create(request)

    @action(detail=True, methods=["post"], serializer_class=VolunteersBody)
    def record(self, request, pk):
        return self.perform(operations.record_training)
