"""Contracts and their changes."""

from collections.abc import Iterator
from functools import cache

from django.utils import timezone

from core.calendar import add_workdays
from core.templatetags.ui import day
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects.enums import ChangeState, ContractState, ParameterName, ProjectState
from projects.models import Change, Contract, Project
from projects.parameters import History
from projects.permissions import PURCHASERS
from projects.queries.bond import awaiting_bond, bonds_to_return
from projects.queries.contract import awaiting_data_return, awaiting_supplement
from reports.todo.kind import Todo, todo
from reports.todo.project import project_todo


def contracts_to_handle(user) -> Iterator[Todo]:
    """From the award to the signature, and what is owed when a contract has ended."""
    roles = org_paths(user, PURCHASERS)
    projects = Project.objects.visible_to(user).filter(in_subtrees(roles, "organization")).order_by("pk")
    yield project_todo("待起草合同的项目", projects.filter(state=ProjectState.APPROVED), ProjectState.APPROVED)
    rows = Contract.objects.visible_to(user).filter(in_subtrees(roles, "project__organization"))
    rows = rows.select_related("project").order_by("pk")
    kinds = (
        ("待签署的合同", rows.filter(state=ContractState.DRAFT), {"state": ContractState.DRAFT}),
        ("待登记备案的合同", rows.filter(state=ContractState.SIGNED), {"state": ContractState.SIGNED}),
        ("待登记交存的履约保证金", awaiting_bond(rows), {"bond": "awaited"}),
        ("待确认个人信息返还删除", awaiting_data_return(rows), {"data": "owed"}),
    )
    for title, waiting, filters in kinds:
        yield todo(
            title, waiting, "projects:contract-list", filters, lambda row: f"{row.project}，到期 {day(row.ends_on)}"
        )
    yield bonds_owed(bonds_to_return(rows))


def bonds_owed(waiting) -> Todo:
    """What the union still holds after acceptance or termination, and by when it should be back."""
    terms = cache(lambda: History(ParameterName.BOND_RETURN_DAYS))  # read once, and only where something is owed

    def note(contract: Contract) -> str:
        since = timezone.localdate(contract.over_at)
        due_on = add_workdays(since, int(terms().on(since)))
        return f"{contract.project}，{contract.held:,.2f} 元，{day(due_on)} 前退还"

    return todo("待退还的履约保证金", waiting, "projects:contract-list", {"bond": "owed"}, note)


def bonds_to_pay_back(user) -> Iterator[Todo]:
    """The same for finance, who may record it too."""
    rows = Contract.objects.visible_to(user).filter(
        in_subtrees(org_paths(user, [Role.FINANCE]), "project__fund__organization")
    )
    rows = rows.select_related("project").order_by("pk")
    yield bonds_owed(bonds_to_return(rows))


def changes_to_decide(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "project__organization")
    rows = Change.objects.visible_to(user).filter(here).select_related("project").order_by("requested_at", "pk")
    kinds = (
        ("待审批的变更", rows.filter(state=ChangeState.SUBMITTED), {"state": ChangeState.SUBMITTED}),
        ("待登记补充协议的变更", awaiting_supplement(rows), {"supplement": "owed"}),
    )
    for title, waiting, filters in kinds:
        yield todo(title, waiting, "projects:change-list", filters, lambda row: f"{day(row.requested_at)} 申请")
