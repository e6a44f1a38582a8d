"""Evaluations to score, rectifications to do and to review."""

from collections.abc import Iterator

from django.db.models import QuerySet

from core.templatetags.ui import day
from evaluations.enums import EvaluationState, RectificationState
from evaluations.models import Evaluation, Rectification
from reports.todo.kind import Todo, todo


def evaluations_to_submit(user) -> Iterator[Todo]:
    rows = Evaluation.objects.visible_to(user).filter(evaluator=user, state=EvaluationState.ASSIGNED)
    rows = rows.select_related("project").order_by("due_on")
    yield todo(
        "待评分的项目",
        rows,
        "evaluations:evaluation-list",
        {"state": EvaluationState.ASSIGNED},
        lambda row: f"期限 {day(row.due_on)}",
    )


def rectifications_to_review(user) -> Iterator[Todo]:
    rows = Rectification.objects.visible_to(user).filter(evaluation__evaluator=user, state=RectificationState.SUBMITTED)
    yield rectification_todo("待复核的整改", rows, RectificationState.SUBMITTED)


def rectification_todo(title: str, rows: QuerySet[Rectification], state: str) -> Todo:
    rows = rows.select_related("project", "evaluation").order_by("due_on", "pk")
    note = "期限 {}".format
    return todo(title, rows, "evaluations:rectification-list", {"state": state}, lambda row: note(day(row.due_on)))
