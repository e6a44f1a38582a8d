"""Reads about plans and calls: what is open, what is public, which procedure is due."""

from datetime import datetime

from projects.models import Call, Question
from projects.models.call import OPEN_TO_ALL


def announced():
    """Calls whose announcement stands: published, and whatever follows but a cancellation."""
    return Call.objects.filter(state__in=OPEN_TO_ALL)


def is_announced(call: Call) -> bool:
    return call.state in OPEN_TO_ALL


def open_calls(moment: datetime):
    """Published and not yet closed at ``moment``, the next to close first."""
    return announced().filter(state="published", closes_at__gt=moment).order_by("closes_at", "pk")


def answered_questions(call: Call):
    """答疑纪要: what everybody may read; the asker is not part of it."""
    return Question.objects.filter(call=call, answered_at__isnull=False)
