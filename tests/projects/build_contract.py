"""Contracts and changes as rows in a given state, with the project where the operations would have left it."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from projects.enums import ChangeKind, ChangeState, ConditionKind, ContractState, ProjectState
from projects.models import Change, Contract, ContractItem, Instalment, InstalmentCondition, Project
from projects.models.contract import UNSIGNED
from projects.money import shares
from tests.cast import make_project

ROAD = (ProjectState.APPROVED, ProjectState.CONTRACTING, ProjectState.SIGNED, ProjectState.ACTIVE)
STANDS = {  # state of the contract → where its project stands
    ContractState.DRAFT: ProjectState.CONTRACTING,
    ContractState.SIGNED: ProjectState.SIGNED,
    ContractState.REGISTERED: ProjectState.ACTIVE,
    ContractState.EXPIRED: ProjectState.ACTIVE,
    ContractState.TERMINATED: ProjectState.TERMINATED,
    ContractState.VOID: ProjectState.TERMINATED,
}
CLAUSES = {
    "acceptance": "按绩效指标逐项验收，邀请服务对象参与并出具意见。",
    "personal_data": "仅为本项目服务目的处理必要的个人信息，合同终止后返还或删除。",
    "breach": "任何一方违约的，承担相应责任；逾期不改正的可以解除合同。",
    "dispute": "协商不成的，向甲方所在地人民法院起诉。",
}


def make_contract(w, project=None, state=ContractState.REGISTERED, project_state=None, **fields) -> Contract:
    """A contract over the committed amount, with instalments of 60 % and 40 % and one line of services.

    Without ``project`` a new one stands where a contract in ``state`` leaves it (``project_state`` says otherwise);
    an approved ``project`` moves on to there.
    """
    target = project_state or STANDS[state]
    project = walk(project, target) if project else make_project(w, target)
    today = timezone.localdate()
    own = fields.get("own_contribution", project.own_contribution)
    defaults = CLAUSES | {
        "number": f"HT-{today:%Y}-{Contract.objects.count() + 1:05d}",
        "party_a": w.district_union, "party_b": project.contractor, "party_c": project.organization,
        "signer_a": "韩立群", "signer_b": "关海涛", "signer_c": "",
        "amount": Project.objects.get(pk=project.pk).committed or project.budget, "own_contribution": own,
        "starts_on": project.starts_on, "ends_on": project.ends_on, "created_by": w.district,
    }  # fmt: skip
    if state not in UNSIGNED:
        defaults["signed_on"] = today - timedelta(days=10)
    if state in (ContractState.REGISTERED, ContractState.EXPIRED):
        defaults |= {"registered_on": today - timedelta(days=5), "registration_number": "备〔2026〕1号"}
    contract = Contract.objects.create(project=project, state=state, **(defaults | fields))
    ContractItem.objects.create(
        contract=contract, number=1, name="心理讲座", unit="项", requirement="每场不少于 40 人",
        unit_price=contract.amount + contract.own_contribution, quantity=1,
    )  # fmt: skip
    make_instalments(project, contract.amount)
    return contract


def make_instalments(project, amount, ratios=("60", "40")) -> list[Instalment]:
    """Planned instalments, the first once the contract is registered, the last once the final review is passed;
    those the project already has stay as they are."""
    if project.instalments.exists():
        return list(project.instalments.order_by("number"))
    rows = []
    parts = shares(Decimal(amount), [Decimal(ratio) for ratio in ratios])
    for number, (ratio, part) in enumerate(zip(ratios, parts, strict=True), start=1):
        last = number == len(ratios)
        row = Instalment.objects.create(
            project=project, number=number, ratio=Decimal(ratio), amount=part, is_final=last,
            due_on=project.ends_on if last else project.starts_on + timedelta(days=15),
        )  # fmt: skip
        kind = ConditionKind.FINAL_PASSED if last else ConditionKind.CONTRACT_REGISTERED
        if number == 1 or last:
            InstalmentCondition.objects.create(instalment=row, kind=kind)
        rows.append(row)
    return rows


def walk(project: Project, target: str) -> Project:
    """Move an approved project along the road to ``target``; one that is elsewhere stays."""
    project = Project.objects.get(pk=project.pk)
    if project.state in ROAD and target in ROAD:
        for state in ROAD[ROAD.index(project.state) + 1 : ROAD.index(target) + 1]:
            Project.objects.filter(pk=project.pk).update(state=state)
        project.refresh_from_db()
    return project


def make_change(w, contract=None, kind=ChangeKind.PERIOD, state=ChangeState.SUBMITTED, **fields) -> Change:
    """A change of a contracted project; a submitted one leaves the project waiting."""
    waiting = state == ChangeState.SUBMITTED
    contract = contract or make_contract(w, project_state=ProjectState.CHANGE_PENDING if waiting else None)
    project = contract.project
    if waiting and project.state == ProjectState.ACTIVE:
        Project.objects.filter(pk=project.pk).update(state=ProjectState.CHANGE_PENDING)
        project.refresh_from_db()
    content = {"ends_on": f"{project.ends_on + timedelta(days=30)}"}
    defaults = {"reason": "部分服务顺延。", "content": content, "requested_by": w.ngo}
    return Change.objects.create(project=project, kind=kind, state=state, **(defaults | fields))
