"""A signed contract: filed, announced, expired, and what is owed when it ends."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from core.models import Notification
from projects import operations, workflow
from projects.enums import ContractState
from projects.models import Contract, Project
from projects.periodic import expire_contracts
from tests.projects.build_contract import make_contract
from tests.projects.contract_steps import signed_copy, today


def test_register(world):
    contract = make_contract(world, state=ContractState.SIGNED)
    contract = operations.register_contract(contract, by=world.district, number=" 备〔2026〕7号 ")
    assert (contract.state, contract.registered_on, contract.registration_number) == (
        "registered", today(), "备〔2026〕7号",
    )  # fmt: skip
    told = set(Notification.objects.filter(key=f"contract:{contract.pk}:register").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.finance.pk}


def test_register_needs_a_number(world):
    contract = make_contract(world, state=ContractState.SIGNED)
    with pytest.raises(DomainError, match="备案登记号"):
        operations.register_contract(contract, by=world.district, number="  ")
    assert contract.events.count() == 0


def test_announce_once_and_never_before_the_signature(world):
    contract = make_contract(world)
    for day, sentence in ((today() + timedelta(days=1), "不能晚于今天"), (today() - timedelta(days=11), "不能早于")):
        with pytest.raises(DomainError, match=sentence):
            operations.announce_contract(contract, by=world.district, on=day)
    assert operations.announce_contract(contract, by=world.district, on=today()).announced_on == today()
    with pytest.raises(DomainError, match="不用重复登记"):
        operations.announce_contract(contract, by=world.district, on=today())
    with pytest.raises(DomainError, match="还没有签署"):
        operations.announce_contract(make_contract(world, state="draft"), by=world.district, on=today())


def test_expired_contracts_owe_their_data(world):
    contract = make_contract(world)
    with pytest.raises(DomainError, match="还没有到期"):
        operations.expire_contract(contract, today=contract.ends_on)
    contract = operations.expire_contract(contract, today=contract.ends_on + timedelta(days=1))
    assert contract.state == "expired"
    told = set(Notification.objects.filter(key=f"contract:{contract.pk}:expire").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.district.pk}
    operations.confirm_data_return(contract, by=world.district, on=today(), note="已删除，当面核对")
    contract.refresh_from_db()
    assert contract.data_returned_on == today()
    with pytest.raises(DomainError, match="不用重复办理"):
        operations.confirm_data_return(contract, by=world.district, on=today(), note="再确认")


@pytest.mark.parametrize(
    ("state", "by", "note", "sentence"),
    [
        ("registered", "district", "删除", "到期或终止以后"),
        ("expired", "ngo", "删除", "由甲方确认"),
        ("expired", "district", " ", "写明原因"),
    ],
)
def test_data_return_refused(world, state, by, note, sentence):
    contract = make_contract(world, state=state)
    with pytest.raises(DomainError, match=sentence):
        operations.confirm_data_return(contract, by=getattr(world, by), on=today(), note=note)
    contract.refresh_from_db()
    assert (contract.data_returned_on, contract.events.count()) == (None, 0)


MOVES = {
    "sign": lambda w, row: operations.sign_contract(row, by=w.district, signed_on=today(), file=signed_copy()),
    "register": lambda w, row: operations.register_contract(row, by=w.district, number="备1"),
    "expire": lambda w, row: operations.expire_contract(row, today=row.ends_on + timedelta(days=1)),
    "terminate": lambda w, row: operations.terminate_project(row.project, by=w.district, note="违约"),
    "void": lambda w, row: operations.terminate_project(row.project, by=w.district, note="放弃签约"),
}
WITH_ITS_PROJECT = ("terminate", "void")


@pytest.mark.parametrize("state", ContractState.values)
@pytest.mark.parametrize("transition", workflow.CONTRACTS, ids=lambda transition: transition.name)
def test_every_move_from_every_state(world, transition, state):
    ends = transition.name in WITH_ITS_PROJECT
    contract = make_contract(world, state=state, project_state="active" if ends else None)
    before = contract.project.state
    if state in transition.sources:
        MOVES[transition.name](world, contract)
        contract.refresh_from_db()
        assert (contract.state, contract.events.get().kind) == (transition.target, transition.name)
        return
    if ends:  # whatever its contract is: a draft is void, one in force ends, any other stays as it is
        MOVES[transition.name](world, contract)
        contract.refresh_from_db()
        endings = {"draft": "void", "signed": "terminated", "registered": "terminated"}
        assert contract.state == endings.get(state, state)
        return
    with pytest.raises(DomainError, match=f"不能{transition.label}"):
        MOVES[transition.name](world, contract)
    contract.refresh_from_db()
    assert (contract.state, contract.events.count(), Project.objects.get().state) == (state, 0, before)


def test_the_timer_ends_what_has_run_out(world):
    running = make_contract(world)
    over = make_contract(world)
    Contract.objects.filter(pk=over.pk).update(
        starts_on=today() - timedelta(days=99), ends_on=today() - timedelta(days=1)
    )
    expire_contracts()
    expire_contracts()
    for contract in (running, over):
        contract.refresh_from_db()
    assert (running.state, over.state, over.events.get().by) == ("registered", "expired", None)
