"""What a call's panel and its publicity wait for."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.templatetags.ui import day
from orgs.scope import in_subtrees, org_paths
from projects.enums import CallState, ObjectionState, PublicityState
from projects.models import Call, Objection, Publicity
from projects.permissions import PURCHASERS
from projects.queries.promotion import calls_to_promote
from projects.queries.review import sheets_owed
from reports.todo.kind import Todo, todo


def sheets_to_sign(user) -> Iterator[Todo]:
    yield todo(
        "待评分、签署的申报", sheets_owed(user), "projects:review-list", {}, lambda row: str(row.call),
        address=lambda row: reverse("projects:application-score", args=[row.pk]),
    )  # fmt: skip


def reviews_to_run(user) -> Iterator[Todo]:
    """Objections to answer, publicities to close, calls to seat a panel for or to rank."""
    here = in_subtrees(org_paths(user, PURCHASERS), "organization")
    waiting = Objection.objects.visible_to(user).filter(state=ObjectionState.RECEIVED)
    yield todo(
        "待答复的异议", waiting.select_related("publicity__call").order_by("reply_by", "pk"), "projects:objection-list",
        {"state": ObjectionState.RECEIVED}, lambda row: f"{day(row.reply_by)} 前答复",
    )  # fmt: skip
    past = Publicity.objects.visible_to(user).filter(state=PublicityState.OPEN, ends_on__lt=timezone.localdate())
    yield todo(
        "公示期满、待办结的公示", past.select_related("call").order_by("ends_on", "pk"), "projects:publicity-list",
        {"over": "true"}, lambda row: f"{day(row.ends_on)} 期满",
    )  # fmt: skip
    calls = Call.objects.visible_to(user).filter(here).order_by("pk")
    yield todo(
        "有项目未能实施、可以递补的批次", calls.filter(pk__in=calls_to_promote().values("pk")), "projects:call-list",
        {"reserve": "next"}, lambda row: row.code,
    )  # fmt: skip

    def panel(row):
        return reverse("projects:call-panel", args=[row.pk])

    def ranking(row):
        return reverse("projects:call-ranking", args=[row.pk])

    for title, state, address in (
        ("已截止、待组织评审的批次", CallState.CLOSED, panel), ("评审中的批次", CallState.REVIEWING, ranking),
    ):  # fmt: skip
        rows = calls.filter(state=state)
        yield todo(title, rows, "projects:call-list", {"state": state}, lambda row: row.code, address=address)
