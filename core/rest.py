"""What DRF's settings name: paging and the answer to a refused operation.

Apart from ``core.api`` because DRF imports these while its own view classes are still being defined.
"""

import json

from django.conf import settings
from rest_framework import parsers, status
from rest_framework.exceptions import ParseError
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


class ExactJSONParser(parsers.JSONParser):
    """JSON whose numbers with a point or an exponent stay the text that was sent.

    A float would turn ``1e9`` into an amount and 0.29 into something near it; as text both meet the same rules as on
    the pages.
    """

    def parse(self, stream, media_type=None, parser_context=None):
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        try:
            return json.loads(stream.read().decode(encoding), parse_float=str, parse_constant=str)
        except (ValueError, LookupError) as error:  # a JSONDecodeError and a UnicodeDecodeError are ValueErrors
            raise ParseError(f"JSON parse error - {error}") from None
