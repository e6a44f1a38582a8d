"""Reads worth a name: session."""

from django.db.models import QuerySet

from orgs.models import Organization, User
from orgs.scope import in_subtrees, org_paths
from projects.models import Project
from projects.permissions import CONTRACTOR_STAFF
from services.enums import SessionState
from services.models import Activity, Session


def places_for(user: User) -> QuerySet[Organization]:
    """Where ``user`` may hold sessions: the communities of the projects one's organization carries out.

    Wider than ``Organization.visible_to``: a contractor does not see the territory, only whom it serves.
    """
    own = Project.objects.filter(in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor"))
    return Organization.objects.filter(pk__in=own.values("organization"))


def upcoming(activity: Activity, now) -> QuerySet[Session]:
    """Sessions people may still sign up for, soonest first."""
    rows = activity.sessions.filter(state=SessionState.PLANNED, ends_at__gt=now)
    return rows.select_related("organization").order_by("starts_at", "pk")
