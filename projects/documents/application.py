"""The 申报书 as Word, from a revision: what was handed in, not what the draft says today."""

from pathlib import Path

from django.utils import timezone

from core.word import build_word
from projects import content
from projects.content.reading import amount_of, budget_lines, line_amount
from projects.content.spec import BUDGET, SECTIONS
from projects.enums import BudgetSource
from projects.models import ApplicationRevision

TEMPLATE = Path(__file__).resolve().parent.parent / "templates_docx" / "application.docx"


def application_word(revision: ApplicationRevision) -> bytes:
    """The revision as ``.docx``."""
    return build_word(TEMPLATE, word_context(revision))


def word_context(revision: ApplicationRevision) -> dict:
    """Section → field → words, and ``rows`` → section → rows of words; amounts with thousands separators."""
    body, application = revision.content, revision.application
    own = amount_of(budget_lines(body, BudgetSource.OWN))
    return {
        "code": application.code,
        "number": revision.number,
        "call": str(application.call),
        "contractor": str(application.contractor),
        "handed_in": f"{timezone.localtime(revision.at):%Y年%-m月%-d日}",
        "amount": f"{revision.amount:,.2f}",
        "own": f"{own:,.2f}",
        "total": f"{revision.amount + own:,.2f}",
        "rows": {section.name: worded_rows(section, body) for section in SECTIONS if section.rows},
        **{section.name: worded(section.fields, body.get(section.name, {}), body) for section in SECTIONS},
    }


def worded(fields, part: dict, body: dict) -> dict[str, str]:
    return {one.name: content.shown(one, part.get(one.name), body) or "—" for one in fields}


def worded_rows(section: content.Section, body: dict) -> list[dict[str, str]]:
    rows = content.rows(body, section.name)
    words = [worded(section.rows, row, body) for row in rows]
    if section is BUDGET:
        for row, said in zip(rows, words, strict=True):
            said["amount"] = f"{line_amount(row):,.2f}"
    return words
