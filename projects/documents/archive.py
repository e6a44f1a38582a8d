"""The volume as one ZIP: folders 01…14, a contents page as Word and Excel, a list of digests."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from xlsxwriter import Workbook

from core.errors import DomainError
from core.export import OPTIONS
from core.templatetags.ui import day, minute
from core.word import build_word
from projects.enums import ArchivePart
from projects.models import Archive, ArchiveItem
from projects.uploads import CONTENT_TYPES

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "archive_contents.docx"
HEADINGS = ("序号", "题名", "责任者", "日期", "页数", "密级", "保管期限")
CHUNK = 1024 * 1024
UNSAFE = re.compile(r'[\\/:*?"<>|]')
LONGEST = 60


@dataclass(frozen=True)
class Line:
    """One line of the contents page; text, ready to print."""

    number: int
    title: str
    responsible: str
    on: str
    pages: str
    secrecy: str
    keep: str


def contents(archive: Archive, items: Iterable[ArchiveItem]) -> list[Line]:
    """Every document and every waiver in order. Pages are those of each document, where they can be counted."""
    lines = []
    for number, item in enumerate(items, start=1):
        title = f"{item.get_part_display()}　{item.title if item.file else f'缺件：{item.waiver}'}"
        title += "（补充归档）" if item.is_supplement else ""
        lines.append(
            Line(number, title, item.responsible, day(item.on), str(item.pages or "—"), archive.get_secrecy_display(),
                 f"至 {day(archive.keep_until)}")
        )  # fmt: skip
    return lines


def contents_word(archive: Archive, lines: list[Line]) -> bytes:
    project = archive.project
    return build_word(SHIPPED, {
        "number": archive.number, "secrecy": archive.get_secrecy_display(), "keep_until": day(archive.keep_until),
        "project": project.name, "code": project.code, "contractor": str(project.contractor),
        "organization": str(project.organization), "responsible": str(archive.responsible),
        "sealed_at": minute(archive.sealed_at), "total": len(lines), "rows": lines,
    })  # fmt: skip


def contents_excel(lines: list[Line]) -> bytes:
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet("归档目录")
        sheet.write_row(0, 0, HEADINGS)
        sheet.set_column(1, 1, 60)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, [getattr(line, field.name) for field in fields(Line)])
    return buffer.getvalue()


def safe(text: str) -> str:
    """A name of one file on any system. SECURITY: no separators, no leading dots, nothing that does not print, so
    that no entry of the ZIP can leave its folder."""
    name = UNSAFE.sub("_", "".join(mark for mark in text if mark.isprintable()))
    return name.strip(" .")[:LONGEST].strip(" .") or "文件"


def entry_name(number: int, item: ArchiveItem) -> str:
    """``06合同与变更/012 合同附件.pdf``; the number keeps equal titles apart."""
    extension = item.file.name.rpartition(".")[2].lower()
    extension = extension if extension in CONTENT_TYPES else "bin"
    title = safe(item.title).removesuffix(f".{extension}")  # an uploaded file may be titled by its name
    return f"{item.part}{safe(ArchivePart(item.part).label)}/{number:03d} {title}.{extension}"


def excuse_name(number: int, item: ArchiveItem) -> str:
    """A part without documents has its folder all the same, with the reason in it."""
    return f"{item.part}{safe(ArchivePart(item.part).label)}/{number:03d} 缺件说明.txt"


def volume_name(archive: Archive) -> str:
    return f"{safe(archive.number)} {safe(archive.project.name)}.zip"


def volume_zip(archive: Archive, items: Iterable[ArchiveItem]) -> Iterator[bytes]:
    """The ZIP in pieces, straight from disk: memory stays the same however large the volume is.

    Raises ``DomainError`` before the first piece when a file has gone.
    """
    items = list(items)
    held = [(entry_name(number, item), item) for number, item in enumerate(items, start=1) if item.file]
    for _, item in held:
        if not item.file.storage.exists(item.file.name):
            raise DomainError(f"案卷里的文件“{item.name}”不见了，不能导出。请联系系统管理员从备份恢复。")
    lines = contents(archive, items)
    excuses = {
        excuse_name(number, item): f"缺件：{item.waiver}\n".encode()
        for number, item in enumerate(items, start=1)
        if not item.file
    }
    pages = {"归档目录.docx": contents_word(archive, lines), "归档目录.xlsx": contents_excel(lines)}
    digests = "".join(f"{item.sha256}  {name}\n" for name, item in held)
    return pieces(held, pages | excuses | {"校验值.txt": digests.encode()})


def pieces(held: list[tuple[str, ArchiveItem]], pages: dict[str, bytes]) -> Iterator[bytes]:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in pages.items():
            archive.writestr(name, content)
            yield pipe.taken()
        for name, item in held:
            entry = zipfile.ZipInfo(name, timezone.localtime(item.uploaded_at).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with item.file.open("rb") as source, archive.open(entry, "w") as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
                    yield pipe.taken()
    yield pipe.taken()


class Pipe:
    """What ``ZipFile`` writes to and the response takes from; it cannot seek, so nothing piles up."""

    def __init__(self):
        self.written = []

    def write(self, data) -> int:
        self.written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do; ``ZipFile`` asks."""

    def taken(self) -> bytes:
        data, self.written = b"".join(self.written), []
        return data
