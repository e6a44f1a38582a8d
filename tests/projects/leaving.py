"""A refusal leaves nothing behind: no row more or less, no column changed."""

from contextlib import contextmanager

import pytest

from core.errors import DomainError
from core.models import Notification
from projects.models import (
    Application,
    ApplicationEvent,
    Call,
    CallEvent,
    CallFile,
    Draw,
    ExpertTie,
    Fund,
    LedgerEntry,
    Objection,
    Panelist,
    Plan,
    PlanEvent,
    PlanItem,
    Project,
    ProjectEvent,
    Publicity,
    Question,
    ScoreLine,
    ScoreSheet,
    SpreadNote,
)

KEPT = (
    Plan, PlanEvent, PlanItem, Call, CallEvent, CallFile, Question, Application, ApplicationEvent, ExpertTie, Draw,
    Panelist, ScoreSheet, ScoreLine, SpreadNote, Publicity, Objection, Project, ProjectEvent, Fund, LedgerEntry,
    Notification,
)  # fmt: skip


def everything() -> dict:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}


@contextmanager
def refusal(sentence: str):
    """The block is refused with a sentence that contains ``sentence``, and every table is as it was."""
    before = everything()
    with pytest.raises(DomainError) as caught:
        yield
    assert sentence in str(caught.value)
    assert everything() == before


def refused(operation, *args, says: str, **kwargs) -> None:
    """The call is refused with a sentence that contains ``says``, and nothing changes."""
    with refusal(says):
        operation(*args, **kwargs)
