"""Answers to an activity's own questions: checked against the form, kept with the words of the question."""

import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from core.errors import DomainError
from orgs.models.person import FULL_WIDTH
from services.enums import FieldKind
from services.models.form import FormField

LONGEST = 500  # characters of one answer (configurable default)
LARGEST = Decimal(10) ** 9
PLACES = 10  # either side of the point; ``1e-999999999`` is short to type and a gigabyte to write out


def answers_to(fields: Iterable[FormField], given: dict | None, *, complete: bool = True) -> str:
    """The stored form of ``given`` (question number → answer), in the order of the form; "" without answers.

    ``complete`` insists on the required ones. Raises ``DomainError`` naming the question.
    """
    given = {str(key): value for key, value in (given or {}).items()}
    kept = []
    for field in fields:
        answer = checked(field, given.get(str(field.pk)))
        if answer is None and field.is_required and complete:
            raise DomainError(f"“{field.label}”必须填写。")
        if answer is not None:
            kept.append({"id": field.pk, "label": field.label, "answer": answer})
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def checked(field: FormField, value):
    """``value`` as the question's kind wants it, None when nothing was answered."""
    if value is None or value in ("", []):
        return None
    return CHECKS[field.kind](field, value)


def _text(field: FormField, value) -> str | None:
    text = str(value).strip()
    if len(text) > LONGEST:
        raise DomainError(f"“{field.label}”最多{LONGEST}个字，现在有{len(text)}个。")
    if "\x00" in text:
        raise DomainError(f"“{field.label}”里有不能保存的字符，请重新填写。")
    return text or None


def _number(field: FormField, value) -> str | None:
    text = str(value).translate(FULL_WIDTH).strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise DomainError(f"“{field.label}”请填写数字。") from None
    if not number.is_finite() or abs(number.as_tuple().exponent) > PLACES or abs(number) > LARGEST:
        raise DomainError(f"“{field.label}”的数字不正确，请核对。")
    return f"{number:f}"


def _choice(field: FormField, value) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise DomainError(f"“{field.label}”请从列出的选项中选择。")
    return value


def _choices(field: FormField, value) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one in field.choices for one in value):
        raise DomainError(f"“{field.label}”请从列出的选项中选择。")
    return [one for one in field.choices if one in value]


def _yes_no(field: FormField, value) -> str:
    if value not in ("yes", "no", True, False):
        raise DomainError(f"“{field.label}”请选择是或否。")
    return "是" if value in ("yes", True) else "否"


CHECKS = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: _yes_no,
}


def shown(stored: str) -> list[dict]:
    """Stored answers for reading: ``label`` and ``answer`` as text."""
    rows = json.loads(stored) if stored else []
    return [
        {
            "label": row["label"],
            "answer": "、".join(row["answer"]) if isinstance(row["answer"], list) else row["answer"],
        }
        for row in rows
    ]


def one_line(stored: str) -> str:
    """All answers in one cell of an export."""
    return "；".join(f"{row['label']}：{row['answer']}" for row in shown(stored))
