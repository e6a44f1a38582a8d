"""Whom a contractor's person may choose: their own organizations and social workers."""

from orgs.enums import OrganizationKind, Role
from orgs.models import Membership, Organization, User
from orgs.scope import in_subtrees, org_paths
from projects.permissions import CONTRACTOR_STAFF


def own_contractors(user: User):
    """Social organisations the user works for: nobody applies in another's name."""
    reached = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "")
    return Organization.objects.visible_to(user).filter(reached, kind=OrganizationKind.SOCIAL)


def own_workers(user: User):
    """Active social workers of the user's own social organisations."""
    employed = Membership.objects.current().filter(organization__in=own_contractors(user), role=Role.WORKER)
    return User.objects.visible_to(user).filter(is_active=True, pk__in=employed.values("user_id"))
