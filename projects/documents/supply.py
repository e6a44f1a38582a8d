"""How a document comes into a volume: in the form of its noun, as facts and tables, or as the file that was stored."""

from collections.abc import Iterable
from importlib import import_module

from django.utils.timezone import localdate as local_day

from core.templatetags.ui import money
from projects.documents.plain import plain_document
from projects.models.columns import StoredFile
from projects.sources import VolumeDocument

# The forms other nouns have of their own, imported when a volume asks: name → (module, function, extension).
FORMS = {
    "application": ("projects.documents.application", "application_word", "docx"),
    "review_report": ("projects.documents.review_report", "review_report_document", "docx"),
    "score_sheet": ("projects.documents.score_sheet", "score_sheet_document", "docx"),
    "contract": ("projects.documents.contract", "build_contract", "docx"),
    "payment_request": ("projects.documents.payment_request", "build_request", "docx"),
    "report": ("projects.documents.report", "report_document", "docx"),
    "settlement": ("projects.documents.settlement", "build_settlement", "xlsx"),
}


def form(part: str, title: str, name: str, row, responsible="", on=None) -> VolumeDocument:
    """A document in the form of its own noun."""

    def build() -> tuple[str, bytes]:
        module, function, extension = FORMS[name]
        return extension, getattr(import_module(module), function)(row)

    return VolumeDocument(part, title, str(responsible), on, build=build)


def word(part: str, title: str, facts, tables=(), responsible="", on=None) -> VolumeDocument:
    return VolumeDocument(
        part, title, str(responsible), on, build=lambda: ("docx", plain_document(title, facts, tables))
    )


def file(part: str, title: str, stored: StoredFile) -> VolumeDocument:
    return VolumeDocument(part, title, str(stored.uploaded_by), local_day(stored.uploaded_at), stored=stored)


def with_total(rows: Iterable[tuple], amounts: Iterable, column: int) -> list[tuple]:
    """``rows`` and the sum of ``amounts`` in ``column``, as registers end."""
    rows = list(rows)
    if not rows:
        return []
    total = ["合计"] + [""] * (len(rows[0]) - 1)
    total[column] = money(sum(amounts))
    return [*rows, tuple(total)]
