"""Organizations, staff and people over the API."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import CreateMixin, NoteSerializer, ScopedViewSet
from orgs import operations, serializers
from orgs.filters import MembershipFilter, OrganizationListFilter, PersonFilter, UserFilter, VenueFilter
from orgs.models import Membership, Organization, Person, User, Venue
from orgs.naming import NamingViewSet
from orgs.queries import people_of_number, with_parents


class ChangeMixin:
    """PATCH on the record: ``change_operation`` with the fields that were sent."""

    change_operation = None
    change_serializer_class = None

    def partial_update(self, request, *args, **kwargs):
        operation, record = type(self).change_operation, self.get_object()
        self._require(operation, record)
        body = self.change_serializer_class(
            record, data=request.data, partial=True, context=self.get_serializer_context()
        )
        body.is_valid(raise_exception=True)
        operation(record, by=request.user, **body.validated_data)
        return self.respond(self.get_object())


class OrganizationViewSet(CreateMixin, ChangeMixin, ScopedViewSet):
    queryset = with_parents(Organization.objects.all())  # unscoped: ScopedViewSet narrows it
    serializer_class = serializers.OrganizationSerializer
    filterset_class = OrganizationListFilter
    create_operation = staticmethod(operations.create_organization)
    create_serializer_class = serializers.OrganizationCreateSerializer
    change_operation = staticmethod(operations.update_organization)
    change_serializer_class = serializers.OrganizationChangeSerializer

    @extend_schema(request=serializers.OrganizationCreateSerializer)
    def create(self, request, *args, **kwargs):
        return self.make()

    @extend_schema(request=serializers.OrganizationChangeSerializer)
    def partial_update(self, request, *args, **kwargs):
        return super().partial_update(request, *args, **kwargs)


class UserViewSet(CreateMixin, ChangeMixin, ScopedViewSet):
    queryset = User.objects.all()  # unscoped: ScopedViewSet narrows it
    serializer_class = serializers.UserSerializer
    filterset_class = UserFilter
    create_operation = staticmethod(operations.create_user)
    create_serializer_class = serializers.UserCreateSerializer
    change_operation = staticmethod(operations.update_user)
    change_serializer_class = serializers.UserChangeSerializer

    def get_queryset(self):
        seen = Membership.objects.visible_to(self.request.user).current().select_related("organization", "user")
        return super().get_queryset().prefetch_related(Prefetch("memberships", seen, to_attr="seen_memberships"))

    def respond(self, obj, status=status.HTTP_200_OK):
        """With the roles the reader may see."""
        fresh = self.get_queryset().get(pk=obj.pk)
        return Response(self.serializer_class(fresh, context=self.get_serializer_context()).data, status)

    @extend_schema(request=serializers.UserCreateSerializer)
    def create(self, request, *args, **kwargs):
        return self.make()

    @extend_schema(request=serializers.UserChangeSerializer)
    def partial_update(self, request, *args, **kwargs):
        return super().partial_update(request, *args, **kwargs)

    @action(detail=True, methods=["post"], serializer_class=serializers.PasswordSerializer)
    def reset_password(self, request, pk):
        return self.perform(operations.reset_password)


class MembershipViewSet(ScopedViewSet):
    queryset = Membership.objects.select_related("organization", "user")
    serializer_class = serializers.MembershipSerializer
    filterset_class = MembershipFilter

    @extend_schema(request=serializers.GrantSerializer)
    def create(self, request):
        """Grant: the permission is asked with the organization the body names."""
        body = serializers.GrantSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        facts = dict(body.validated_data)
        organization = facts.pop("organization")
        self._require(operations.grant_membership, organization)
        membership = operations.grant_membership(organization, by=request.user, **facts)
        return self.respond(membership, status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def end(self, request, pk):
        return self.perform(operations.end_membership)


class PersonViewSet(NamingViewSet, CreateMixin, ChangeMixin, ScopedViewSet):
    queryset = Person.objects.select_related("organization")
    serializer_class = serializers.PersonSerializer
    filterset_class = PersonFilter
    create_operation = staticmethod(operations.register_person)
    create_serializer_class = serializers.PersonCreateSerializer
    change_operation = staticmethod(operations.update_person)
    change_serializer_class = serializers.PersonChangeSerializer

    @extend_schema(request=serializers.PersonCreateSerializer)
    def create(self, request, *args, **kwargs):
        return self.make()

    @extend_schema(request=serializers.PersonChangeSerializer)
    def partial_update(self, request, *args, **kwargs):
        return super().partial_update(request, *args, **kwargs)

    @action(detail=True, methods=["post"], serializer_class=serializers.RevealSerializer)
    def reveal(self, request, pk):
        """SECURITY: plain numbers, in this answer only, on record with the reason."""
        person = self.get_object()
        self._require(operations.reveal_person, person)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        numbers = operations.reveal_person(person, by=request.user, **body.validated_data)
        return Response(numbers, headers={"Cache-Control": "no-store"})

    @extend_schema(responses=serializers.PersonSerializer)
    @action(detail=True, methods=["post"], serializer_class=serializers.MergeSerializer)
    def merge(self, request, pk):
        """The answer is the person that is kept: the other one is gone."""
        person = self.get_object()
        self._require(operations.merge_people, person)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        kept = operations.merge_people(person, by=request.user, **body.validated_data)
        return self.respond(kept)

    @extend_schema(responses=serializers.PersonSerializer(many=True))
    @action(detail=False, methods=["post"], serializer_class=serializers.LookupSerializer, filterset_class=None)
    def lookup(self, request):
        """Who has this whole phone or identity number, among those one sees. POST keeps it out of addresses."""
        self._require(operations.register_person)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        found = people_of_number(self.get_queryset().told_to(request.user), body.validated_data["number"])
        return Response(serializers.PersonSerializer(found, many=True).data, headers={"Cache-Control": "no-store"})


class DivisionImportView(APIView):
    """Upload official division codes; the answer counts the changes, or lists the wrong lines with 400."""

    parser_classes = [MultiPartParser, FormParser]
    serializer_class = serializers.DivisionSerializer

    def post(self, request):
        if not request.user.has_perm("orgs.import_divisions"):
            raise PermissionDenied
        body = serializers.DivisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        result = operations.import_divisions(body.validated_data["file"], by=request.user)
        if result.errors:
            errors = [{"line": line, "reason": reason} for line, reason in result.errors]
            return Response({"file": [str(result)], "errors": errors}, status=status.HTTP_400_BAD_REQUEST)
        counts = {name: getattr(result, name) for name in ("created", "updated", "moved", "unchanged")}
        return Response(counts | {"detail": str(result)})


class VenueViewSet(CreateMixin, ChangeMixin, ScopedViewSet):
    queryset = Venue.objects.select_related("organization")
    serializer_class = serializers.VenueSerializer
    filterset_class = VenueFilter
    create_operation = staticmethod(operations.create_venue)
    create_serializer_class = serializers.VenueCreateSerializer
    change_operation = staticmethod(operations.update_venue)
    change_serializer_class = serializers.VenueChangeSerializer

    @extend_schema(request=serializers.VenueCreateSerializer)
    def create(self, request, *args, **kwargs):
        return self.make()

    @extend_schema(request=serializers.VenueChangeSerializer)
    def partial_update(self, request, *args, **kwargs):
        return super().partial_update(request, *args, **kwargs)
