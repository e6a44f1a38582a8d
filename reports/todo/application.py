"""Applications to write and to check."""

from collections.abc import Iterator

from django.utils import timezone

from core.templatetags.ui import day, moment
from orgs.scope import in_subtrees, org_paths
from projects.enums import ApplicationState
from projects.models import Application
from projects.permissions import CONTRACTOR_STAFF, PURCHASERS
from projects.queries.application import still_writable
from reports.todo.kind import Todo, todo


def applications_to_write(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor")
    rows = still_writable(Application.objects.visible_to(user).filter(here).select_related("call"))
    returned = rows.filter(state=ApplicationState.RETURNED)
    yield todo(
        "待补正的申报", returned.order_by("correct_by", "pk"), "projects:application-list",
        {"state": ApplicationState.RETURNED, "due": 1}, lambda row: f"补正期限 {day(row.correct_by)}",
    )  # fmt: skip
    drafts = rows.filter(state=ApplicationState.DRAFT)
    yield todo(
        "还没有提交的申报草稿", drafts.order_by("call__closes_at", "pk"), "projects:application-list",
        {"state": ApplicationState.DRAFT, "due": 1}, lambda row: f"{moment(row.call.closes_at)} 截止",
    )  # fmt: skip


def applications_to_check(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "call__organization")
    rows = Application.objects.visible_to(user).filter(here).select_related("contractor").order_by("submitted_at", "pk")
    for title, state in (
        ("待受理审查的申报", ApplicationState.SUBMITTED), ("资格审查中的申报", ApplicationState.CHECKING),
    ):  # fmt: skip
        waiting = rows.filter(state=state, call__closes_at__lte=timezone.now())
        yield todo(title, waiting, "projects:application-list", {"state": state}, lambda row: row.contractor.name)
