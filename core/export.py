"""A list as an Excel file: the same rows and columns as the page, all of them."""

import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook

# Text that looks like a formula or an address stays text: a name typed by a stranger must not run on a desk.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(title: str, rows: Iterable[Iterable]) -> HttpResponse:
    """``rows`` (the first one holds the headings) as a download named after ``title`` and today."""
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, ["" if value is None else value for value in row])
    name = f"{title}{timezone.localdate():%Y%m%d}.xlsx"
    response = HttpResponse(buffer.getvalue(), content_type=CONTENT_TYPE)
    return as_download(response, name)


def as_download(response: HttpResponse, name: str) -> HttpResponse:
    """Save under ``name``, Chinese characters included; never guess the type, never keep a copy."""
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
