"""What an instalment waits for: each condition of the contract, asked again at every step."""

from decimal import Decimal

import pytest

from projects import operations
from projects.enums import Measure
from projects.models import Contract, Instalment, InstalmentCondition, Parameter, Project
from projects.queries.ledger import unmet_conditions
from projects.sources import Actual, ServiceSource, register_services, services
from tests.cast import make_project
from tests.projects.build_money import (
    make_contracted_project,
    make_expense,
    make_instalment,
    make_paid_project,
    make_settlement,
    register_contract,
)
from tests.projects.instalment_steps import refused

D = Decimal


@pytest.fixture
def project(world):
    return make_contracted_project(world)


def make_source(sessions):
    actuals = {Measure.SESSIONS: Actual(D(sessions))}
    return ServiceSource(lambda *args: actuals, lambda *args: {}, lambda *args: [])


@pytest.fixture
def with_sessions():
    before = services()
    yield lambda number: register_services(make_source(number))
    register_services(before)


def condition(world, project, kind, value=None):
    return make_instalment(world, project, conditions=[(kind, value)])


def test_contract_condition(world):
    project = make_project(world, "active")
    row = condition(world, project, "contract_registered")
    assert unmet_conditions(row) == ["合同已登记备案"]
    register_contract(world, project)
    assert unmet_conditions(row) == []
    Contract.objects.update(registered_on=None)
    assert unmet_conditions(row) == ["合同已登记备案"]


@pytest.mark.parametrize(
    ("score", "missing"),
    [
        (None, ["中期评估达到 60 分（目前还没有评分）"]),
        (D("59.99"), ["中期评估达到 60 分（目前 59.99 分）"]),
        (D("60"), []),
    ],
)
def test_midterm_condition(world, project, score, missing):
    row = condition(world, project, "midterm_passed")
    row.project.midterm_score = score
    assert unmet_conditions(row) == missing


def test_midterm_condition_follows_the_pass_mark(world, project):
    row = condition(world, project, "midterm_passed")
    row.project.midterm_score = D("70")
    Parameter.objects.create(name="pass_mark", value=D("75"), valid_from="2020-01-01", source_text="本区办法")
    assert unmet_conditions(row) == ["中期评估达到 75 分（目前 70 分）"]


@pytest.mark.parametrize(("state", "missing"), [("submitted", ["中期报告已审核通过"]), ("accepted", [])])
def test_report_condition(world, project, state, missing):
    project.progress_reports.create(
        kind="midterm", number=1, starts_on=project.starts_on, ends_on=project.ends_on, due_on=project.ends_on,
        state=state,
    )  # fmt: skip
    assert unmet_conditions(condition(world, project, "report_accepted")) == missing


@pytest.mark.parametrize(("held", "missing"), [(11, ["完成服务 12 场（目前 11 场）"]), (12, [])])
def test_services_condition(world, project, with_sessions, held, missing):
    with_sessions(held)
    assert unmet_conditions(condition(world, project, "services_done", D(12))) == missing


def test_services_condition_without_a_source_of_figures(world, project):
    before = services()
    register_services(ServiceSource(lambda *args: {}, lambda *args: {}, lambda *args: []))
    try:
        missing = unmet_conditions(condition(world, project, "services_done", D(1)))
    finally:
        register_services(before)
    assert missing == ["完成服务 1 场（目前 0 场）"]


@pytest.mark.parametrize(("spent", "missing"), [("7999.99", ["执行率达到 80%（目前 79.99%）"]), ("8000.00", [])])
def test_execution_condition(world, spent, missing):
    project = make_paid_project(world, paid="10000.00")
    make_expense(world, project, "accepted", unit_price=spent)
    row = condition(world, Project.objects.get(pk=project.pk), "execution_rate", D(80))
    assert unmet_conditions(row) == missing


def test_execution_condition_before_any_payment(world, project):
    assert unmet_conditions(condition(world, project, "execution_rate", D(80))) == ["执行率达到 80%（目前还没有拨付）"]


def test_final_and_settlement_conditions(world):
    project = make_paid_project(world, "settling", final_score=D("59"))
    row = make_instalment(world, project, conditions=["final_passed", "settlement_audited"], is_final=True)
    assert unmet_conditions(row) == ["末期评估达到 60 分（目前 59.00 分）", "决算已审计"]
    project = make_settlement(world, state="audited").project
    row = make_instalment(world, project, conditions=["final_passed", "settlement_audited"], is_final=True)
    assert unmet_conditions(row) == []


def test_older_projects_without_condition_rows(world):
    project = make_project(world, "active")
    first, last = make_instalment(world, project), make_instalment(world, project, is_final=True)
    assert unmet_conditions(first) == ["合同已登记备案"]
    assert unmet_conditions(last) == ["前一期已拨付", "末期评估达到 60 分（目前还没有评分）"]
    InstalmentCondition.objects.create(instalment=last, kind="final_passed")
    assert unmet_conditions(Instalment.objects.get(pk=first.pk)) == []


def test_an_application_names_everything_that_is_missing(world):
    project = make_project(world, "active")
    make_instalment(world, project)
    row = make_instalment(world, project, conditions=["contract_registered", "midterm_passed"])
    refused(
        operations.apply_instalment, row, "前一期已拨付；合同已登记备案；中期评估达到 60 分", by=world.ngo, note="x"
    )


def test_conditions_are_asked_again_at_every_step(world, project):
    row = make_instalment(world, project, "approved", conditions=["contract_registered"])
    Contract.objects.update(registered_on=None)
    refused(operations.pay_instalment, row, "合同已登记备案", by=world.finance)
