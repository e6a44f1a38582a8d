"""Reading the ``content`` of a change: whatever was sent becomes plain values, or gets its sentence."""

from datetime import date
from decimal import Decimal

from core.errors import DomainError
from projects.money import to_money

MOST = 10_000_000


def new_item(row) -> dict:
    if not isinstance(row, dict) or not str(row.get("name", "")).strip():
        raise DomainError("增加的服务内容要填写名称、形式和场次。")
    name, form = str(row["name"]).strip(), str(row.get("form", "")).strip()
    if len(name) > 60 or not 0 < len(form) <= 20 or "\0" in name + form:
        raise DomainError("服务内容名称最多 60 字、形式 1 至 20 字，请核对。")
    people = row.get("people") or 0
    return {
        "name": name, "form": form, "sessions": whole(row.get("sessions"), "场次"),
        "people": whole(people, "每场人数") if people else 0,
    }  # fmt: skip


def changed_item(row, items: dict) -> dict:
    if not isinstance(row, dict) or whole(row.get("item"), "服务内容") not in items:
        raise DomainError("调整的服务内容不在本项目内，请重新选择。")
    item = items[whole(row["item"], "服务内容")]
    people = row.get("people", item.people)
    return {
        "item": item.pk, "sessions": whole(row.get("sessions"), "场次"),
        "people": whole(people, "每场人数") if people else 0,
    }  # fmt: skip


def read_moves(content: dict) -> dict[int, Decimal]:
    """Line pk → signed yuan; at least two lines, in sum nothing, no line twice."""
    moves: dict[int, Decimal] = {}
    for row in rows_of(content, "moves"):
        if not isinstance(row, dict):
            raise DomainError("调剂明细的格式不对，请重新填写。")
        pk = whole(row.get("line"), "预算明细")
        try:
            amount = to_money(row.get("amount"))
        except ValueError as error:
            raise DomainError(str(error)) from None
        if amount and pk in moves:
            raise DomainError("同一条预算明细只能填一次，请合并。")
        if amount:
            moves[pk] = amount
    if not moves or sum(moves.values()) != 0:
        raise DomainError("调入与调出的金额应相等，且至少涉及两条预算明细。请核对。")
    return moves


def rows_of(content: dict, name: str) -> list:
    rows = content.get(name) or []
    if not isinstance(rows, list) or len(rows) > 100:
        raise DomainError("变更内容的格式不对，请重新填写。")
    return rows


def whole(value, what: str) -> int:
    """A number from 1, as digits; anything else gets its sentence."""
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and 1 <= len(text) <= 10 and int(text)):
        raise DomainError(f"请填写{what}。")
    if int(text) > MOST * 100:
        raise DomainError(f"{what}过大，请核对。")
    return int(text)


def a_day(value, what: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise DomainError(f"请填写{what}，例如 2027-03-31。") from None
