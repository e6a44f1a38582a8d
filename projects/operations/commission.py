"""定向委托: a project commissioned directly, from verified needs to a submitted application."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import OrganizationKind, Role
from orgs.models import Membership, Organization, User
from projects import notifications, workflow
from projects.enums import NeedState, ProjectState
from projects.models import BudgetLine, Indicator, Need, Project
from projects.money import WHOLE_DIGITS, positive_money
from projects.operations.barring import check_not_barred
from projects.operations.need import move_needs
from projects.operations.numbers import reserve_pk
from projects.queries import planned_amounts

YEARS = range(2000, 2101)  # what plans, funds and figures can hold
LATER = "限制期满，或者认定撤销以后再申报。"
EDITABLE = (ProjectState.DRAFT, ProjectState.RETURNED)


def create_project(
    *,
    by: User,
    name: str,
    category: str,
    organization: Organization,
    contractor: Organization,
    worker: User,
    needs: Iterable[Need],
    goal: str,
    starts_on: date,
    ends_on: date,
    indicators: list[dict],
    budget_lines: list[dict],
) -> Project:
    """Draft an application that answers ``needs``; each of them moves from 已核实 to 已列入申报.

    ``indicators`` are ``{measure, target}``, ``budget_lines`` ``{category, item, unit_price, quantity}`` in yuan;
    the budget is their sum. Raises ``DomainError`` when a party, the period, a target or a line does not hold,
    when an earlier project bars the contractor, or when someone else has just taken one of the needs.
    """
    needs = list(needs)
    check_parties(organization, contractor, worker, needs)
    check_period(starts_on, ends_on)
    targets, lines = checked_indicators(indicators), checked_lines(budget_lines)
    with transaction.atomic():
        check_not_barred(contractor, act="申报项目", instead=LATER)
        pk = reserve_pk(Project)
        project = Project.objects.create(
            pk=pk, code=f"XM-{timezone.localdate():%Y}-{pk:05d}", name=name, category=category,
            organization=organization, contractor=contractor, worker=worker, goal=goal,
            starts_on=starts_on, ends_on=ends_on, budget=total_of(lines), created_by=by,
        )  # fmt: skip
        move_needs(needs, workflow.MATCH_NEED, by=by, note=f"列入项目“{project}”")
        project.needs.set(needs)
        _write_parts(project, targets, lines)
        project.events.create(kind="create", to_state=project.state, by=by)
    return project


def update_project(
    project: Project,
    *,
    by: User,
    name: str,
    category: str,
    organization: Organization,
    worker: User,
    needs: Iterable[Need],
    goal: str,
    starts_on: date,
    ends_on: date,
    indicators: list[dict],
    budget_lines: list[dict],
) -> Project:
    """Rewrite a draft or returned application; needs left out become free again, new ones are taken.

    The contractor stays. Raises ``DomainError`` as ``create_project`` does, and when the project has left the
    contractor's hands.
    """
    needs = list(needs)
    check_period(starts_on, ends_on)
    targets, lines = checked_indicators(indicators), checked_lines(budget_lines)
    with transaction.atomic():
        project = locked(project)
        if project.state not in EDITABLE:
            raise DomainError(f"项目目前是“{project.get_state_display()}”，不能修改。只有草稿和退回修改的项目可以改。")
        check_parties(organization, project.contractor, worker, needs)
        _exchange_needs(project, needs, by)
        changed = {
            "name": name, "category": category, "organization": organization, "worker": worker, "goal": goal,
            "starts_on": starts_on, "ends_on": ends_on, "budget": total_of(lines),
        }  # fmt: skip
        for field, value in changed.items():
            setattr(project, field, value)
        project.save(update_fields=changed)
        _write_parts(project, targets, lines)
        project.events.create(kind="update", by=by)
    return project


def submit_project(project: Project, *, by: User, note: str = "") -> Project:
    """Hand the application to the purchasing union. The worker must still be with the contractor."""
    with step(project, workflow.SUBMIT, by=by, note=note) as project:
        check_worker(project.worker, project.contractor)
        check_not_barred(project.contractor, act="申报项目", instead=LATER)
        notifications.project_changed(project, "submit", by=by)
    return project


def check_parties(organization: Organization, contractor: Organization, worker: User, needs: list[Need]) -> None:
    """三方责任主体: 社会组织承接, its 社工执行, and one of the needs' communities 实施."""
    if not needs:
        raise DomainError("项目要对应至少一条已核实的需求，请选择需求。")
    if contractor.kind != OrganizationKind.SOCIAL:
        raise DomainError(f"“{contractor}”不是社会组织，不能承接项目。请选择社会组织。")
    if organization.pk not in {need.organization_id for need in needs}:
        raise DomainError("实施社区必须是所选需求的提出社区之一，请核对。")
    check_worker(worker, contractor)


