"""What differs between two versions of an application, field by field and row by row."""

from collections import Counter
from dataclasses import dataclass

from projects.content.reading import rows, shown
from projects.content.spec import SECTIONS, Field, Section


@dataclass(frozen=True)
class Change:
    """One difference in words. ``kind`` is ``changed``, ``added`` or ``removed`` (rows); ``label`` says where."""

    section: str
    label: str
    before: str
    after: str
    kind: str = "changed"


def diff(before: dict, after: dict) -> list[Change]:
    """Every difference between two snapshots, in the order of the sections; the order of rows is no difference."""
    return [
        change for section in SECTIONS for change in (*fields(section, before, after), *lines(section, before, after))
    ]


def fields(section: Section, before: dict, after: dict) -> list[Change]:
    one, other = before.get(section.name, {}), after.get(section.name, {})
    texts = [(field, text(field, one, before), text(field, other, after)) for field in section.fields]
    return [Change(section.label, field.label, old, new) for field, old, new in texts if old != new]


def lines(section: Section, before: dict, after: dict) -> list[Change]:
    """Rows are the same row when their key is the same: the number of a service, the name of a member."""
    if not section.rows:
        return []
    one, other = keyed(section, before), keyed(section, after)
    changes: list[Change] = []
    for key in dict.fromkeys([*one, *other]):
        if key in one and key in other:
            changes += cells(section, (one[key], before), (other[key], after))
            continue
        row, kind = (one[key], "removed") if key in one else (other[key], "added")
        old, new = told(section, row, before) if key in one else "", told(section, row, after) if key in other else ""
        if old != new:  # a row that says nothing is none
            changes.append(Change(section.label, title(section, row), old, new, kind))
    return changes


def cells(section: Section, one: tuple[dict, dict], other: tuple[dict, dict]) -> list[Change]:
    where = title(section, one[0])
    texts = [(field, text(field, *one), text(field, *other)) for field in section.rows]
    return [Change(section.label, f"{where}·{field.label}", old, new) for field, old, new in texts if old != new]


def keyed(section: Section, content: dict) -> dict[tuple, dict]:
    """Rows by key; the second of two equal keys is told apart by its place among them."""
    seen: Counter = Counter()
    found = {}
    for row in rows(content, section.name):
        key = tuple(row.get(name) for name in section.key)
        found[(*key, seen[key])] = row
        seen[key] += 1
    return found


def title(section: Section, row: dict) -> str:
    """How people call a row: by what tells it apart."""
    named = [shown(field, row.get(field.name)) for field in section.rows if field.name in section.key]
    return f"{section.row_label}“{' '.join(part for part in named if part) or '未填写'}”"


def told(section: Section, row: dict, content: dict) -> str:
    """A whole row in one line."""
    parts = [(field.label, text(field, row, content)) for field in section.rows]
    return "；".join(f"{label}：{value}" for label, value in parts if value)


def text(field: Field, part: dict, content: dict) -> str:
    return shown(field, part.get(field.name), content)
