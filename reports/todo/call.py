"""Purchase plans and calls: to approve, to publish, to answer."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from core.templatetags.ui import moment
from orgs.scope import in_subtrees, org_paths
from projects.enums import CallState
from projects.models import Call, Plan, Question
from projects.permissions import PURCHASERS
from projects.queries.call import calls_to_approve, calls_to_check, plans_to_approve
from reports.todo.kind import Todo, todo


def calls_to_decide(user) -> Iterator[Todo]:
    """Nobody approves what they wrote; questions wait in the order in which their calls close."""
    here = in_subtrees(org_paths(user, PURCHASERS), "organization")
    plans = plans_to_approve(Plan.objects.visible_to(user).filter(here), user)
    rows = plans.select_related("organization").order_by("pk")
    mine = {"waiting": "approve"}
    yield todo("待审批的采购计划", rows, "projects:plan-list", mine, lambda row: row.organization.short_name)
    calls = Call.objects.visible_to(user).filter(here).select_related("organization").order_by("opens_at", "pk")
    yield call_todo("待批准预算的征集批次", calls_to_approve(calls, user), {"waiting": "approve"})
    yield call_todo("待自查的征集批次", calls_to_check(calls, user), {"waiting": "check"})
    yield call_todo("待发布的征集批次", calls.filter(state=CallState.APPROVED), {"state": CallState.APPROVED})
    asked = Question.objects.visible_to(user).filter(answered_at=None)
    asked_about = calls.filter(state=CallState.PUBLISHED, closes_at__gt=timezone.now(), pk__in=asked.values("call_id"))
    asked_about = asked_about.order_by("closes_at", "pk")
    yield call_todo("有提问待答复的征集批次", asked_about, {"questions": "open"})


def calls_to_answer(user) -> Iterator[Todo]:
    now = timezone.now()
    rows = Call.objects.visible_to(user).filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    rows = rows.select_related("organization").order_by("closes_at", "pk")
    yield call_todo("正在受理申报的征集批次", rows, {"open": 1})


def call_todo(title: str, rows: QuerySet[Call], filters: dict) -> Todo:
    return todo(title, rows, "projects:call-list", filters, lambda row: f"{moment(row.closes_at)} 截止")