def check_worker(worker: User, contractor: Organization) -> None:
    employed = Membership.objects.current().filter(user=worker, organization=contractor, role=Role.WORKER)
    if not (worker.is_active and employed.exists()):
        raise DomainError(f"“{worker}”目前不是“{contractor}”的社工，不能做执行社工。请重新选择。")


def check_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise DomainError("结束日期早于开始日期，请核对项目期限。")
    if starts_on.year not in YEARS or ends_on.year not in YEARS:
        raise DomainError(f"项目期限应在{YEARS[0]}年至{YEARS[-1]}年之间，请核对年份。")


def checked_indicators(indicators: list[dict]) -> list[Indicator]:
    """At least one promised result, each measure once."""
    measures = [indicator["measure"] for indicator in indicators]
    if not measures:
        raise DomainError("请至少填写一项产出指标（场次、人次或人数）。")
    if len(set(measures)) < len(measures):
        raise DomainError("同一产出指标只能填一次，请合并。")
    if any(indicator["target"] < 1 for indicator in indicators):
        raise DomainError("产出指标的目标值至少为 1，请核对。")
    return [Indicator(measure=indicator["measure"], target=indicator["target"]) for indicator in indicators]


def checked_lines(lines: list[dict]) -> list[BudgetLine]:
    """At least one line; prices and quantities above zero; the sum can be paid in instalments."""
    if not lines:
        raise DomainError("请至少填写一行预算。")
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            price = positive_money(line["unit_price"])
        except ValueError as error:
            raise DomainError(f"预算第{number}行：{error}") from None
        if line["quantity"] < 1:
            raise DomainError(f"预算第{number}行：数量至少为 1，请核对。")
        rows.append(
            BudgetLine(category=line["category"], item=line["item"], unit_price=price, quantity=line["quantity"])
        )
    total = total_of(rows)
    if total >= Decimal(10) ** WHOLE_DIGITS:
        raise DomainError(f"预算合计超过 {WHOLE_DIGITS} 位数，请核对单价和数量。")
    if min(planned_amounts(total)) <= 0:
        raise DomainError("预算合计过小，无法分期拨付，请核对。")
    return rows


def total_of(lines: list[BudgetLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def _write_parts(project: Project, indicators: list[Indicator], lines: list[BudgetLine]) -> None:
    project.indicators.all().delete()
    project.budget_lines.all().delete()
    for indicator in indicators:
        indicator.project = project
    for line in lines:
        line.project = project
    Indicator.objects.bulk_create(indicators)
    BudgetLine.objects.bulk_create(lines)


def _exchange_needs(project: Project, needs: list[Need], by: User) -> None:
    before, after = set(project.needs.all()), set(needs)
    left = [need for need in before - after if need.state == NeedState.MATCHED]
    move_needs(left, workflow.RELEASE_NEED, by=by, note=f"项目“{project}”修改时移出")
    move_needs(after - before, workflow.MATCH_NEED, by=by, note=f"列入项目“{project}”")
    project.needs.set(needs)
