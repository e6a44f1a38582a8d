"""Stored files, to whoever may see the record they belong to."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views import View

from core.views import ScopedMixin
from projects.uploads import CONTENT_TYPES


def download(field, name: str) -> FileResponse:
    """A stored file under the name people know it by. SECURITY: always a download, never shown in our origin."""
    try:
        content = field.open("rb")
    except FileNotFoundError:
        raise Http404("The file is not in the media folder.") from None
    kind = CONTENT_TYPES.get(field.name.rpartition(".")[2], "application/octet-stream")
    response = FileResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class StoredFileView(ScopedMixin, View):
    """One ``StoredFile`` row; subclasses set ``model``."""

    model = None

    def get(self, request, pk):
        row = get_object_or_404(self.model.objects.visible_to(request.user).exclude(file=""), pk=pk)
        return download(row.file, row.name)
