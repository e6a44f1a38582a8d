"""A plain Word document of facts and tables, for records without a form of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT = "仿宋"
UNPRINTABLE = {code: None for code in range(32) if chr(code) not in "\n\t"}


@dataclass(frozen=True)
class Table:
    """Headings and rows, with a caption above."""

    caption: str
    headings: tuple[str, ...]
    rows: Iterable[tuple]


def plain_document(title: str, facts: Iterable[tuple[str, object]] = (), tables: Iterable[Table] = ()) -> bytes:
    """``title``, then the facts as label and value, then each table that has rows."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.4)
    document.styles["Normal"].font.name = FONT
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(11)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(text_of(title))
    run.bold, run.font.size = True, Pt(16)
    facts = [(label, value) for label, value in facts if value not in (None, "")]
    if facts:
        fill(document, facts)
    for table in tables:
        add_table(document, table)
    return saved(document)


def add_table(document, table: Table) -> None:
    rows = [tuple(map(text_of, row)) for row in table.rows]
    if not rows:
        return
    document.add_paragraph().add_run(text_of(table.caption)).bold = True
    grid = fill(document, [table.headings, *rows])
    for cell in grid.rows[0].cells:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.bold = True


def fill(document, rows: list[tuple]):
    grid = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for line, row in zip(grid.rows, rows, strict=True):
        for cell, value in zip(line.cells, row, strict=True):
            cell.text = text_of(value)
    return grid


def text_of(value) -> str:
    """Control characters cannot stand in a Word file."""
    return "" if value is None else str(value).translate(UNPRINTABLE)


def saved(document) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()
