"""Reads worth a name: which rules judge a voucher, what its budget line still allows."""

from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects import parameters
from projects.budgeting import Finding, Line, Room, judge_expense
from projects.defaults import GENERAL
from projects.enums import ExpenseState, ParameterName, ProjectState
from projects.models import BudgetRule, BudgetRuleSet, Expense, Project
from projects.models.project import RUNNING
from projects.permissions import PURCHASERS
from projects.queries.contract import adjusted_lines
from projects.queries.project import own_contractors

ZERO = Decimal(0)
RECORDED = (*RUNNING, ProjectState.FINAL_REVIEW, ProjectState.COMPLETED)  # until the settlement is handed in
OPEN = (ExpenseState.DRAFT, ExpenseState.SUBMITTED)
COUNTED = (ExpenseState.SUBMITTED, ExpenseState.CHECKED, ExpenseState.ACCEPTED)
RECOGNISED = (ExpenseState.CHECKED, ExpenseState.ACCEPTED)


def budget_rules(project: Project) -> list[BudgetRule]:
    """The rules of the project's call; of a direct commission the general set in force when the project began, or
    today where there was none yet. Later versions are for later projects."""
    if project.application_id:
        return list(project.application.call.rule_set.rules.all())
    published = BudgetRuleSet.objects.filter(name=GENERAL, published_at__isnull=False)
    general = published.on(project.starts_on).first() or published.on(timezone.localdate()).first()
    return list(general.rules.all()) if general else []


def line_of(expense: Expense) -> Line:
    """The voucher as the budget rules read it: the item it is charged to and what it was for."""
    item = f"{expense.line.item} {expense.purpose}"
    return Line(expense.category, item, expense.unit_price, expense.quantity, expense.name)


def rooms(project: Project, without: int | None = None) -> dict[int, Room]:
    """What each budget line still allows: pk → room. Vouchers handed in and not disallowed count as used."""
    counted = project.expenses.filter(state__in=COUNTED).exclude(pk=without).order_by()
    used = dict(counted.values_list("line").annotate(total=Sum("amount")))
    adjusted, share = adjusted_lines(project), parameters.value(ParameterName.TRANSFER_SHARE, project.starts_on)
    return {
        line.pk: Room(line.item, adjusted[line.pk], used.get(line.pk, ZERO), share)
        for line in project.budget_lines.all()
    }


def expense_findings(expense: Expense) -> list[Finding]:
    """What the project's rules say about the voucher, with every other one that is handed in and not disallowed."""
    project = expense.project
    others = project.expenses.filter(state__in=COUNTED).exclude(pk=expense.pk).select_related("line")
    allowed = rooms(project, without=expense.pk)
    return judge_expense(
        budget_rules(project),
        line_of(expense),
        earlier=[line_of(other) for other in others],
        total=sum((room.adjusted for room in allowed.values()), project.own_contribution),
        room=allowed[expense.line_id],
    )


def next_to_judge(user, after: Expense) -> Expense | None:
    """The oldest other voucher that waits for this user's check or acceptance."""
    purchased = in_subtrees(org_paths(user, PURCHASERS), "project__organization")
    paid = in_subtrees(org_paths(user, (Role.FINANCE,)), "project__fund__organization")
    waiting = Q(purchased, state=ExpenseState.SUBMITTED) | Q(paid, state=ExpenseState.CHECKED)
    return Expense.objects.visible_to(user).filter(waiting).exclude(pk=after.pk).order_by("pk").first()


def spent_by_category(project: Project, states=RECOGNISED) -> dict[str, Decimal]:
    """Category → yuan of the project's vouchers in ``states``."""
    rows = project.expenses.filter(state__in=states).order_by().values("category").annotate(total=Sum("amount"))
    return {row["category"]: row["total"] for row in rows}


def recordable_projects(user):
    """Projects for which the user's own organisation may hand in vouchers now."""
    return Project.objects.visible_to(user).filter(state__in=RECORDED, contractor__in=own_contractors(user))
