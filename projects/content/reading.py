"""Reading an application's content: figures, rows, the frozen copy, and the copy without names."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from projects.content.spec import BY_NAME, SECTIONS, Field, Kind, Section
from projects.enums import BudgetSource

HIDDEN = "（隐去）"
NOBODY = re.compile(r"\s")


def rows(content: dict, section: str) -> list[dict]:
    """The rows of a section; none when it has not been written yet."""
    return content.get(section, {}).get("rows") or []


def decimal(value) -> Decimal:
    try:
        number = Decimal(str(value or 0))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def times_over(row: dict) -> int:
    """How many units a line of the budget pays for: 数量 × 频次, once where no frequency is given."""
    return (row.get("quantity") or 0) * (row.get("times") or 1)


def line_amount(row: dict) -> Decimal:
    """小计 in yuan: 单价 × 数量 × 频次."""
    return decimal(row.get("unit_price")) * times_over(row)


def budget_lines(content: dict, source: str | None = None) -> list[dict]:
    """The budget with figures as ``Decimal``, ``quantity`` times the frequency, and an ``amount`` each; all of it or of
    one source."""
    lines = [
        row | {
            "unit_price": decimal(row.get("unit_price")),
            "quantity": times_over(row),
            "amount": line_amount(row),
        }
        for row in rows(content, "budget")
    ]  # fmt: skip
    return [line for line in lines if source is None or line.get("source") == source]


def total(content: dict) -> Decimal:
    """What is asked for, in yuan."""
    return amount_of(budget_lines(content, BudgetSource.REQUESTED))


def own_total(content: dict) -> Decimal:
    """What the applicant puts in, in yuan."""
    return amount_of(budget_lines(content, BudgetSource.OWN))


def amount_of(lines: list[dict]) -> Decimal:
    return sum((line["amount"] for line in lines), Decimal(0))


def has_union(content: dict) -> bool:
    """Whether the applicant says it is unionised, in whatever form."""
    return content.get("basic", {}).get("union_form", "none") not in ("", "none")


def snapshot(application) -> dict:
    """The whole application as plain JSON, model columns included: what a revision freezes, and what pages show."""
    content = {section.name: dict(application.content.get(section.name, {})) for section in SECTIONS}
    content["basic"] |= {
        "name": application.name,
        "organization": record(application.organization),
        "communities": [record(one) | {"tier": one.get_tier_display()} for one in application.communities.all()],
        "worker": record(application.worker),
        "starts_on": day_text(application.starts_on),
        "ends_on": day_text(application.ends_on),
    }
    content["background"]["needs"] = [record(need) for need in application.needs.all()]
    return content


def record(obj) -> dict | None:
    return {"id": obj.pk, "name": str(obj)} if obj is not None else None


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def shown(field: Field, value, content: dict | None = None) -> str:
    """A value in the words of the page; empty text when there is none."""
    if value in (None, "", []):
        return ""
    if field.kind in SHOW:
        return SHOW[field.kind](field, value)
    if field.kind == Kind.NEED:
        needs = {need["id"]: need["name"] for need in (content or {}).get("background", {}).get("needs", [])}
        return needs.get(value, "")
    return str(value)


def _record(one: dict) -> str:
    return f"{one['name']}（{one['tier']}）" if one.get("tier") else one["name"]


def _label(field: Field, value) -> str:
    return dict(field.choices.choices).get(value, str(value)) if field.choices else str(value)


SHOW = {
    Kind.CHOICE: _label,
    Kind.CHOICES: lambda field, value: "；".join(_label(field, one) for one in value),
    Kind.RECORD: lambda field, value: value["name"],
    Kind.RECORDS: lambda field, value: "、".join(map(_record, value)),
    Kind.MONEY: lambda field, value: f"{decimal(value):,.2f}",
    Kind.INTEGER: lambda field, value: f"{value:,}",
}


def blinded(content: dict, application) -> dict:
    """The content for an expert who must not know who applies: named fields are hidden, and the names of the
    organization and its people are struck out of every text. Works on a revision's content or a snapshot."""
    names = struck_names(content, application)
    return {name: _without_names(BY_NAME[name], part, names) for name, part in content.items() if name in BY_NAME}


def struck_names(content: dict, application) -> list[str]:
    """Every name of the applicant the content is searched for, the longest first."""
    basic = content.get("basic", {})
    said = [basic.get(field.name) for field in BY_NAME["basic"].fields if field.named and field.kind == Kind.TEXT]
    said += [row.get("name") for row in rows(content, "team")] + [content.get("outcomes", {}).get("signatory")]
    said += [str(application.contractor), application.contractor.legal_representative, str(application.worker or "")]
    found = {part for text in said for part in NOBODY.split(text or "") if len(part) > 1}
    return sorted(found, key=lambda name: (-len(name), name))


def _without_names(section: Section, part: dict, names: list[str]) -> dict:
    safe = {field.name: _safe(field, part[field.name], names) for field in section.fields if field.name in part}
    if section.rows:
        safe["rows"] = [
            {field.name: _safe(field, row[field.name], names) for field in section.rows if field.name in row}
            for row in part.get("rows") or []
        ]
    return safe


def _safe(field: Field, value, names: list[str]):
    if field.named:
        return ({"id": 0, "name": HIDDEN} if field.kind == Kind.RECORD else HIDDEN) if value else value
    if not isinstance(value, str):
        return value
    for name in names:
        value = value.replace(name, HIDDEN)
    return value
