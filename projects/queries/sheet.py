"""An application as the panel reads it."""

from dataclasses import dataclass

from projects import content
from projects.models import Application

NUMBERS = (content.Kind.INTEGER, content.Kind.NUMBER, content.Kind.MONEY)


@dataclass(frozen=True)
class Part:
    """One section of an application as it is read: labelled answers, then a table."""

    label: str
    answers: list[tuple[str, str]]
    columns: list[tuple[str, bool]]  # a heading and whether it stands above numbers
    rows: list[list[tuple[str, bool]]]


def reading_copy(application: Application) -> list[Part]:
    """What the panel judges: the newest revision, without names when the call is reviewed blind."""
    revision = application.revisions.order_by("-number").first()
    written = revision.content if revision else application.content
    body = content.blinded(written, application) if application.call.is_blind else written
    return [_part(section, body) for section in content.SECTIONS]


def _part(section: content.Section, body: dict) -> Part:
    part = body.get(section.name, {})
    answers = [(one.label, _shown(one, part.get(one.name), body)) for one in section.fields]
    rows = [
        [(_shown(one, row.get(one.name), body), one.kind in NUMBERS) for one in section.rows]
        for row in part.get("rows") or []
    ]
    columns = [(one.label, one.kind in NUMBERS) for one in section.rows]
    return Part(section.label, [pair for pair in answers if pair[1]], columns, rows)


def _shown(field: content.Field, value, body: dict) -> str:
    return "" if value in (None, "", []) else str(content.shown(field, value, body))
