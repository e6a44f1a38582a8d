"""What DRF's settings name: paging and the answer to a refused operation.

Apart from ``core.api`` because DRF imports these while its own view classes are still being defined.
"""

from rest_framework import status
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import DomainError


class Pages(PageNumberPagination):
    """``page`` and ``page_size`` (50 unless told, 200 at most)."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


def handle_exception(error, context):
    """A refused operation is 409 with its Chinese sentence; everything else is DRF's own answer."""
    if isinstance(error, DomainError):
        return Response({"detail": str(error)}, status=status.HTTP_409_CONFLICT)
    return exception_handler(error, context)
