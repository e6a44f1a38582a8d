"""Volumes over the API."""

from django.db.models import Prefetch
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from core.api import CreateMixin, NoteSerializer, ScopedViewSet
from core.inbox_api import NothingSerializer
from projects.downloads import zip_response
from projects.filters.archive import ArchiveFilter
from projects.models import Archive, ArchiveItem
from projects.operations import archive as operations
from projects.serializers.archive import (
    ArchiveAddSerializer,
    ArchiveCreateSerializer,
    ArchiveSerializer,
    WaiveSerializer,
)


class ArchiveViewSet(CreateMixin, ScopedViewSet):
    queryset = Archive.objects.select_related("responsible", "project__organization", "project__contractor")
    serializer_class = ArchiveSerializer
    filterset_class = ArchiveFilter
    create_serializer_class = ArchiveCreateSerializer

    def get_queryset(self):
        items = ArchiveItem.objects.visible_to(self.request.user)
        return super().get_queryset().prefetch_related(Prefetch("items", queryset=items, to_attr="seen"))

    def respond(self, obj, status=200):
        fresh = self.get_queryset().get(pk=obj.pk)
        return Response(ArchiveSerializer(fresh, context=self.get_serializer_context()).data, status)

    def make(self):
        """Opening is asked with the project, which the body names."""
        body = self.create_serializer_class(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        project, secrecy = body.validated_data["project"], body.validated_data["secrecy"]
        if not self.request.user.has_perm("projects.open_archive", project):
            raise PermissionDenied
        return self.respond(operations.open_archive(project, by=self.request.user, secrecy=secrecy), 201)

    @action(detail=True, methods=["post"], serializer_class=ArchiveAddSerializer, parser_classes=[MultiPartParser])
    def add(self, request, pk):
        return self.perform(operations.add_archive_item)

    @action(detail=True, methods=["post"], serializer_class=WaiveSerializer)
    def waive(self, request, pk):
        return self.perform(operations.waive_archive_item)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def seal(self, request, pk):
        return self.perform(operations.seal_archive)

    @action(detail=True, methods=["post"], serializer_class=NothingSerializer)
    def download(self, request, pk):
        """The whole volume as a ZIP, with the parts the reader may see."""
        archive = self.get_object()
        if not request.user.has_perm("projects.download_archive", archive):
            raise PermissionDenied
        return zip_response(archive, request.user)
