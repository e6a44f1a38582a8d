"""Reads worth a name: what a person may choose from, what a plan looks like."""

from django.db.models import Q

from orgs.enums import Role, UnionLevel
from orgs.models import Organization, User
from orgs.permissions import UNION_STAFF
from orgs.scope import in_subtrees, org_paths
from projects.enums import NeedState
from projects.models import Need


def filing_communities(user: User):
    """Communities the user may file a need for."""
    reached = in_subtrees(org_paths(user, (*UNION_STAFF, Role.PARTY)), "")
    return Organization.objects.visible_to(user).filter(reached, level=UnionLevel.COMMUNITY)


def open_needs(user: User, project_pk: int | None = None):
    """Needs a project may take up, and those the given project already has."""
    taken = Need.projects.through.objects.filter(project=project_pk).values("need_id")
    rows = Need.objects.visible_to(user).filter(Q(state=NeedState.VERIFIED) | Q(pk__in=taken))
    return rows.select_related("organization")


def matching_needs(rows, text: str):
    """Rows whose title or community contains ``text``, or whose community's initials begin with it."""
    text = text.replace("\0", "").strip()
    place = Q(organization__name__icontains=text) | Q(organization__initials__startswith=text.lower())
    return rows.filter(Q(title__icontains=text) | place) if text else rows


def need_label(need: Need) -> str:
    """How a need is offered among others."""
    return f"{need.title}（{need.organization}）"


def need_communities(user: User, project_pk: int | None = None):
    """Where a project could be carried out: communities of the needs it may take up. A social organization does
    not see the territory as such, only through those needs."""
    return Organization.objects.filter(pk__in=open_needs(user, project_pk).values("organization_id"))
