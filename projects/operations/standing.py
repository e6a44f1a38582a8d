"""Stopping a project, letting it go on, ending it early, asking the money back."""

from django.db import transaction

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import notifications, workflow
from projects.enums import ContractState
from projects.models import Project
from projects.models.ledger import UNPAID
from projects.models.project import BREACH, LIFT_BREACH
from projects.notifications.contract import contract_changed
from projects.operations.barring import hold
from projects.operations.duties import check_outside_contractor
from projects.operations.instalment import release_commitment
from projects.operations.need import move_needs, needs_ending_with, require_reason
from projects.queries.bar import standing_breaches
from projects.queries.contract import contract_of

ENDING = {
    ContractState.DRAFT: workflow.VOID_CONTRACT,
    ContractState.SIGNED: workflow.TERMINATE_CONTRACT,
    ContractState.REGISTERED: workflow.TERMINATE_CONTRACT,
}


def suspend_project(project: Project, *, by: User, note: str) -> Project:
    """Stop a running project for a while; no services and no payments until it goes on."""
    with step(project, workflow.SUSPEND, by=by, note=require_reason(note)) as project:
        check_outside_contractor(project, by)
        notifications.project_changed(project, "suspend", by=by)
    return project


def resume_project(project: Project, *, by: User, note: str = "") -> Project:
    """Let a suspended project go on."""
    with step(project, workflow.RESUME, by=by, note=note) as project:
        check_outside_contractor(project, by)
        notifications.project_changed(project, "resume", by=by)
    return project


def terminate_project(project: Project, *, by: User, note: str, is_breach: bool = False) -> Project:
    """End a project early: its contract ends, what is unpaid is held and free in its fund again, its needs are free
    for others.

    What was served and paid stays as it is; whether money comes back is decided by ``claw_back_project``. With
    ``is_breach`` the contractor is found to have broken the contract, which bars it from calls (``queries.bar``).
    """
    note = require_reason(note)
    with transaction.atomic():
        with step(project, workflow.TERMINATE, by=by, note=note) as project:
            check_outside_contractor(project, by)
            hold([project.contractor] if is_breach else [])  # it bars it from what is being decided at this moment
            _end_contract(project, by, note)
            release_commitment(project, by=by, key=f"release:terminate:{project.pk}", note="项目终止，未拨付部分退回")
            needs = needs_ending_with(project, met=False)
            move_needs(needs, workflow.RELEASE_NEED, by=by, note=f"项目“{project}”已终止")
            notifications.project_changed(project, "terminate", by=by)
        if is_breach:
            project.events.create(kind=BREACH, by=by, note=note)
    return project


def _end_contract(project: Project, by: User, note: str) -> None:
    """The contract ends with its project, a draft is void, and nothing of its payment plan is paid any more."""
    contract = contract_of(project)
    if contract and contract.state in ENDING:
        ending = ENDING[contract.state]
        with step(contract, ending, by=by, note=note) as contract:
            contract_changed(contract, ending.name, by=by)
    for instalment in project.instalments.filter(state__in=UNPAID).exclude(state=workflow.HOLD.target):
        with step(instalment, workflow.HOLD, by=by, note=f"项目终止：{note}"):
            pass


def lift_breach(project: Project, *, by: User, note: str) -> Project:
    """Take back the finding that the contractor broke the contract: from now on it keeps it out of nothing.

    Both findings stay on record. Raises ``DomainError`` when there is none, or when ``by`` made it (职责分离).
    """
    note = require_reason(note)
    with transaction.atomic():
        project = locked(project)
        check_outside_contractor(project, by)
        found = standing_breaches().filter(subject=project).first()
        if found is None:
            raise DomainError("这个项目没有认定承接单位违约，或者认定已经撤销。请刷新页面。")
        if found.by_id == by.pk:
            raise DomainError("违约是您认定的，不能由您撤销。请由其他人员办理。")
        notifications.project_changed(project, LIFT_BREACH, by=by)
        project.events.create(kind=LIFT_BREACH, by=by, note=note)
    return project


def claw_back_project(project: Project, *, by: User, note: str) -> Project:
    """Begin to take back what a terminated project was paid."""
    note = require_reason(note)
    with step(project, workflow.CLAW_BACK, by=by, note=note) as project:
        check_outside_contractor(project, by)
        if project.paid <= 0:
            raise DomainError("项目没有已拨付的款项，不用追回。可以直接归档。")
        notifications.project_changed(project, "claw_back", by=by)
    return project
