"""Who may fund, from which fund, and how an amount is paid out."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

from orgs.enums import OrganizationKind, Role
from orgs.models import Organization, User
from orgs.scope import STEP, in_subtrees, org_paths
from projects.models import Fund, Instalment, Project
from projects.money import shares
from projects.permissions import PURCHASERS
from projects.queries.instalment import instalments_to_remind, unmet_conditions

__all__ = [
    "funding_bodies",
    "funds_for",
    "instalments_to_remind",
    "planned_amounts",
    "planned_instalments",
    "unmet_conditions",
]


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


def planned_instalments(project: Project, approved_on: date, ratios: list[Decimal] | None = None) -> list[Instalment]:
    """Unsaved instalments of an approved project by ``ratios`` in per cent, or by the configured defaults.

    The first is due some days after approval, the last some days after the end, any others evenly between
    start and end.
    """
    ratios = ratios or [Decimal(ratio) for ratio in settings.INSTALMENT_RATIOS]
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
        for number, (ratio, amount) in enumerate(zip(ratios, shares(project.budget, ratios), strict=True), start=1)
    ]
