"""Who is told about sessions: those who run them and the community that hosts them: session."""

from django.utils import timezone

from core.notifications import notify
from core.templatetags.ui import moment
from orgs.enums import Role
from orgs.models import User
from services.models import Session


def concerned(session: Session) -> set[User]:
    """The activity's lead, the project's worker, and the community union's staff."""
    hosts = User.objects.holding(session.organization, Role.COMMUNITY_UNION)
    return {session.activity.lead, session.activity.project.worker, *session.workers.all(), *hosts}


def tell_reminder(session: Session) -> None:
    """The day before; once per session and date, so a rescheduled session is announced again."""
    _tell(session, concerned(session), f"session:{session.pk}:{session.starts_on}", "明天有活动")


def tell_rescheduled(session: Session, *, by: User) -> None:
    """Keyed by the moment of the change: the same session may move several times, even back again."""
    key = f"session:{session.pk}:reschedule:{timezone.now():%Y%m%d%H%M%S%f}"
    _tell(session, concerned(session) - {by}, key, "场次改期")


def tell_cancelled(session: Session, *, by: User) -> None:
    _tell(session, concerned(session) - {by}, f"session:{session.pk}:cancel", "场次取消")


def tell_postponed(session: Session, *, by: User) -> None:
    """Keyed by the moment, as a session may be put off more than once."""
    key = f"session:{session.pk}:postpone:{timezone.now():%Y%m%d%H%M%S%f}"
    _tell(session, concerned(session) - {by}, key, "场次延期，时间另行通知")


def tell_resumed(session: Session, *, by: User) -> None:
    key = f"session:{session.pk}:resume:{timezone.now():%Y%m%d%H%M%S%f}"
    _tell(session, concerned(session) - {by}, key, "延期的场次已定新时间")


def tell_assigned(sessions: list[Session], workers: set[User]) -> None:
    """The social workers who are to come, once for a whole series."""
    if not (sessions and workers):
        return
    first = sessions[0]
    subject = "安排您到场" if len(sessions) == 1 else f"安排您到场（共{len(sessions)}场）"
    _tell(first, workers, f"session:{first.pk}:assign:{timezone.now():%Y%m%d%H%M%S%f}", subject)


def tell_series_moved(sessions: list[Session], *, by: User) -> None:
    """One message to each member of staff, however many sessions of the series moved."""
    first = sessions[0]
    key = f"session:{first.pk}:series:{timezone.now():%Y%m%d%H%M%S%f}"
    _tell(first, concerned(first) - {by}, key, f"系列场次调整（共{len(sessions)}场）")


def _tell(session: Session, people: set[User], key: str, subject: str) -> None:
    notify(
        people,
        key=key,
        title=f"{subject}：{session.activity.name}",
        body=f"{moment(session.starts_at)}，{session.organization.short_name}，{session.venue}",
        url=session.get_absolute_url(),
    )
