"""Reads worth a name: who may sign, what a contract comes to, which limits are due."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from orgs.enums import OrganizationKind
from orgs.models import Organization
from projects import deadlines, parameters
from projects.enums import (
    ChangeKind,
    ChangeState,
    ContractState,
    FundKind,
    ParameterName,
    Procedure,
    ProjectState,
    PublicityState,
)
from projects.models import BudgetAdjustment, Contract, Project, Supplement
from projects.models.contract import UNSIGNED
from projects.models.project import RUNNING
from projects.queries.publicity import open_objections, publicity_of

ZERO = Decimal(0)
STATUTORY = (Procedure.PUBLIC_TENDER, Procedure.CONSULTATION, Procedure.NEGOTIATION, Procedure.SINGLE_SOURCE)
TO_BE_SIGNED = (ProjectState.APPROVED, ProjectState.CONTRACTING)
# Until the services are over; more money afterwards would be for nothing.
TAKES_SUPPLEMENT = (*RUNNING, ProjectState.SUSPENDED)
DECIDED = (ChangeState.APPROVED, ChangeState.FILED)


def signing_union(union: Organization, day: date) -> Organization | None:
    """``union`` itself, or the nearest union above it, that is a legal person on ``day``."""
    above = [union.path[:end] for end in range(union.steplen, len(union.path) + 1, union.steplen)]
    lineage = Organization.objects.filter(path__in=above, kind=OrganizationKind.UNION).order_by("-path")
    return next((body for body in lineage if body.can_contract(day)), None)


def contract_of(project: Project) -> Contract | None:
    return Contract.objects.filter(project=project).first()


def contract_amount(project: Project) -> Decimal:
    """What the contractor may be paid in all: the contract and its supplements; before it is signed, what is
    committed."""
    contract = contract_of(project)
    if contract is None or contract.state in UNSIGNED:
        return project.committed
    return contract.amount + supplemented(contract)


def supplemented(contract: Contract) -> Decimal:
    """What all signed supplements add."""
    return contract.supplements.aggregate(total=Sum("amount"))["total"] or ZERO


def with_supplements(projects: QuerySet[Project]) -> QuerySet[Project]:
    """``projects`` with what their signed supplements add as ``supplemented``, in the same query."""
    rows = Supplement.objects.filter(contract__project=OuterRef("pk")).order_by().values("contract")
    return projects.annotate(supplemented=Coalesce(Subquery(rows.annotate(total=Sum("amount")).values("total")), ZERO))


def supplement_room(contract: Contract) -> Decimal:
    """What supplements may still add, approved increases that wait for their signature counted as used."""
    limit = deadlines.supplement_limit(contract.amount, parameters.value(ParameterName.SUPPLEMENT_SHARE))
    approved = contract.project.changes.filter(kind=ChangeKind.AMOUNT, state=ChangeState.APPROVED)
    waiting = approved.filter(supplement=None).values_list("content__amount", flat=True)
    return limit - supplemented(contract) - sum((Decimal(amount) for amount in waiting), ZERO)


def adjusted_lines(project: Project) -> dict[int, Decimal]:
    """Every line of the project after each approved or filed change, in two queries: pk → yuan."""
    rows = BudgetAdjustment.objects.filter(line__project=project).values("line").annotate(total=Sum("amount"))
    added = {row["line"]: row["total"] for row in rows}
    return {line.pk: line.amount + added.get(line.pk, ZERO) for line in project.budget_lines.all()}


def is_registered(project: Project) -> bool:
    """Whether the contract was registered; it stays so when the contract has run out."""
    return Contract.objects.filter(project=project, registered_on__isnull=False).exists()


def is_statutory(project: Project) -> bool:
    """Whether 政府采购法 itself applies: public money, or a procedure of that law."""
    procedure = project.application.call.procedure if project.application_id else ""
    return procedure in STATUTORY or (project.fund is not None and project.fund.kind == FundKind.FISCAL)


def awarded_on(project: Project) -> date | None:
    """The day the contractor was told: of the award, or of the approval on the direct path."""
    at = project.events.filter(kind__in=["award", "approve"]).values_list("at", flat=True).last()
    return timezone.localdate(at) if at else None


def publicity_hindrance(project: Project, today: date) -> str:
    """Why nothing can be signed yet: the publicity still runs, was stopped, or an objection waits for its reply."""
    latest = publicity_of(project)
    if latest and (latest.state == PublicityState.OPEN or latest.ends_on >= today):
        return f"公示到{latest.ends_on}期满，期满并办结以后才能签订合同。"
    if latest and latest.state == PublicityState.STOPPED:
        return "公示已中止，重新评审并公示以后才能签订合同。"
    if open_objections(project):
        return "还有没答复或已成立的异议，不能签订合同。请先在公示页面办理异议。"
    return ""


def time_limits(project: Project, contract: Contract | None) -> list[deadlines.Deadline]:
    """Every limit from the end of the review to the filing of the contract that has begun to run."""
    noticed = awarded_on(project)
    rows = limits_of_review(project, noticed) if project.application_id else []
    signed = contract.signed_on if contract else None
    if noticed and (signed or project.state in TO_BE_SIGNED):
        due = deadlines.signing_due(noticed, parameters.days(ParameterName.SIGNING_DAYS, noticed))
        rows.append(deadlines.Deadline("签订合同", "政府采购法第46条：通知书发出之日起30日内", due, signed))
    if contract and signed:
        rows += [
            deadlines.Deadline(
                "公告合同", "实施条例第50条：签订之日起2个工作日内", deadlines.announcement_due(signed),
                contract.announced_on,
            ),
            deadlines.Deadline(
                "合同备案", "政府采购法第47条：签订之日起7个工作日内", deadlines.filing_due(signed),
                contract.registered_on,
            ),
        ]  # fmt: skip
    return rows


def limits_of_review(project: Project, noticed: date | None) -> list[deadlines.Deadline]:
    """From the ranking to the publicity, and from its end to the notice (政府采购法实施条例第43条)."""
    call = project.application.call
    moves = call.events.filter(kind__in=["rank", "publicise"]).order_by("pk").values_list("kind", "at")
    on = {kind: timezone.localdate(at) for kind, at in moves}
    publicity, rows = publicity_of(project), []
    if "rank" in on:
        due = deadlines.winner_due(deadlines.review_report_due(on["rank"]))
        basis = "实施条例第43条：评审结束2个工作日内送交报告，收到后5个工作日内确定"
        rows.append(deadlines.Deadline("确定并公示拟立项名单", basis, due, on.get("publicise")))
    if publicity and noticed:
        due = deadlines.notice_due(publicity.ends_on)
        rows.append(deadlines.Deadline("发出立项通知", "实施条例第43条：确定之日起2个工作日内", due, noticed))
    return rows


def contracts_to_expire(today: date | None = None):
    """Registered, and past the last day of service."""
    return Contract.objects.filter(state=ContractState.REGISTERED, ends_on__lt=today or timezone.localdate())


def awaiting_data_return(rows):
    """Ended contracts whose contractor has not yet confirmed what became of personal data."""
    return rows.filter(state__in=[ContractState.EXPIRED, ContractState.TERMINATED], data_returned_on=None)


def awaiting_supplement(rows):
    """Approved increases whose supplementary agreement is not signed and still can be."""
    waiting = rows.filter(kind=ChangeKind.AMOUNT, state=ChangeState.APPROVED, supplement=None)
    return waiting.filter(project__state__in=TAKES_SUPPLEMENT)


def transferred(project: Project) -> Decimal:
    """What filed and approved transfers have moved between categories so far, in yuan."""
    rows = BudgetAdjustment.objects.filter(
        change__project=project, change__kind=ChangeKind.BUDGET, change__state__in=DECIDED
    ).values_list("change", "line__category", "amount")
    return moved_between_categories(rows)


def moved_between_categories(rows: Iterable[tuple]) -> Decimal:
    """Σ of what categories gain, change by change; moves inside one category are none. Rows are
    ``(change, category, amount)``."""
    net: dict[tuple, Decimal] = {}
    for change, category, amount in rows:
        net[change, category] = net.get((change, category), ZERO) + amount
    return sum((amount for amount in net.values() if amount > 0), ZERO)
