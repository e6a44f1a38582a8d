"""Papers people download: taken from the page, opened, read as text."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

from docx import Document

from tests.browser.actors import Actor

PDF = b"%PDF-1.4\n%signed\n"


def download(actor: Actor, link: str, folder: Path) -> Path:
    target = actor.page.get_by_role("link", name=link, exact=True, include_hidden=True).first
    with actor.page.expect_download() as waiting:
        target.evaluate("link => link.click()")  # also one that waits in the menu of further steps
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def word(path: Path) -> str:
    """Everything written in a Word file."""
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def excel(path: Path) -> list[list[str]]:
    """The rows of the first sheet as text."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        has_shared = "xl/sharedStrings.xml" in book.namelist()
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml")) if has_shared else []
    strings = ["".join(part.text or "" for part in one.iterfind(".//x:t", space)) for one in shared]

    def said(cell) -> str:
        if cell.get("t") == "inlineStr":
            return "".join(part.text or "" for part in cell.iterfind(".//x:t", space))
        value = cell.findtext("x:v", "", space)
        return strings[int(value)] if cell.get("t") == "s" else value

    return [[said(cell) for cell in row] for row in sheet.iterfind(".//x:row", space)]
