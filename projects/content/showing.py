"""A section as pages and the Word file show it: facts, then a table of rows."""

from dataclasses import dataclass, field

from projects.content.reading import amount_of, budget_lines, line_amount, rows, shown
from projects.content.spec import BUDGET, SECTIONS, Kind, Section
from projects.enums import BudgetSource

NUMERIC = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)


@dataclass(frozen=True)
class Shown:
    """``facts`` are (label, text, is it long), ``heads`` (label, is it a number); a cell of ``lines`` brings both."""

    name: str
    label: str
    facts: list[tuple[str, str, bool]]
    heads: list[tuple[str, bool]] = field(default_factory=list)
    lines: list[list[tuple[str, str, bool]]] = field(default_factory=list)
    totals: list[tuple[str, str]] = field(default_factory=list)
    bars: list[dict] = field(default_factory=list)


def shown_sections(content: dict) -> list[Shown]:
    """Every section of a snapshot in words."""
    return [shown_section(section, content) for section in SECTIONS]


def shown_section(section: Section, content: dict) -> Shown:
    part = content.get(section.name, {})
    return Shown(
        name=section.name,
        label=section.label,
        facts=[(one.label, shown(one, part.get(one.name), content), one.kind == Kind.LONG) for one in section.fields],
        heads=heads(section),
        lines=[cells(section, row, content) for row in rows(content, section.name)],
        totals=totals(content) if section is BUDGET else [],
        bars=bars(content) if section.name == "schedule" else [],
    )


def heads(section: Section) -> list[tuple[str, bool]]:
    amount = [("小计", True)] if section is BUDGET else []
    return [(with_unit(one.label, one.unit), one.kind in NUMERIC) for one in section.rows] + amount


def with_unit(label: str, unit: str) -> str:
    return f"{label}（{unit}）" if unit else label


def cells(section: Section, row: dict, content: dict) -> list[tuple[str, str, bool]]:
    texts = [shown(one, row.get(one.name), content) for one in section.rows]
    texts += [f"{line_amount(row):,.2f}"] if section is BUDGET else []
    return [(text, *head) for text, head in zip(texts, heads(section), strict=True)]


def totals(content: dict) -> list[tuple[str, str]]:
    by_source = {source: amount_of(budget_lines(content, source)) for source in BudgetSource}
    return [
        *((source.label, f"{amount:,.2f}") for source, amount in by_source.items()),
        ("合计", f"{sum(by_source.values()):,.2f}"),
    ]


def bars(content: dict) -> list[dict]:
    """The schedule as bars over the months it spans: per cent from the left and wide."""
    spans = [(row, month(row.get("start")), month(row.get("end"))) for row in rows(content, "schedule")]
    spans = [(row, start, end) for row, start, end in spans if start and end and end >= start]
    if not spans:
        return []
    first, last = min(start for _, start, _ in spans), max(end for _, _, end in spans)
    whole = last - first + 1
    return [
        {
            "task": row.get("task") or "",
            "months": row["start"] if start == end else f"{row['start']} 至 {row['end']}",
            "left": round(100 * (start - first) / whole),
            "width": max(1, round(100 * (end - start + 1) / whole)),
        }
        for row, start, end in spans
    ]


def month(text: str | None) -> int:
    """Months since year 0; 0 for none."""
    return int(text[:4]) * 12 + int(text[5:7]) if text else 0
