"""Changes while a project runs: asked for, filed or decided, applied in the same step."""

from datetime import date

from django.core.files.base import File
from django.db import transaction

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import workflow
from projects.enums import ChangeKind, ChangeState, ContractState, EntryKind
from projects.models import BudgetAdjustment, Change, Contract, ContractFile, Project, Supplement
from projects.notifications.contract import change_moved, contract_changed
from projects.operations.change_kinds import FILES_ITSELF, KINDS, raise_plan
from projects.operations.contract import check_past
from projects.operations.duties import check_outside_contractor
from projects.operations.ledger import post_entry
from projects.operations.need import require_reason
from projects.queries.contract import TAKES_SUPPLEMENT, contract_of
from projects.uploads import stored

IN_FORCE = (ContractState.SIGNED, ContractState.REGISTERED)


def request_change(project: Project, *, by: User, kind: str, reason: str, content: dict) -> Change:
    """Ask for one change of a running project; ``content`` by kind as ``change_kinds`` describes it.

    A budget transfer within the share the contractor may file itself applies at once (备案); everything else waits
    for the purchaser, and the project with it. One at a time.
    """
    reason = require_reason(reason)
    if kind not in ChangeKind.values:
        raise DomainError("没有这种变更类型，请重新选择。")
    with transaction.atomic():
        change, filed = submit_change(project, by=by, kind=kind, reason=reason, content=content)
        return file_change(change, by=by) if filed else change


def submit_change(project: Project, *, by: User, kind: str, reason: str, content: dict) -> tuple[Change, bool]:
    """The request on record, and whether it needs no decision."""
    with step(project, workflow.REQUEST_CHANGE, by=by, note=f"{ChangeKind(kind).label}：{reason}") as project:
        contract = contract_in_force(project)
        content = KINDS[kind].check(project, contract, content)
        change = Change.objects.create(
            project=project, kind=kind, reason=reason, content=content, requested_by=by, state=ChangeState.SUBMITTED
        )
        filed = FILES_ITSELF.get(kind, never)(project, content)
        if not filed:
            change_moved(change, "create", by=by)
        change.events.create(kind="create", to_state=change.state, by=by, note=reason)
    return change, filed


def file_change(change: Change, *, by: User) -> Change:
    """Apply a change that needs no approval. Only ``request_change`` calls it, in one transaction with the request."""
    return settle(change, workflow.FILE_CHANGE, "file", by=by, note="在备案范围内，自行备案")


def approve_change(change: Change, *, by: User, note: str = "") -> Change:
    """Approve and apply: both or neither. Everything is checked again, for the project has moved on since.

    Raises ``DomainError`` for whoever asked for it and for the contractor's people (职责分离).
    """
    return settle(change, workflow.APPROVE_CHANGE, "approve", by=by, note=note, decides=True)


def reject_change(change: Change, *, by: User, note: str) -> Change:
    """Refuse with a reason; the project goes on as it was."""
    note = require_reason(note)
    with transaction.atomic():
        project = locked(change.project)
        with step(change, workflow.REJECT_CHANGE, by=by, note=note) as change:
            check_decider(change, project, by)
            change_moved(change, "reject", by=by)
        with step(project, workflow.CLOSE_CHANGE, by=by, note=f"{change.get_kind_display()}未获批准"):
            pass
    return change


def sign_supplement(change: Change, *, by: User, signed_on: date, file: File) -> Supplement:
    """Record the supplementary agreement of an approved increase: committed, planned and budgeted together.

    Once for each change, before the services are over. The fund must still have the money; the sum of all supplements
    was limited at approval.
    """
    with transaction.atomic():
        project = locked(change.project)
        change = locked(change)
        if change.kind != ChangeKind.AMOUNT or change.state != ChangeState.APPROVED:
            raise DomainError("只有已批准的金额变更才签订补充协议。")
        contract = locked(contract_in_force(project))
        check_outside_contractor(project, by)
        if project.state not in TAKES_SUPPLEMENT:
            raise DomainError(f"项目目前是“{project.get_state_display()}”，服务已经结束，不能再签订补充协议。")
        if Supplement.objects.filter(change=change).exists():
            raise DomainError("这项变更的补充协议已经登记，不用重复办理。")
        check_past(signed_on, "签署日期", contract.signed_on)
        supplement = write_supplement(change, contract, project, by=by, signed_on=signed_on)
        ContractFile.objects.create(contract=contract, **stored(file, by=by))
        contract_changed(contract, "supplement", by=by)
        contract.events.create(kind="supplement", by=by, note=f"增加 {supplement.amount:,.2f} 元")
    return supplement


def write_supplement(change: Change, contract: Contract, project: Project, *, by: User, signed_on: date) -> Supplement:
    """Commit the fund to the increase, and raise the budget line and the payment plan with it.

    Raises ``DomainError`` when the fund has not that much left.
    """
    content = KINDS[ChangeKind.AMOUNT].read(change.content)
    fund, amount = locked(project.fund), content["amount"]
    if fund.available < amount:
        raise DomainError(f"“{fund}”可用余额 {fund.available:,.2f} 元，不足增加的 {amount:,.2f} 元。请先追加安排。")
    number = contract.supplements.count() + 1
    supplement = Supplement.objects.create(
        contract=contract, change=change, number=number, amount=amount, signed_on=signed_on, by=by
    )
    post_entry(
        fund, EntryKind.COMMITMENT, amount, key=f"supplement:{supplement.pk}", by=by, project=project,
        note=f"补充协议{number}",
    )  # fmt: skip
    BudgetAdjustment.objects.create(change=change, line_id=content["line"], amount=amount)
    raise_plan(project, amount)
    return supplement


def settle(change: Change, transition, kind: str, *, by: User, note: str, decides: bool = False) -> Change:
    """Move the change and its project, and carry out what it says."""
    with transaction.atomic():
        project = locked(change.project)
        with step(change, transition, by=by, note=note) as change:
            if decides:
                check_decider(change, project, by)
            with step(
                project,
                workflow.CLOSE_CHANGE,
                by=by,
                note=f"{change.get_kind_display()}{ChangeState(transition.target).label}",
            ) as row:
                contract = locked(contract_in_force(row))
                KINDS[change.kind].check(row, contract, change.content)
                KINDS[change.kind].apply(change, row, contract)
            change_moved(change, kind, by=by)
    return change


def check_decider(change: Change, project: Project, by: User) -> None:
    check_outside_contractor(project, by)
    if change.requested_by_id == by.pk:
        raise DomainError("这项变更是您申请的，不能由您审批。请由其他人员办理。")


def contract_in_force(project: Project) -> Contract:
    contract = contract_of(project)
    if contract is None or contract.state not in IN_FORCE:
        raise DomainError("项目没有有效的合同，不能办理变更。")
    return contract


def never(project: Project, content: dict) -> bool:
    return False
