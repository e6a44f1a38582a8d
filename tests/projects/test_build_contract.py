"""The builder of contracts leaves rows the database accepts."""

import pytest

from projects.enums import ContractState
from tests.cast import make_project
from tests.projects.build_contract import STANDS, make_change, make_contract


@pytest.mark.parametrize("state", ContractState.values)
def test_contract_in_every_state(world, state):
    contract = make_contract(world, state=state)
    assert (contract.state, contract.project.state) == (state, STANDS[state])
    assert sum(item.amount for item in contract.items.all()) == contract.amount
    assert sum(row.amount for row in contract.project.instalments.all()) == contract.amount


def test_an_approved_project_moves_on(world):
    contract = make_contract(world, make_project(world, "approved"))
    assert contract.project.state == "active"


def test_a_waiting_change(world):
    assert make_change(world).project.state == "change_pending"
