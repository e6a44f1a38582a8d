"""The Word file, from a template people can replace."""

from dataclasses import astuple
from io import BytesIO
from pathlib import Path

from django.conf import settings
from docxtpl import DocxTemplate

from core.templatetags.ui import count, day, money, percent
from reports.monthly import MonthlyReport, part_cells

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "monthly.docx"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# How the columns of each table are written.
PART = (str, count, money, money, count, count, count, percent, percent)
PROJECT = (str, str, str, str, str, money, count, count)
SESSION = (day, str, str, str, str, count, count)


def template_path() -> Path:
    """``templates/monthly.docx`` in the data directory when somebody put one there, else the shipped one."""
    own = settings.VAR_DIR / "templates" / "monthly.docx"
    return own if own.exists() else SHIPPED


def build_word(report: MonthlyReport) -> bytes:
    """The report as ``.docx``; names are escaped, so that ``<`` or ``&`` in one cannot break the file."""
    template = DocxTemplate(template_path())
    template.render(context_of(report), autoescape=True)
    written = BytesIO()
    template.save(written)
    return written.getvalue()


def context_of(report: MonthlyReport) -> dict:
    """What the template may name; everything is text, ready to print."""
    return {
        "title": report.title,
        "organization": report.organization.name,
        "month": report.month,
        "author": report.author,
        "taken_at": f"{report.taken_at:%Y-%m-%d %H:%M}",
        "warnings": report.warnings,
        "figures": [{"unit": "", "note": "", **figure} for figure in report.figures],
        "definitions": report.definitions,
        "parts_title": report.parts_title,
        "parts": [texts(part_cells(part), PART) for part in report.parts],
        "projects": [texts(astuple(line), PROJECT) for line in report.projects],
        "sessions": [texts(astuple(line), SESSION) for line in report.sessions],
    }


def texts(values, formats) -> list[str]:
    return [written(value) for written, value in zip(formats, values, strict=True)]
