"""Reading what people and programs send into the JSON of a section; one reader for page, API and operation."""

import re
from collections.abc import Callable
from datetime import date

from projects.content.spec import Field, Kind, Section
from projects.money import FULL_WIDTH, positive_money, to_money

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
YEARS = range(1900, 2101)
NUMBERED = (Kind.INTEGER, Kind.NEED, Kind.OBJECTIVE, Kind.SERVICE)  # nothing is null, not an empty text
LONGEST_NUMBER = 15  # characters; more is no figure anybody means


def read(field: Field, raw):
    """``raw`` as it is kept in JSON; raises ``ValueError`` with a Chinese sentence. Blank is allowed in a draft."""
    if raw is None or raw == [] or (isinstance(raw, str) and not raw.strip()):
        return [] if field.kind == Kind.CHOICES else None if field.kind in NUMBERED else ""
    return READERS[field.kind](field, raw)


def clean(section: Section, data: dict) -> dict:
    """The JSON of a section from plain values: unknown names refused, blank rows dropped, rows without a number
    numbered on. Raises ``ValueError`` with a sentence naming the field."""
    known = {field.name: field for field in section.fields if not field.column}
    extra = set(data) - set(known) - ({"rows"} if section.rows else set())
    if extra:
        raise ValueError(f"“{section.label}”没有这些内容：{'、'.join(sorted(map(str, extra)))}。")
    values = {name: _read(field, data.get(name)) for name, field in known.items()}
    return values | ({"rows": clean_rows(section, data.get("rows") or [])} if section.rows else {})


def clean_rows(section: Section, rows: list) -> list[dict]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"“{section.label}”的各行格式不对。")
    if len(rows) > section.most_rows:
        raise ValueError(f"“{section.label}”最多 {section.most_rows} 行，请合并。")
    read_rows = [_read_row(section, number, row) for number, row in enumerate(rows, start=1)]
    return numbered(section, [row for row in read_rows if not is_blank(row)])


def _read_row(section: Section, number: int, row: dict) -> dict:
    extra = set(row) - {field.name for field in section.rows}
    if extra:
        raise ValueError(f"“{section.label}”第{number}行没有这些内容：{'、'.join(sorted(map(str, extra)))}。")
    try:
        return {field.name: _read(field, row.get(field.name)) for field in section.rows}
    except ValueError as error:
        raise ValueError(f"第{number}行，{error}") from None


def _read(field: Field, raw):
    try:
        return read(field, raw)
    except ValueError as error:
        raise ValueError(f"{field.label}：{error}") from None


def is_blank(row: dict) -> bool:
    return all(value in (None, "", []) for value in row.values())


def numbered(section: Section, rows: list[dict]) -> list[dict]:
    """A row without a number takes the next one."""
    if not any(field.name == "number" for field in section.rows):
        return rows
    highest = max((row["number"] or 0 for row in rows), default=0)
    for row in rows:
        if row["number"] is None:
            highest += 1
            row["number"] = highest
    return rows


def read_text(field: Field, raw) -> str:
    if not isinstance(raw, str):
        raise ValueError("请填写文字。")
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(not mark.isprintable() and mark not in "\n\t\u3000\xa0" for mark in text):
        raise ValueError("含有不能保存的字符，请删除后重新输入。")
    if field.kind == Kind.TEXT and "\n" in text:
        raise ValueError("请写在一行里。")
    if len(text) > field.most:
        raise ValueError(f"最多 {field.most} 个字，现在 {len(text)} 个，请精简。")
    return text


def read_whole(field: Field, raw) -> int:
    text = str(raw).translate(FULL_WIDTH).strip()
    if isinstance(raw, bool | float) or len(text) > LONGEST_NUMBER or not re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        raise ValueError("请填写整数。")
    if not field.least <= int(text) <= field.most:
        raise ValueError(f"应在 {field.least:,} 到 {field.most:,} 之间。")
    return int(text)


def read_key(field: Field, raw) -> int:
    """The number of an objective or service, or the key of a need; whether it exists is looked up on submission."""
    text = str(raw)
    if isinstance(raw, bool | float) or len(text) > LONGEST_NUMBER or not re.fullmatch(r"\d+", text, re.ASCII):
        raise ValueError("请从列表中选择。")
    return int(text)


def read_amount(reader: Callable) -> Callable:
    def read_one(field: Field, raw) -> str:
        if isinstance(raw, bool | float) or len(str(raw)) > 2 * LONGEST_NUMBER:
            raise ValueError("请填写数字，例如 1200.00。")
        amount = reader(raw)
        if amount >= 10**10:  # what a line of the budget holds
            raise ValueError("数字过大，请核对。")
        return f"{amount:.2f}"

    return read_one


def read_day(field: Field, raw) -> str:
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip())
    except ValueError:
        raise ValueError("请填写日期，例如 2026-03-01。") from None
    if day.year not in YEARS:
        raise ValueError(f"年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间。")
    return day.isoformat()[:10]


def read_month(field: Field, raw) -> str:
    text = str(raw).strip()
    if not MONTH.fullmatch(text):
        raise ValueError("请填写月份，例如 2026-03。")
    return text


def read_choice(field: Field, raw) -> str:
    if field.choices is None or raw not in field.choices.values:
        raise ValueError("请从列表中选择。")
    return str(raw)


def read_choices(field: Field, raw) -> list[str]:
    chosen = raw if isinstance(raw, list) else [raw]
    return sorted(
        {read_choice(field, one) for one in chosen}, key=field.choices.values.index if field.choices else None
    )


READERS: dict[Kind, Callable] = {
    Kind.TEXT: read_text,
    Kind.LONG: read_text,
    Kind.INTEGER: read_whole,
    Kind.NUMBER: read_amount(to_money),
    Kind.MONEY: read_amount(positive_money),
    Kind.DATE: read_day,
    Kind.MONTH: read_month,
    Kind.CHOICE: read_choice,
    Kind.CHOICES: read_choices,
    Kind.NEED: read_key,
    Kind.OBJECTIVE: read_key,
    Kind.SERVICE: read_key,
}
