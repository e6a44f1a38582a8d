"""Reads worth a name: what a person may choose from, what a plan looks like."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from orgs.enums import OrganizationKind, Role, UnionLevel
from orgs.models import Membership, Organization, User
from orgs.permissions import UNION_STAFF
from orgs.scope import STEP, in_subtrees, org_paths
from projects.enums import NeedState
from projects.models import Fund, Instalment, Need, Project
from projects.money import shares
from projects.permissions import CONTRACTOR_STAFF, PURCHASERS


def filing_communities(user: User):
    """Communities the user may file a need for."""
    reached = in_subtrees(org_paths(user, (*UNION_STAFF, Role.PARTY)), "")
    return Organization.objects.visible_to(user).filter(reached, level=UnionLevel.COMMUNITY)


def own_contractors(user: User):
    """Social organisations the user works for: nobody applies in another's name."""
    reached = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "")
    return Organization.objects.visible_to(user).filter(reached, kind=OrganizationKind.SOCIAL)


def own_workers(user: User):
    """Active social workers of the user's own social organisations."""
    employed = Membership.objects.current().filter(organization__in=own_contractors(user), role=Role.WORKER)
    return User.objects.visible_to(user).filter(is_active=True, pk__in=employed.values("user_id"))


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


def funding_bodies(user: User):
    """Unions at which the user may open a fund."""
    reached = in_subtrees(org_paths(user, (*PURCHASERS, Role.FINANCE)), "")
    return Organization.objects.visible_to(user).filter(reached, kind=OrganizationKind.UNION)


def funds_for(project: Project, user: User):
    """Funds the user sees, at the project's community or a body above it."""
    path = project.organization.path
    lineage = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    return Fund.objects.visible_to(user).filter(organization__path__in=lineage)


def planned_amounts(budget: Decimal) -> list[Decimal]:
    """The budget split by the configured ratios; the last instalment takes the rounding difference."""
    return shares(budget, [Decimal(ratio) for ratio in settings.INSTALMENT_RATIOS])


def planned_instalments(project: Project, approved_on: date) -> list[Instalment]:
    """Unsaved instalments of an approved project, due dates by the configured defaults.

    The first is due some days after approval, the last some days after the end, any others evenly between
    start and end.
    """
    ratios = [Decimal(ratio) for ratio in settings.INSTALMENT_RATIOS]
    last = len(ratios)
    first_due = approved_on + timedelta(days=settings.INSTALMENT_FIRST_DUE_DAYS)
    last_due = project.ends_on + timedelta(days=settings.INSTALMENT_LAST_DUE_DAYS)
    span = project.ends_on - project.starts_on
    due = {number: project.starts_on + span * (number - 1) // (last - 1 or 1) for number in range(1, last + 1)}
    due |= {1: first_due, last: last_due}
    return [
        Instalment(
            project=project, number=number, ratio=ratio, amount=amount, due_on=due[number], is_final=number == last
        )
        for number, (ratio, amount) in enumerate(zip(ratios, planned_amounts(project.budget), strict=True), start=1)
    ]


def instalments_to_remind(today: date | None = None):
    """Unpaid ones that are overdue or due within the configured days."""
    until = (today or timezone.localdate()) + timedelta(days=settings.REMIND_INSTALMENT_DAYS)
    return Instalment.objects.planned().filter(due_on__lte=until)
