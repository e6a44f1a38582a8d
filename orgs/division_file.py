"""Reading official division codes: bytes in, checked rows and the errors by line out. No database."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field

from orgs.division_names import UnionName, union_name
from orgs.enums import UnionLevel

COLUMNS = ("code", "name", "level", "parent_code")
MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 60  # what ``Organization.place`` holds
CODE = re.compile(r"\d{2,20}")
NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff〇A-Za-z0-9·()、\-]+")
# Which level a division may hang under; a few cities (东莞, 中山, 嘉峪关 …) have no districts.
PARENTS = {
    UnionLevel.CITY: (),
    UnionLevel.DISTRICT: (UnionLevel.CITY,),
    UnionLevel.STREET: (UnionLevel.DISTRICT, UnionLevel.CITY),
    UnionLevel.COMMUNITY: (UnionLevel.STREET,),
}
LEVELS_SAID = "、".join(f"{level.value}（{level.label}）" for level in PARENTS)


@dataclass(frozen=True)
class Division:
    """One row of the file: a division and the union body that covers it."""

    line: int
    code: str
    level: str
    parent_code: str
    union: UnionName


@dataclass
class DivisionFile:
    """Rows by code, and what is wrong by line."""

    divisions: dict[str, Division] = field(default_factory=dict)
    errors: list[tuple[int, str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # codes of bad rows: what hangs under them is not wrong by itself

    def refuse(self, line: int, reason: str) -> None:
        self.errors.append((line, reason))


def read_divisions(data: bytes) -> DivisionFile:
    """Every row of ``data`` checked on its own and against the other rows; parents may stand anywhere in the file.

    Whether a parent that is not in the file exists already is for the importer to say.
    """
    file = DivisionFile()
    text = _decode(data, file)
    if not file.errors:
        _read_rows(text, file)
        for division in file.divisions.values():
            parent = file.divisions.get(division.parent_code)
            if parent and (reason := misplaced(division, parent.level)):
                file.refuse(division.line, reason)
    file.errors.sort()
    return file


def misplaced(division: Division, parent_level: str) -> str:
    """Why ``division`` cannot hang under a body of ``parent_level``; empty when it can."""
    if parent_level in PARENTS[division.level]:
        return ""
    own, above = UnionLevel(division.level).label, UnionLevel(parent_level).label
    return f"层级不对：{own}不能直接隶属于{above}（上级代码 {division.parent_code}）"


def _decode(data: bytes, file: DivisionFile) -> str:
    """Text of a UTF-8 (with or without BOM) or GB18030 file; undecodable lines become errors."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        file.refuse(1, "不是UTF-8或GB18030（GBK）编码的文本，请在表格软件中另存为“CSV UTF-8”")
        return ""
    lines = [(number, line) for number, line in enumerate(data.splitlines(), start=1) if not line.isascii()]
    not_utf8 = [number for number, line in lines if _text(line, "utf-8") is None]
    # A UTF-8 file with a few broken lines would also pass as GB18030, as nonsense: the majority decides.
    if len(not_utf8) * 2 <= len(lines):
        encoding, bad = "utf-8-sig", not_utf8
    else:
        encoding, bad = "gb18030", [number for number, line in lines if _text(line, "gb18030") is None]
    for number in bad:
        file.refuse(number, "编码有误，这一行无法识别；请用UTF-8或GB18030（GBK）保存")
    return "" if bad else data.decode(encoding)


def _text(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _read_rows(text: str, file: DivisionFile) -> None:
    reader = csv.reader(io.StringIO(text, newline=""))
    read = 0
    try:
        header = [_clean(cell).lower() for cell in next(reader, [])]
        if sorted(name for name in header if name in COLUMNS) != sorted(COLUMNS):
            file.refuse(1, f"表头应为 {','.join(COLUMNS)}（顺序不限），现在是 {','.join(header) or '空'}")
            return
        read = reader.line_num  # a record starts after the last line read: a quoted cell may span lines
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _read_row(read + 1, header, cells, file)
            read = reader.line_num
    except csv.Error:  # an unclosed quotation mark swallows the rest of the file
        file.refuse(read + 1, "这一行不符合CSV格式，请检查引号")
    if not file.divisions and not file.errors:
        file.refuse(1, "文件里没有数据行")


def _read_row(line: int, header: list[str], cells: list[str], file: DivisionFile) -> None:
    if len(cells) != len(header):
        file.refuse(line, f"应有 {len(header)} 列，实有 {len(cells)} 列")
        return
    row = {name: _clean(cell) for name, cell in zip(header, cells, strict=True)}
    reason = _fault(row) or _duplicate(row, file)
    if reason:
        file.refuse(line, reason)
        file.refused.add(row["code"])
        return
    file.divisions[row["code"]] = Division(
        line, row["code"], row["level"], row["parent_code"], union_name(row["name"], row["level"])
    )


def _fault(row: dict[str, str]) -> str:
    """What is wrong with a row on its own."""
    if not CODE.fullmatch(row["code"]):
        return f"区划代码应为2至20位数字，现在是“{row['code']}”"
    if not row["name"]:
        return "名称为空"
    if len(row["name"]) > MAX_NAME or not NAME.fullmatch(row["name"]):
        return f"名称过长或含有无法识别的字符：“{row['name'][:MAX_NAME]}”"
    if row["level"] not in PARENTS:
        return f"层级“{row['level']}”无法识别，应为 {LEVELS_SAID}"
    if not union_name(row["name"], row["level"]).place:
        return f"名称“{row['name']}”缺少地名"
    if row["level"] == UnionLevel.CITY:
        return "市一级不应填写上级代码" if row["parent_code"] else ""
    return "" if row["parent_code"] else "缺少上级代码"


def _duplicate(row: dict[str, str], file: DivisionFile) -> str:
    earlier = file.divisions.get(row["code"])
    return f"区划代码 {row['code']} 与第 {earlier.line} 行重复" if earlier else ""


def _clean(cell: str) -> str:
    """Full-width letters and digits made plain, and every space removed: names of divisions have none."""
    return "".join(unicodedata.normalize("NFKC", cell).replace("\ufeff", "").split())
