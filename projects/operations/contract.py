"""From the award to a registered contract, and what is owed when it ends."""

from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import deadlines, parameters, workflow
from projects.enums import ContractState, EntryKind, ParameterName, ProjectState
from projects.models import Contract, ContractFile, Project
from projects.models.contract import UNSIGNED
from projects.notifications.contract import contract_changed
from projects.operations import terms
from projects.operations.barring import TERMINATE, check_not_barred
from projects.operations.duties import belongs_to, check_not_archived, check_outside_contractor
from projects.operations.ledger import post_entry
from projects.operations.need import require_reason
from projects.operations.numbers import reserve_pk
from projects.queries.contract import awarded_on, contracts_to_expire, is_statutory, publicity_hindrance
from projects.uploads import stored

PLAIN_TERMS = (
    "procurement_number", "signer_c", "bond_form", "bond_return", "acceptance", "personal_data", "breach", "dispute",
    "term_reason",
)  # fmt: skip
ENDED = (ContractState.EXPIRED, ContractState.TERMINATED)


def draft_contract(project: Project, *, by: User, note: str = "") -> Contract:
    """Draw up the contract of an approved project, prefilled from its award.

    Party A is the union whose money it is, or the nearest superior that is a legal person. Raises ``DomainError``
    when no union over the fund or the contractor itself is one, when an earlier project bars the
    contractor, and for the contractor's own people (职责分离).
    """
    today = timezone.localdate()
    with step(project, workflow.CONTRACT, by=by, note=note) as project:
        check_outside_contractor(project, by)
        check_not_barred(project.contractor, act="签订合同", instead=TERMINATE)
        party_a = terms.party_a_for(project, today)
        terms.check_can_sign(project.contractor, today)
        pk = reserve_pk(Contract)
        contract = Contract.objects.create(
            pk=pk, number=f"HT-{today:%Y}-{pk:05d}", project=project, party_a=party_a, party_b=project.contractor,
            party_c=project.organization, signer_a=party_a.legal_representative,
            signer_b=project.contractor.legal_representative, signer_c=project.organization.legal_representative,
            amount=project.committed,
            own_contribution=project.application.own_contribution if project.application_id else 0,
            starts_on=project.starts_on, ends_on=project.ends_on, acceptance=terms.ACCEPTANCE,
            personal_data=terms.PERSONAL_DATA, breach=terms.BREACH, dispute=terms.DISPUTE, created_by=by,
            offered_targets={str(row.pk): row.target for row in project.indicators.all()},
        )  # fmt: skip
        terms.write_first_items(contract)
        terms.write_first_conditions(project)
        contract_changed(contract, "create", by=by)
        contract.events.create(kind="create", to_state=contract.state, by=by, note=note)
    return contract


def update_contract(
    contract: Contract,
    *,
    by: User,
    amount,
    own_contribution,
    signer_a: str,
    signer_b: str,
    starts_on: date,
    ends_on: date,
    items: list[dict],
    plan: list[dict],
    bond_amount=0,
    targets: dict[int, int] | None = None,
    target_reason: str = "",
    **wording: str,
) -> Contract:
    """Rewrite a draft. ``items`` are ``{name, unit, requirement, unit_price, quantity}``, ``plan`` is what
    ``terms.write_plan`` takes, ``targets`` indicator pk → target; ``wording`` the remaining texts.

    The amount stays within the commitment; the service list adds up to amount and own contribution; a bond (0 yuan for
    none) keeps ``terms.check_bond``.
    """
    with transaction.atomic():
        project = locked(contract.project)
        contract = locked(contract)
        check_is_draft(contract, project)
        check_outside_contractor(project, by)
        contract.amount = terms.yuan(amount, "合同金额")
        contract.own_contribution = terms.yuan_or_nothing(own_contribution, "自筹配套")
        contract.bond_amount = terms.yuan_or_nothing(bond_amount, "履约保证金")
        check_amount(contract, project)
        terms.check_period(starts_on, ends_on, wording.get("term_reason", contract.term_reason))
        contract.starts_on, contract.ends_on, contract.target_reason = starts_on, ends_on, target_reason
        contract.signer_a, contract.signer_b = signer_a, signer_b
        reword(contract, wording)
        terms.check_bond(contract)
        contract.save()
        terms.write_items(contract, items)
        terms.write_plan(contract, plan)
        terms.write_targets(contract, targets or {}, target_reason)
        contract.events.create(kind="update", by=by)
    return contract


def reword(contract: Contract, wording: dict[str, str]) -> None:
    """The plain texts; one that is not named stays."""
    for name in PLAIN_TERMS:
        setattr(contract, name, wording.get(name, getattr(contract, name)))


def check_is_draft(contract: Contract, project: Project) -> None:
    """Raises ``DomainError`` once it was signed or given up, or when the project is past its contract."""
    if contract.state != ContractState.DRAFT:
        hint = "" if contract.state == ContractState.VOID else "变更请走变更程序。"
        raise DomainError(f"合同目前是“{contract.get_state_display()}”，不能修改。{hint}")
    if project.state != ProjectState.CONTRACTING:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，合同草稿不能再修改。")


