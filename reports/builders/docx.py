"""The Word file, from a template people can replace."""

from dataclasses import astuple
from pathlib import Path

from core import word
from core.templatetags.ui import count, day, moment, money, percent
from reports.monthly import MonthlyReport, part_cells

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "monthly.docx"
CONTENT_TYPE = word.CONTENT_TYPE
# How the columns of each table are written.
PART = (str, count, money, money, count, count, count, percent, percent, count)
PROJECT = (str, str, str, str, str, money, count, count, count)
SESSION = (day, str, str, str, str, count, count, count)


def build_word(report: MonthlyReport) -> bytes:
    """The report as ``.docx``."""
    return word.build_word(SHIPPED, context_of(report))


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
        "snapshot": report.snapshot
        and {"taken_at": moment(report.snapshot.taken_at), "rows": [row.texts for row in report.snapshot.rows]},
        "parts_title": report.parts_title,
        "parts": [texts(part_cells(part), PART) for part in report.parts],
        "projects": [texts(astuple(line), PROJECT) for line in report.projects],
        "sessions": [texts(astuple(line), SESSION) for line in report.sessions],
    }


def texts(values, formats) -> list[str]:
    return [written(value) for written, value in zip(formats, values, strict=True)]
