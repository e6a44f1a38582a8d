"""Reads about plans: who may purchase, from which money, what is spoken for, what looks like splitting."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from orgs.scope import STEP, in_subtrees, org_paths
from projects.enums import NeedCategory, PlanState, Procedure, ProcurementCategory
from projects.models import Fund, Plan, PlanItem, Project
from projects.models.project import FUNDED, UNENDED
from projects.permissions import PURCHASERS
from projects.procedures import FISCAL, Verdict, judge
from projects.queries.call import ZERO, committed_of, limits_of


def lineage_of(organization: Organization) -> list[str]:
    """Tree paths of the body and of everything above it."""
    return [organization.path[:end] for end in range(STEP, len(organization.path) + 1, STEP)]


def purchasing_bodies(user: User):
    """Unions in whose name the user may purchase."""
    reached = in_subtrees(org_paths(user, PURCHASERS), "")
    return Organization.objects.visible_to(user).filter(reached, kind=OrganizationKind.UNION)


def funds_of_plan(plan: Plan, user: User):
    """Money of the plan's year at the purchaser or a body above it."""
    return Fund.objects.visible_to(user).filter(organization__path__in=lineage_of(plan.organization), year=plan.year)


def planned_for(fund: Fund, without: Plan) -> Decimal:
    """What other approved plans mean to spend from the fund and have not yet committed."""
    rows = list(PlanItem.objects.filter(fund=fund, plan__state=PlanState.APPROVED).exclude(plan=without))
    return _uncommitted(rows)


def promised_of(fund: Fund, besides: PlanItem | None = None) -> Decimal:
    """What approved plans still mean to spend from the fund, calls under them included; without one item."""
    rows = PlanItem.objects.filter(fund=fund, plan__state=PlanState.APPROVED)
    return _uncommitted(list(rows.exclude(pk=besides.pk if besides else None)))


def _uncommitted(items: list[PlanItem]) -> Decimal:
    committed = committed_of(items)
    return sum((max(item.amount - committed[item.pk], ZERO) for item in items), ZERO)


def at_the_same_time(organization: Organization, starts_on: date, ends_on: date):
    """Projects approved and not yet ended in the community whose period meets the given one."""
    rows = Project.objects.filter(organization=organization, state__in=UNENDED)
    return rows.running_between(starts_on, ends_on)


@dataclass(frozen=True)
class SplitWarning:
    """Purchases of one kind by one union in one year that together call for a stricter procedure than planned."""

    category: str
    label: str
    total: Decimal
    rows: int
    verdict: Verdict


def split_warnings(plan: Plan) -> list[SplitWarning]:
    """不得化整为零 (政府采购法第28条): the year's purchases of the same union and category, every plan counted and the
    direct commissions outside plans too, against the thresholds."""
    same = {"plan__organization": plan.organization_id, "plan__year": plan.year}
    items = list(PlanItem.objects.filter(**same).select_related("fund"))
    outside = Project.objects.filter(
        application=None, plan_item=None, state__in=FUNDED, fund__organization=plan.organization_id,
        fund__year=plan.year,
    ).select_related("fund")  # fmt: skip
    limits = limits_of(plan.organization, ProcurementCategory.SERVICES, timezone.localdate())
    found = []
    own = [(row.category, row.fund.kind in FISCAL) for row in items if row.plan_id == plan.pk]
    for category, is_fiscal in dict.fromkeys(own):
        here = [row for row in items if (row.category, row.fund.kind in FISCAL) == (category, is_fiscal)]
        given = [row for row in outside if (row.category, row.fund.kind in FISCAL) == (category, is_fiscal)]
        total = sum((row.amount for row in here), ZERO) + sum((row.budget for row in given), ZERO)
        verdict = judge([here[0].fund.kind], total, limits)
        chosen = {row.procedure for row in here} | ({Procedure.DIRECT} if given else set())
        # Only a reached threshold refuses anything; one purchase alone has been judged when it was planned.
        if verdict.refused and len(here) + len(given) > 1 and any(map(verdict.is_laxer, chosen)):
            label = NeedCategory(category).label
            found.append(SplitWarning(category, label, total, len(here) + len(given), verdict))
    return found


def commission_items(project: Project, user: User):
    """Items of approved plans that a direct commission of this project may rest on."""
    rows = PlanItem.objects.visible_to(user).filter(
        plan__organization__path__in=lineage_of(project.organization), plan__state=PlanState.APPROVED,
        procedure=Procedure.DIRECT, category=project.category,
    )  # fmt: skip
    return rows.select_related("plan", "fund")
