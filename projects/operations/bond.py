"""Performance bonds: handed in by the contractor, given back or called on by the union. Nothing of it is booked."""

from datetime import date
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction

from core.errors import DomainError
from core.workflow import locked
from orgs.models import User
from projects.enums import BondEntryKind
from projects.models import BondEntry, Contract, ContractFile
from projects.notifications.contract import contract_changed
from projects.operations.contract import check_past
from projects.operations.duties import check_not_archived, check_outside_contractor
from projects.operations.need import require_reason
from projects.operations.terms import yuan
from projects.queries.bond import OVER, Bond, bond_of
from projects.queries.contract import awarded_on
from projects.uploads import stored


def take_bond(
    contract: Contract, *, by: User, handed_by: str, number: str, on: date, file: File, note: str = ""
) -> BondEntry:
    """Record that the bond came in as the contract asks for it: its whole amount, in its form, never cash
    (政府采购法实施条例第48条), with the number of the guarantee or cheque and a copy.

    Raises ``DomainError`` when the contract asks for none or is not in force, when it is there already, and for the
    contractor's own people: who hands it in does not take it (职责分离).
    """
    handed_by, number = _text(handed_by, "交存人", 30), _text(number, "保函或票据号码", 60)
    with transaction.atomic():
        contract, bond = _locked_bond(contract, by)
        if bond.handed_in:
            raise DomainError(f"履约保证金已于{bond.handed_in.on}登记交存，不用重复登记。")
        if not bond.is_awaited:
            raise DomainError("合同签署以后、项目验收或终止以前，才能登记履约保证金的交存。")
        check_past(on, "交存日期", awarded_on(contract.project))
        return _record(
            contract, BondEntryKind.HANDED_IN, "take_bond", by=by, amount=contract.bond_amount, on=on, note=note,
            file=file, form=contract.bond_form, number=number, handed_by=handed_by,
        )  # fmt: skip


def return_bond(
    contract: Contract, *, by: User, amount, on: date, note: str = "", file: File | None = None
) -> BondEntry:
    """Record that ``amount`` yuan of the bond were given back, after acceptance or termination."""
    with transaction.atomic():
        contract, amount = _due(contract, by, amount, on, "退还")
        return _record(
            contract, BondEntryKind.RETURNED, "return_bond", by=by, amount=amount, on=on, note=note, file=file
        )


def call_bond(contract: Contract, *, by: User, amount, on: date, note: str, file: File | None = None) -> BondEntry:
    """Record that ``amount`` yuan of the bond were kept (扣留、抵扣) for what the contractor owes, and why."""
    note = require_reason(note)
    with transaction.atomic():
        contract, amount = _due(contract, by, amount, on, "扣留")
        return _record(contract, BondEntryKind.CALLED, "call_bond", by=by, amount=amount, on=on, note=note, file=file)


def _locked_bond(contract: Contract, by: User) -> tuple[Contract, Bond]:
    contract = locked(contract)
    check_outside_contractor(contract.project, by)
    check_not_archived(contract.project)
    bond = bond_of(contract)
    if bond is None:
        raise DomainError("合同没有约定履约保证金，不用登记。")
    return contract, bond


def _due(contract: Contract, by: User, amount, on: date, what: str) -> tuple[Contract, Decimal]:
    """The contract locked and the amount read: no more than is held, not before the end of what it secured."""
    contract, bond = _locked_bond(contract, by)
    if bond.handed_in is None:
        raise DomainError(f"履约保证金还没有登记交存，不能{what}。")
    if contract.project.state not in OVER:
        raise DomainError(f"项目还没有验收或终止，履约保证金不能{what}。")
    amount = yuan(amount, f"{what}金额")
    if amount > bond.held:
        raise DomainError(f"{what}金额 {amount:,.2f} 元超过尚在保管的履约保证金 {bond.held:,.2f} 元，请核对。")
    check_past(on, f"{what}日期", bond.handed_in.on)
    return contract, amount


def _record(contract: Contract, kind: str, event: str, *, by: User, file: File | None, note: str, **columns):
    if len(note) > 200 or "\0" in note:
        raise DomainError("说明最多 200 字，且不能含有特殊字符。")
    paper = ContractFile.objects.create(contract=contract, **stored(file, by=by)) if file else None
    entry = BondEntry.objects.create(contract=contract, kind=kind, by=by, file=paper, note=note, **columns)
    contract_changed(contract, event, by=by)
    contract.events.create(kind=event, by=by, note=f"{entry.amount:,.2f} 元。{note}")
    return entry


def _text(value: str, label: str, longest: int) -> str:
    value = value.strip()
    if not value or len(value) > longest or "\0" in value:
        raise DomainError(f"请填写{label}，最多 {longest} 字。")
    return value
