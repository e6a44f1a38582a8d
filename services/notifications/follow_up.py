"""Who is told about follow-ups. SECURITY: never what they say, nor about whom."""

from core.notifications import notify
from orgs.models import User
from services.models import FollowUp


def tell_responsible(follow_up: FollowUp, *, by: User) -> None:
    """Whoever is made responsible, once."""
    notify(
        {follow_up.responsible} - {by},
        key=f"follow-up:{follow_up.pk}:{follow_up.responsible_id}",
        title="有一件跟进事项由您负责",
        body=f"来自{follow_up.session}",
        url=follow_up.get_absolute_url(),
    )
