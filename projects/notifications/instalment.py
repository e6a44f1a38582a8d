"""Who is told what about needs, projects and money."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.models import Instalment
from projects.notifications.people import contractor_side, event_key, finance


def instalment_paid(instalment: Instalment, *, by: User) -> None:
    project = instalment.project
    notify(
        [person for person in contractor_side(project) if person != by],
        key=event_key(instalment, "pay"),
        title="款项已拨付",
        body=f"“{project}”第{instalment.number}期款已拨付，请查收。",
        url=project.get_absolute_url(),
    )


def instalment_due(instalment: Instalment) -> None:
    """Once per instalment, however often the timer asks."""
    project = instalment.project
    notify(
        [*finance(project), *User.objects.holding(project.contractor, Role.NGO)],
        key=f"instalment:{instalment.pk}:due",
        title="分期款即将到期",
        body=f"“{project}”第{instalment.number}期款应于{instalment.due_on}前拨付。",
        url=project.get_absolute_url(),
    )
