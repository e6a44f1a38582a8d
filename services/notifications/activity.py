"""Who is told about the plan of an activity: who may approve it, then who answers for it."""

from django.utils import timezone

from core.notifications import notify
from core.templatetags.ui import day
from orgs.enums import Role
from orgs.models import User
from services.models import Activity

APPROVERS = (Role.NGO, Role.SUPERVISOR)


def tell_approvers(activity: Activity, *, by: User) -> None:
    """Everybody who may approve it except the one who asks."""
    people = set(User.objects.holding(activity.project.contractor, *APPROVERS)) - {by}
    _tell(activity, people, "策划书待审批", "submit")


def tell_lead(activity: Activity, subject: str, kind: str, *, by: User) -> None:
    _tell(activity, {activity.lead} - {by}, subject, kind)


def _tell(activity: Activity, people: set[User], subject: str, kind: str) -> None:
    """Keyed by the number of times: a plan may go back and forth."""
    number = activity.events.filter(kind=kind).count() + 1
    notify(
        people,
        key=f"activity:{activity.pk}:{kind}:{number}",
        title=f"{subject}：{activity.name}",
        body=f"{activity.project.name}，{day(timezone.localdate())}",
        url=activity.get_absolute_url(),
    )
