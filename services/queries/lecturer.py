"""Reads worth a name: lecturers and how often they lectured."""

from django.db.models import Count, Q, QuerySet

from orgs.enums import OrganizationKind, Role
from orgs.models import Organization, User
from orgs.scope import in_subtrees, org_paths
from services.enums import SessionState
from services.models import Lecturer

KEEPERS = (Role.NGO, Role.WORKER, Role.SUPERVISOR)


def with_lectures(lecturers: QuerySet[Lecturer]) -> QuerySet[Lecturer]:
    """Adds ``lectures``, the sessions held."""
    counted = lecturers.annotate(lectures=Count("sessions", filter=Q(sessions__state=SessionState.HELD)))
    return counted.order_by("organization__name", "name", "pk")  # a grouped query forgets the model's own order


def keepers_for(user: User) -> QuerySet[Organization]:
    """For which social organizations ``user`` keeps lecturers."""
    reached = in_subtrees(org_paths(user, KEEPERS), "")
    return Organization.objects.visible_to(user).filter(reached, kind=OrganizationKind.SOCIAL)
