"""The last instalment: cut by the result, never above what the audit recognised, the rest free again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from projects import operations, workflow
from projects.enums import ProjectState
from projects.models import Fund, Parameter, Project
from projects.queries.instalment import expected_amount, payable
from tests.projects.build_money import make_instalment, make_paid_project, make_settlement
from tests.projects.instalment_steps import refused

D = Decimal


@pytest.fixture
def at_the_end(world):
    """An audited project that spent its budget, with 60 % paid and its last instalment approved."""
    project = make_settlement(world, state="audited", spent=D(50000), balance=D(-20000), use="").project
    return make_instalment(
        world, project, "approved", is_final=True, amount=D("20000.00"), conditions=["settlement_audited"]
    )


def test_the_last_instalment_in_full(world, at_the_end):
    row = operations.pay_instalment(at_the_end, by=world.finance)
    project = Project.objects.get(pk=row.project_id)
    assert (row.amount, project.paid, project.committed) == (D(20000), D(50000), D(50000))


def test_after_a_rectification_the_last_instalment_is_smaller(world, at_the_end):
    project = at_the_end.project
    project.events.create(kind=workflow.RECTIFY.name, from_state=ProjectState.FINAL_REVIEW, by=world.district)
    available = project.fund.available
    row = operations.pay_instalment(at_the_end, by=world.finance)
    project = Project.objects.get(pk=row.project_id)
    assert (row.amount, project.paid, project.committed) == (D("18000.00"), D(48000), D(48000))
    assert Fund.objects.get(pk=project.fund_id).available == available + D(2000)


def test_a_midterm_rectification_costs_nothing(world, at_the_end):
    at_the_end.project.events.create(
        kind=workflow.RECTIFY.name, from_state=ProjectState.MIDTERM_REVIEW, by=world.district
    )
    assert payable(at_the_end) == D(20000)


def test_a_failed_project_gets_no_last_instalment(world):
    project = make_settlement(world, make_paid_project(world, "audited", final_score=D(40)), "audited").project
    row = make_instalment(world, project, "approved", is_final=True, conditions=["settlement_audited"])
    refused(operations.pay_instalment, row, "可拨比例为 0%", by=world.finance)


def test_the_share_is_the_one_of_the_day_the_project_began(world, at_the_end):
    began = at_the_end.project.starts_on
    dated = {"name": "final_share_passed", "source_text": "本区办法"}
    Parameter.objects.create(value=D(50), valid_from=began + timedelta(1), **dated)
    assert payable(at_the_end) == D(20000)
    Parameter.objects.create(value=D("95.5"), valid_from=began, **dated)
    assert payable(at_the_end) == D("19100.00")


@pytest.mark.parametrize(
    ("own", "spent", "pays"),
    [
        ("0", "50000.00", "20000.00"),
        ("0", "49999.99", "19999.99"),
        ("0", "30000.01", "0.01"),
        ("1000.00", "45000.00", "15000.00"),
        ("1000.00", "60000.00", "20000.00"),
    ],
)
def test_the_last_instalment_follows_the_audited_spending(world, own, spent, pays):
    project = make_paid_project(world, "audited", own_contribution=D(own))
    balance = D(30000) - D(spent)
    make_settlement(world, project, "audited", spent=D(spent), balance=balance, use="")
    row = make_instalment(world, project, "approved", is_final=True, amount=D(20000))
    available = project.fund.available
    assert expected_amount(row) == D(pays)
    row = operations.pay_instalment(row, by=world.finance)
    project = Project.objects.get(pk=project.pk)
    assert (row.amount, project.paid, project.committed) == (D(pays), D(30000) + D(pays), D(30000) + D(pays))
    assert Fund.objects.get(pk=project.fund_id).available == available + D(20000) - D(pays)


@pytest.mark.parametrize(("own", "spent"), [("0", "30000.00"), ("0", "12000.00"), ("1000.00", "30000.00")])
@pytest.mark.parametrize("is_final", [True, False])
def test_nothing_is_paid_that_the_audit_did_not_recognise(world, own, spent, is_final):
    project = make_paid_project(world, "audited", own_contribution=D(own))
    make_settlement(world, project, "audited", spent=D(spent), balance=D(30000) - D(spent))
    row = make_instalment(world, project, "approved", is_final=is_final, amount=D(20000))
    refused(operations.pay_instalment, row, "审定支出没有超过已拨付", by=world.finance)


def test_before_the_audit_nothing_is_cut(world):
    project = make_settlement(world, state="submitted", spent=D(0)).project
    assert payable(make_instalment(world, project, is_final=True, amount=D(20000))) == D(20000)
