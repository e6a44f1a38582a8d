"""The year's procurement plan: drawn up item by item, approved by somebody else."""

from collections import defaultdict
from decimal import Decimal

from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from projects import notifications, workflow
from projects.enums import NeedCategory, PlanState, Procedure
from projects.models import Fund, Plan, PlanItem
from projects.money import positive_money
from projects.operations.duties import check_not_author
from projects.operations.need import require_reason
from projects.queries.call import verdict_on
from projects.queries.plan import planned_for

YEARS = range(2000, 2101)


def create_plan(*, by: User, organization: Organization, year: int, name: str) -> Plan:
    """Open an empty plan of one union for one year."""
    if organization.kind != OrganizationKind.UNION:
        raise DomainError(f"“{organization}”不是工会组织，不能编制采购计划。请选择工会。")
    if year not in YEARS:
        raise DomainError("年度应在 2000 到 2100 之间，请核对。")
    try:
        with transaction.atomic():
            plan = Plan.objects.create(organization=organization, year=year, name=name, created_by=by)
            plan.events.create(kind="create", to_state=plan.state, by=by)
    except IntegrityError as error:
        raise DomainError("这个工会今年已有同名的采购计划。请直接打开它，或换一个名称。") from error
    return plan


def add_plan_item(
    plan: Plan, *, by: User, name: str, category: str, fund: Fund, amount: Decimal, procedure: str, reason: str = ""
) -> PlanItem:
    """Add one purchase of ``amount`` yuan to a plan still being drawn up.

    Raises ``DomainError`` when the fund is of another union or year, or when the procedure is not the one due and
    either law forbids it or no reason is given.
    """
    if category not in NeedCategory.values or procedure not in Procedure.values:
        raise DomainError("请选择采购类别和采购方式。")
    with transaction.atomic():
        plan = locked_draft(plan)
        check_fund(plan, fund)
        item = PlanItem(plan=plan, name=name, category=category, fund=fund, amount=yuan(amount), procedure=procedure)
        item.reason = reason.strip()
        check_procedure(item)
        item.save()
        plan.events.create(kind="update", by=by, note=f"增加“{item}” {item.amount:,.2f} 元")
    return item


def remove_plan_item(plan: Plan, *, by: User, item: PlanItem) -> Plan:
    """Take one purchase out of a plan still being drawn up."""
    with transaction.atomic():
        plan = locked_draft(plan)
        row = plan.items.filter(pk=item.pk).first()
        if row is None:
            raise DomainError("这条明细不在本计划里，或者已经删除。请刷新页面。")
        plan.events.create(kind="update", by=by, note=f"删除“{row}” {row.amount:,.2f} 元")
        row.delete()
    return plan


def submit_plan(plan: Plan, *, by: User, note: str = "") -> Plan:
    """Hand the plan over for approval; the procedures are judged again, for thresholds may have changed."""
    with step(plan, workflow.SUBMIT_PLAN, by=by, note=note) as plan:
        items = list(plan.items.select_related("fund", "plan__organization"))
        if not items:
            raise DomainError("计划里还没有明细，不能提交。请先增加采购明细。")
        for item in items:
            check_procedure(item)
        notifications.plan_changed(plan, "submit", by=by)
    return plan


def approve_plan(plan: Plan, *, by: User, note: str = "") -> Plan:
    """Approve the plan: what it and other approved plans have not yet committed must fit what each fund has left.

    Raises ``DomainError`` when ``by`` wrote or submitted it (职责分离), or when a fund does not reach.
    """
    with step(plan, workflow.APPROVE_PLAN, by=by, note=note) as plan:
        check_not_author(plan, by)
        items = list(plan.items.select_related("fund", "plan__organization"))
        for item in items:
            check_procedure(item)
        _check_funds(plan, items)
        notifications.plan_changed(plan, "approve", by=by)
    return plan


def return_plan(plan: Plan, *, by: User, note: str) -> Plan:
    """Send the plan back with what has to change."""
    with step(plan, workflow.RETURN_PLAN, by=by, note=require_reason(note)) as plan:
        notifications.plan_changed(plan, "return", by=by)
    return plan


def locked_draft(plan: Plan) -> Plan:
    plan = locked(plan)
    if plan.state != PlanState.DRAFT:
        raise DomainError(f"计划目前是“{plan.get_state_display()}”，不能修改明细。只有编制中的计划可以改。")
    return plan


def check_fund(plan: Plan, fund: Fund) -> None:
    if not fund.organization.contains(plan.organization):
        raise DomainError(f"“{fund}”属于{fund.organization}，不能用于{plan.organization}的采购。请换一个资金来源。")
    if fund.year != plan.year:
        raise DomainError(f"“{fund}”是{fund.year}年的资金，不能列入{plan.year}年的计划。请换一个资金来源。")


def check_procedure(item: PlanItem) -> None:
    """What the decision table of ``projects.procedures`` refuses stays refused (政府采购法第26、27条); any other
    procedure with less competition than is due needs a reason (第42条: 采购方式及理由入采购记录)."""
    verdict = verdict_on(item.fund, item.amount, item.plan.organization)
    due, chosen = verdict.procedure.label, Procedure(item.procedure).label
    if item.procedure in verdict.refused:
        raise DomainError(f"“{item}”：{verdict.reason}，应当采用{due}，不能采用{chosen}。请改选采购方式。")
    if verdict.is_laxer(item.procedure) and not item.reason:
        raise DomainError(f"“{item}”：{verdict.reason}，应当采用{due}。改用{chosen}的，请写明采用理由。")


def yuan(value) -> Decimal:
    try:
        return positive_money(value)
    except ValueError as error:
        raise DomainError(str(error)) from None


def _check_funds(plan: Plan, items: list[PlanItem]) -> None:
    """The funds are locked in one order, so that two plans cannot wait for each other."""
    planned: dict[int, Decimal] = defaultdict(Decimal)
    for item in items:
        planned[item.fund_id] += item.amount
    for fund in Fund.objects.select_for_update().filter(pk__in=planned).order_by("pk"):
        others = planned_for(fund, plan)
        left = fund.available - others
        if planned[fund.pk] > left:
            raise DomainError(
                f"“{fund}”可用余额 {fund.available:,.2f} 元，其他已批准计划尚未承诺 {others:,.2f} 元，"
                f"不足本计划的 {planned[fund.pk]:,.2f} 元。请追加安排，或退回修改计划。"
            )
