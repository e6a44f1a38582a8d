"""Summaries to write and to approve, follow-ups to finish."""

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from core.templatetags.ui import day
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects.enums import ParameterName
from projects.parameters import days
from reports.todo.kind import Todo, todo
from reports.todo.session import own_sessions
from services.enums import FollowUpState, SummaryState
from services.models import FollowUp, Session, Summary
from services.queries.summary import without_summary


def summaries_to_write(user) -> Iterator[Todo]:
    """Held sessions of one's own that wait for their summary, the oldest first."""
    rows = without_summary(Session.objects.visible_to(user).filter(own_sessions(user)))
    rows = rows.select_related("activity", "organization").order_by("starts_at", "pk")
    term = days(ParameterName.SUMMARY_DAYS)
    today = timezone.localdate()

    def note(session: Session) -> str:
        past = (today - session.starts_on).days - term
        left = f"已逾期{past}天" if past > 0 else f"还剩{-past}天" if past else "今天截止"
        return f"{day(session.starts_on)}举办，{left}"

    yield todo(
        "待填写的活动总结", rows, "services:session-list", {"summary": "missing"}, note,
        lambda session: reverse("services:session-summary", args=[session.pk]),
    )  # fmt: skip


def summaries_to_approve(user) -> Iterator[Todo]:
    """Submitted ones this user may approve, and did not write."""
    mine = in_subtrees(org_paths(user, (Role.NGO, Role.SUPERVISOR)), "session__activity__project__contractor")
    mine |= in_subtrees(org_paths(user, (Role.COMMUNITY_UNION,)), "session__organization")
    rows = Summary.objects.visible_to(user).filter(mine, state=SummaryState.SUBMITTED).exclude(written_by=user)
    rows = rows.select_related("session__activity", "written_by").order_by("submitted_at", "pk")
    yield todo(
        "待审核的活动总结", rows, "services:summary-list", {"state": SummaryState.SUBMITTED},
        lambda summary: f"{summary.written_by}填报，{day(summary.submitted_at)}提交",
    )  # fmt: skip


def follow_ups_to_finish(user) -> Iterator[Todo]:
    """Open ones this user answers for."""
    rows = FollowUp.objects.visible_to(user).filter(responsible=user, state=FollowUpState.OPEN)
    rows = rows.select_related("session__activity").order_by(F("due_on").asc(nulls_last=True), "pk")
    yield todo(
        "由我负责的跟进事项", rows, "services:followup-list", {"state": FollowUpState.OPEN, "whose": "mine"},
        lambda row: f"{day(row.due_on)}前" if row.due_on else "未定期限",
    )  # fmt: skip
