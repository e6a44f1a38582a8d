"""答疑: social organisations ask about a call, everybody reads the answers, nobody learns who asked."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked
from orgs.models import User
from projects import notifications
from projects.enums import CallState
from projects.models import Call, Question


def ask_question(call: Call, *, by: User, text: str, now: datetime | None = None) -> Question:
    """Ask while the call is published and not yet closed."""
    if not text.strip():
        raise DomainError("请写明问题。")
    now = now or timezone.now()
    with transaction.atomic():
        call = locked(call)
        check_taking_questions(call, now)
        question = Question.objects.create(call=call, text=text.strip(), asked_by=by, asked_at=now)
        notifications.question_asked(question)
    return question


def answer_question(question: Question, *, by: User, answer: str, now: datetime | None = None) -> Question:
    """Answer once, before the closing time; question and answer are public from then on."""
    if not answer.strip():
        raise DomainError("请写明答复。")
    now = now or timezone.now()
    with transaction.atomic():
        check_taking_questions(locked(question.call), now)
        question = locked(question)
        if question.answered_at is not None:
            raise DomainError("这个问题已经答复并公布，不能再改。需要补充的，请在新的问题里说明。")
        question.answer, question.answered_by, question.answered_at = answer.strip(), by, now
        question.save(update_fields=["answer", "answered_by", "answered_at"])
        notifications.question_answered(question)
    return question


def check_taking_questions(call: Call, moment: datetime) -> None:
    if call.state != CallState.PUBLISHED or moment >= call.closes_at:
        raise DomainError("批次没有在征集或已经截止，不再接受提问和答复。")
