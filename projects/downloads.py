"""Whole volumes as one file, for pages and API alike."""

from django.http import StreamingHttpResponse

from core.export import as_download
from projects.documents.archive import volume_name, volume_zip
from projects.models import Archive, ArchiveItem
from projects.operations import archive as operations


def zip_response(archive: Archive, user) -> StreamingHttpResponse:
    """Streams the ZIP and writes down who took it."""
    items = ArchiveItem.objects.visible_to(user).filter(archive=archive).select_related("uploaded_by")
    content = volume_zip(archive, items.order_by("part", "pk"))
    operations.download_archive(archive, by=user)
    return as_download(StreamingHttpResponse(content, content_type="application/zip"), volume_name(archive))
