"""A list of names as people hand it in: pasted lines or a sheet of Excel. Nothing is looked up here."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.core.files.base import File
from django.utils import timezone
from python_calamine import CalamineError, CalamineWorkbook

from core.errors import DomainError
from projects.uploads import UNREADABLE, office_kind

LINES = 500  # configurable default: one hall
LIST_BYTES = 1024 * 1024
UNPACKED_BYTES = 20 * 1024 * 1024  # far more than 500 lines need
LAST_ROW, LAST_COLUMN = 10_000, 3  # letters of a column; beyond them nobody fills in names
PART = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/[\w./-]+\.(xml|rels)", re.ASCII | re.IGNORECASE)
PLACE = re.compile(rb"""[\s"']r\s*=\s*["']([^"']*)["']""")
CELL = re.compile(rb"([A-Za-z]*)0*([0-9]{1,5})")
DAMAGED = (CalamineError, RuntimeError, zlib.error, *UNREADABLE)  # RuntimeError: zipfile wants a password
BROKEN = "名单文件损坏，读不出来。请重新保存后再上传。"
TOO_WIDE = "名单文件展开后太大，没有读取。请另存为只有一个工作表的文件，把姓名放在前几列。"
HEADINGS = ("姓名", "手机号", "出生日期")
BETWEEN = re.compile(r"[\t,，;；、]+|\s{1,}")
DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")


@dataclass(frozen=True)
class Line:
    """One person of the list as it was written; ``number`` is the line people see."""

    number: int
    name: str
    phone: str
    birth_date: date | None = None
    problem: str = ""


def from_text(text: str) -> list[Line]:
    """Lines of 姓名 手机号 [出生日期], with blanks, tabs or commas between; empty lines and a heading are skipped."""
    rows = [BETWEEN.split(row.strip()) for row in text.replace("\x00", "").splitlines()]
    return _lines(rows)


def from_file(file: File) -> list[Line]:
    """The first sheet of an xlsx file. Raises ``DomainError`` for anything else."""
    if file.size > LIST_BYTES:
        raise DomainError("名单文件超过1MB，没有读取。请只保留姓名、手机号和出生日期三列。")
    if office_kind(file) != "xlsx":
        raise DomainError("名单不是 Excel（xlsx）文件。请下载模板填写，或把名单粘贴到文本框。")
    try:
        sheet = CalamineWorkbook.from_filelike(_harmless(file)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except DAMAGED:
        raise DomainError(BROKEN) from None
    return _lines([[_cell(value) for value in row[:3]] for row in rows])


def _harmless(file: File) -> BytesIO:
    """The workbook packed anew, without what is no part of it.

    SECURITY: the reader allots every cell up to the last one: a sheet of two cells can ask for half a terabyte, and
    the process ends. It also believes the archive's own sizes. So the parts are unpacked here, up to a limit, and
    no cell may stand far out.
    """
    packed = BytesIO()
    file.seek(0)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(packed, "w") as clean:
        parts = [part for part in source.infolist() if PART.fullmatch(part.filename)]
        if sum(part.file_size for part in parts) > UNPACKED_BYTES:
            raise DomainError(TOO_WIDE)
        for part in parts:
            content = source.read(part)
            if b"\x00" in content:  # another encoding would hide the places of the cells
                raise DomainError(BROKEN)
            if b"sheetData" in content and not all(map(_is_near, PLACE.findall(content))):
                raise DomainError(TOO_WIDE)
            clean.writestr(part.filename, content)
    packed.seek(0)
    return packed


def _is_near(place: bytes) -> bool:
    """Whether a cell (``B7``) or a row (``7``) stands where people write lists."""
    found = CELL.fullmatch(place.strip())
    return found is not None and len(found[1]) < LAST_COLUMN and int(found[2]) <= LAST_ROW


def _cell(value) -> str:
    """Excel keeps phones as numbers and days as dates."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    return str(value).strip()


def _lines(rows: list[list[str]]) -> list[Line]:
    found = []
    for number, cells in enumerate(rows, start=1):
        cells = [cell for cell in cells if cell] if len(cells) > 3 else cells
        if any(cells) and not (number == 1 and cells[0] == HEADINGS[0]):
            found.append(_line(number, [*cells, "", "", ""][:3]))
        if len(found) > LINES:
            raise DomainError(f"名单超过{LINES}人，没有提交。请分成几份，分别提交。")
    if not found:
        raise DomainError("名单里没有人。请每行写一个人：姓名 手机号。")
    return found


def _line(number: int, cells: list[str]) -> Line:
    name, phone, born = cells
    if not born:
        return Line(number, name[:60], phone[:20])
    match = DAY.fullmatch(born)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    problem = (
        "" if day and date(1900, 1, 1) <= day <= timezone.localdate() else "出生日期不正确，请写成 1990-06-01 的样子。"
    )
    return Line(number, name[:60], phone[:20], None if problem else day, problem)
