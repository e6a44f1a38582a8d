"""Who is told about summaries."""

from django.utils import timezone

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from services.models import Session, Summary


def writers(session: Session) -> set[User]:
    """Who has to see to the records of a session."""
    return {session.activity.lead, session.activity.project.worker}


def approvers(summary: Summary) -> set[User]:
    """The contractor's head and supervisors, and the community union."""
    project = summary.session.activity.project
    own = User.objects.holding(project.contractor, Role.NGO, Role.SUPERVISOR)
    return {*own, *User.objects.holding(summary.session.organization, Role.COMMUNITY_UNION)}


def tell_submitted(summary: Summary, *, by: User) -> None:
    _tell(summary, approvers(summary) - {by}, "submit", f"活动总结待审核：{summary.session}")


def tell_approved(summary: Summary, *, by: User) -> None:
    _tell(summary, {summary.written_by} - {by}, "approve", f"活动总结已通过：{summary.session}")


def tell_returned(summary: Summary, *, by: User) -> None:
    _tell(summary, {summary.written_by} - {by}, "return", f"活动总结被退回，请修改：{summary.session}")


def _tell(summary: Summary, people: set[User], what: str, title: str) -> None:
    """Keyed by the moment: a summary may go back and forth."""
    key = f"summary:{summary.pk}:{what}:{timezone.now():%Y%m%d%H%M%S%f}"
    notify(people, key=key, title=title, url=summary.get_absolute_url())


def tell_no_check_in(session: Session) -> None:
    """Once per session: nobody is recorded there."""
    notify(
        writers(session), key=f"session:{session.pk}:no-check-in", title=f"还没有签到记录：{session}",
        body="请登记签到或点数并确认已举办；没有举办的，请取消或延期。", url=session.get_absolute_url(),
    )  # fmt: skip


def tell_no_summary(session: Session, due) -> None:
    """Once per session: the summary is late. The contractor's head hears of it too."""
    head = User.objects.holding(session.activity.project.contractor, Role.NGO)
    notify(
        {*writers(session), *head}, key=f"session:{session.pk}:no-summary", title=f"活动总结逾期未提交：{session}",
        body=f"应于{due}前提交。请填写活动过程、目标达成情况并上传照片后提交审核。", url=session.get_absolute_url(),
    )  # fmt: skip
