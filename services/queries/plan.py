"""Reads worth a name: what a plan still lacks, whether it needs approval, who is insured, what it may cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import F, QuerySet, Sum

from orgs.models import User
from orgs.scope import in_subtrees, org_paths
from projects import parameters
from projects.budgeting import Line, judge, yuan
from projects.enums import BudgetCategory, BudgetRuleKind, ParameterName
from projects.models import Indicator, Need, Project
from projects.permissions import CONTRACTOR_STAFF
from projects.queries.contract import adjusted_lines
from projects.queries.expense import COUNTED, budget_rules, spent_by_category
from services.enums import ActivityScale, ActivityState, InsuranceCover, SessionState, ShiftState
from services.models import Activity, ActivityPlan, Insurance, PlanCost, Shift

ZERO = Decimal(0)
BY_PRICE = (BudgetRuleKind.FORBID, BudgetRuleKind.MAX_UNIT_PRICE, BudgetRuleKind.TIERED_UNIT_PRICE)
PENDING = (ActivityState.SUBMITTED, ActivityState.APPROVED, ActivityState.PUBLISHED)  # costs not all vouchered yet


def plan_of(activity: Activity) -> ActivityPlan:
    """The texts of the plan, empty where nothing is written yet."""
    return ActivityPlan.objects.filter(activity=activity).first() or ActivityPlan(activity=activity)


def is_dangerous(activity: Activity) -> bool:
    """By its kind (configurable default) or by its own plan."""
    return activity.is_dangerous or activity.kind in settings.DANGEROUS_KINDS


def is_large(activity: Activity) -> bool:
    """By its plan, or by the people expected (configurable default): calling it small does not spare the approval."""
    people = activity.expected_people or 0
    return activity.scale == ActivityScale.LARGE or people >= parameters.days(ParameterName.LARGE_ACTIVITY)


def approval_reasons(activity: Activity) -> list[str]:
    """Why somebody else has to approve the plan before it is published; nothing for small, harmless ones."""
    reasons = ["大型活动"] if is_large(activity) else []
    reasons += ["有人身危险"] if is_dangerous(activity) else []
    return reasons + (["列有预算"] if activity.costs.exists() else [])


def plan_gaps(activity: Activity) -> list[str]:
    """What a plan must say before somebody can approve it."""
    gaps = []
    if not activity.expected_people:
        gaps.append("没有填写预计人数")
    if not activity.objectives.exists():
        gaps.append("没有填写活动目标")
    if not activity.steps.exists():
        gaps.append("没有填写流程")
    if (is_dangerous(activity) or is_large(activity)) and not plan_of(activity).safety_plan:
        gaps.append("没有填写安全应急预案")
    return gaps + untied(activity)


def untied(activity: Activity) -> list[str]:
    """Aims that serve neither a need nor an indicator."""
    rows = activity.objectives.filter(need=None, indicator=None).values_list("number", flat=True)
    return [f"第{number}个目标没有对应需求或指标" for number in rows]


# 保险


def to_insure(activity: Activity) -> list[str]:
    """Whom a dangerous activity must insure: its volunteers (志愿服务条例第17条), and its participants where the rule
    centre says so (configurable default)."""
    if not is_dangerous(activity):
        return []
    shifts = Shift.objects.filter(session__activity=activity).exclude(state=ShiftState.CANCELLED)
    has_volunteers = bool(plan_of(activity).volunteer_duties) or shifts.exists()
    groups = [InsuranceCover.VOLUNTEERS] if has_volunteers else []
    if parameters.value(ParameterName.PARTICIPANT_INSURANCE):
        groups.insert(0, InsuranceCover.PARTICIPANTS)
    return groups


def policies_of(activity: Activity) -> QuerySet[Insurance]:
    """The policies in force; voided ones cover nothing."""
    return activity.insurances.filter(is_void=False)


def planned_days(activity: Activity) -> list[date]:
    days = activity.sessions.filter(state=SessionState.PLANNED).order_by("starts_on")
    return list(days.values_list("starts_on", flat=True).distinct())


def insurance_gap(activity: Activity, days: Iterable[date] | None = None) -> str:
    """Who is not insured on which of ``days`` (all planned sessions unless told otherwise); empty when all are."""
    groups = to_insure(activity)
    if not groups:
        return ""
    policies = list(policies_of(activity))
    days = planned_days(activity) if days is None else sorted(set(days))
    missing = [group for group in groups if not any(covers(policy, group) for policy in policies)]
    if missing:
        return f"没有为{named(missing)}登记保险"
    bare = [(day, who) for day in days for who in groups if not any(covers(row, who, day) for row in policies)]
    return f"{dates({day for day, _ in bare})}没有{named(who for _, who in bare)}的有效保险" if bare else ""


def covers(policy: Insurance, group: str, day: date | None = None) -> bool:
    in_time = day is None or policy.starts_on <= day <= policy.ends_on
    return in_time and policy.cover in (group, InsuranceCover.EVERYBODY)


def covered(activity: Activity, group: str, day: date) -> bool:
    """Whether a policy in force covers ``group`` on ``day``."""
    return any(covers(policy, group, day) for policy in policies_of(activity))


def named(groups: Iterable[str]) -> str:
    return "和".join(InsuranceCover(group).label for group in dict.fromkeys(groups))


def dates(days: Iterable[date]) -> str:
    """The first three, and how many there are."""
    days = sorted(days)
    shown = "、".join(f"{day:%Y-%m-%d}" for day in days[:3])
    return shown if len(days) <= 3 else f"{shown}等{len(days)}天"


def publishing_gaps(activity: Activity) -> list[str]:
    """Why a dangerous activity may not be published."""
    gaps = untied(activity)
    if is_dangerous(activity):
        gaps += [] if plan_of(activity).safety_plan else ["没有填写安全应急预案"]
        gaps += [gap] if (gap := insurance_gap(activity)) else []
    return gaps


# 预算


@dataclass(frozen=True)
class CostStanding:
    """One category of an activity's budget beside the project's, in yuan. ``others`` are plans of other activities that
    are approved or waiting; some of them may have been vouchered already and so stand in ``used`` as well."""

    category: str
    planned: Decimal
    budget: Decimal
    used: Decimal
    others: Decimal
    most: Decimal

    @property
    def label(self) -> str:
        return BudgetCategory(self.category).label

    @property
    def left(self) -> Decimal:
        return self.budget - self.used

    @property
    def blocks(self) -> bool:
        return self.used + self.planned > self.most

    @property
    def warns(self) -> bool:
        return self.used + self.others + self.planned > self.budget

    @property
    def message(self) -> str:
        if not self.budget:
            return f"项目预算中没有“{self.label}”，不能列支。"
        if self.blocks:
            return f"“{self.label}”计划 {yuan(self.planned)}，项目预算剩余 {yuan(self.left)}，超出可调剂的幅度。"
        if self.warns:
            return (
                f"“{self.label}”计划 {yuan(self.planned)}，其他活动已计划 {yuan(self.others)}，剩余 {yuan(self.left)}。"
            )
        return ""


def cost_standing(activity: Activity) -> list[CostStanding]:
    """Every category the activity plans to spend, in six queries whatever the number of lines."""
    mine = summed(activity.costs.all())
    if not mine:
        return []
    project = activity.project
    adjusted, budget = adjusted_lines(project), {}
    for line in project.budget_lines.all():
        budget[line.category] = budget.get(line.category, ZERO) + adjusted[line.pk]
    used = spent_by_category(project, COUNTED)
    others = PlanCost.objects.filter(activity__project=project, activity__state__in=PENDING)
    others = summed(others.exclude(activity=activity))
    share = parameters.value(ParameterName.TRANSFER_SHARE, project.starts_on)
    return [
        CostStanding(
            category, planned, budget.get(category, ZERO), used.get(category, ZERO), others.get(category, ZERO),
            budget.get(category, ZERO) * (100 + share) / 100,
        )
        for category, planned in mine.items()
    ]  # fmt: skip


def summed(costs: QuerySet[PlanCost]) -> dict[str, Decimal]:
    """Category → yuan."""
    rows = costs.order_by("category").values("category").annotate(total=Sum(F("unit_price") * F("quantity")))
    return {row["category"]: row["total"] for row in rows}


def cost_problems(activity: Activity) -> list[str]:
    """What stops the budget: categories beyond what the project has left, and the price rules of its call."""
    problems = [row.message for row in cost_standing(activity) if row.blocks]
    costs = list(activity.costs.all())
    rules = [rule for rule in budget_rules(activity.project) if rule.kind in BY_PRICE] if costs else []
    lines = [Line(row.category, row.item, row.unit_price, row.quantity) for row in costs]
    return problems + [str(finding) for finding in judge(rules, lines, total=activity.project.budget)]


# Choices


def needs_of(project: Project, user: User) -> QuerySet[Need]:
    return Need.objects.visible_to(user).filter(projects=project).distinct()


def indicators_of(project: Project, user: User) -> QuerySet[Indicator]:
    return Indicator.objects.visible_to(user).filter(project=project)


def templates_for(user: User) -> QuerySet[Activity]:
    """What the user's own organization marked as a template."""
    own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "project__contractor")
    rows = Activity.objects.visible_to(user).filter(own, is_template=True)
    return rows.select_related("project", "lead").order_by("kind", "name", "pk")