def sign_contract(contract: Contract, *, by: User, signed_on: date, file: File, note: str = "") -> Contract:
    """Record the signatures: the terms stand, the project follows, and what the contract does not need of the
    commitment goes back to the fund.

    Refused while an earlier project bars the contractor, during a publicity or with an objection open, when a party
    could not sign on that day, on a future day, later than 30 days after the notice without a reason where
    政府采购法第46条 applies, and without a signed copy.
    """
    with step(contract.project, workflow.SIGN, by=by, note=note) as project:
        with step(contract, workflow.SIGN_CONTRACT, by=by, note=note) as contract:
            check_outside_contractor(project, by)
            check_not_barred(project.contractor, act="签订合同", instead=TERMINATE)
            check_signing(contract, project, signed_on, note)
            check_terms(contract, project)
            contract.signed_on, contract.signing_note = signed_on, note[:200]
            contract.save(update_fields=["signed_on", "signing_note"])
            ContractFile.objects.create(contract=contract, **stored(file, by=by))
            contract_changed(contract, "sign", by=by)
        project.own_contribution = contract.own_contribution
        project.starts_on, project.ends_on = contract.starts_on, contract.ends_on
        project.save(update_fields=["own_contribution", "starts_on", "ends_on"])
        release_surplus(contract, project, by=by)
    return contract


def register_contract(contract: Contract, *, by: User, number: str, note: str = "") -> Contract:
    """Record the filing of a signed contract, dated today; the first instalment may then be asked for."""
    number = number.strip()
    if not number:
        raise DomainError("请填写备案登记号。")
    with step(contract, workflow.REGISTER_CONTRACT, by=by, note=note) as contract:
        check_outside_contractor(contract.project, by)
        check_not_archived(contract.project)
        contract.registered_on, contract.registration_number = timezone.localdate(), number
        contract.save(update_fields=["registered_on", "registration_number"])
        contract_changed(contract, "register", by=by)
    return contract


def announce_contract(contract: Contract, *, by: User, on: date, note: str = "") -> Contract:
    """Record the day the contract was made public（实施条例第50条）, once."""
    with transaction.atomic():
        contract = locked(contract)
        if contract.state in UNSIGNED:
            raise DomainError("合同还没有签署，不能登记公告。")
        if contract.announced_on:
            raise DomainError(f"合同已于{contract.announced_on}公告，不用重复登记。")
        check_past(on, "公告日期", contract.signed_on)
        contract.announced_on = on
        contract.save(update_fields=["announced_on"])
        contract.events.create(kind="announce", by=by, note=note)
    return contract


def confirm_data_return(contract: Contract, *, by: User, on: date, note: str) -> Contract:
    """Record that the contractor returned or deleted personal data when the contract had ended（个人信息保护法第21条）.

    The union confirms, never the contractor itself; once, with how it was done.
    """
    note = require_reason(note)
    with transaction.atomic():
        contract = locked(contract)
        if contract.state not in ENDED:
            raise DomainError("合同到期或终止以后，才能确认个人信息的返还或删除。")
        if contract.data_returned_on:
            raise DomainError(f"已于{contract.data_returned_on}确认，不用重复办理。")
        if belongs_to(by, contract.party_b):
            raise DomainError("个人信息的返还或删除由甲方确认，承接单位人员不能办理。")
        check_past(on, "确认日期", contract.signed_on)
        contract.data_returned_on = on
        contract.save(update_fields=["data_returned_on"])
        contract_changed(contract, "confirm_data", by=by)
        contract.events.create(kind="confirm_data", by=by, note=note)
    return contract


def expire_contract(contract: Contract, *, today: date) -> Contract:
    """End a registered contract whose last day has passed; both sides learn of the duty about personal data."""
    with step(contract, workflow.EXPIRE_CONTRACT, by=None) as contract:
        if not contracts_to_expire(today).filter(pk=contract.pk).exists():
            raise DomainError("合同还没有到期。")
        contract_changed(contract, "expire", by=None)
    return contract


def check_amount(contract: Contract, project: Project) -> None:
    if contract.amount > project.committed:
        raise DomainError(
            f"合同金额 {contract.amount:,.2f} 元超过立项承诺的 {project.committed:,.2f} 元。请降低合同金额。"
        )


def check_signing(contract: Contract, project: Project, signed_on: date, note: str) -> None:
    today = timezone.localdate()
    hindrance = publicity_hindrance(project, today)
    if hindrance:
        raise DomainError(hindrance)
    check_past(signed_on, "签署日期", awarded_on(project))
    for party in (contract.party_a, contract.party_b):
        terms.check_can_sign(party, signed_on)
    noticed = awarded_on(project)
    if noticed is None or not is_statutory(project):
        return
    due = deadlines.signing_due(noticed, parameters.days(ParameterName.SIGNING_DAYS, noticed))
    if signed_on > due and not note.strip():
        raise DomainError(f"签署日期晚于{due}（政府采购法第46条：通知书发出之日起30日内），请在说明中写明原因。")


def check_past(day: date, what: str, not_before: date | None) -> None:
    if day > timezone.localdate():
        raise DomainError(f"{what}不能晚于今天，请核对。")
    if not_before and day < not_before:
        raise DomainError(f"{what}不能早于{not_before}，请核对。")


def check_terms(contract: Contract, project: Project) -> None:
    """Everything the edit page checks, once more right before it stands."""
    if not contract.signer_a.strip() or not contract.signer_b.strip():
        raise DomainError("请先在合同中填写甲方和乙方的法定代表人。")
    check_amount(contract, project)
    terms.check_bond(contract)
    terms.check_period(contract.starts_on, contract.ends_on, contract.term_reason)
    terms.check_items(contract, list(contract.items.all()))
    plan = list(project.instalments.order_by("number"))
    terms.check_plan([row.ratio for row in plan], [row.due_on for row in plan])
    if sum(row.amount for row in plan) != contract.amount:
        raise DomainError("付款计划合计与合同金额不一致。请修改合同，重新保存付款计划。")


def release_surplus(contract: Contract, project: Project, *, by: User) -> None:
    """After this the commitment is the contract's amount."""
    surplus = project.committed - contract.amount
    if surplus > 0:
        post_entry(
            locked(project.fund), EntryKind.COMMITMENT, -surplus, key=f"contract:{contract.pk}:release", by=by,
            project=project, note="签约后释放多余承诺",
        )  # fmt: skip
