"""Instalments: from application to receipt, four eyes, the ledger row; every refusal leaves nothing behind."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.models import Notification
from projects import operations, workflow
from projects.enums import InstalmentState
from projects.models import Fund, Instalment, Project
from tests.cast import make_project, make_user
from tests.projects.build_money import (
    make_contracted_project,
    make_instalment,
    make_paid_project,
    register_contract,
)
from tests.projects.instalment_steps import refused, told

D = Decimal


@pytest.fixture
def project(world):
    return make_contracted_project(world)


def test_from_application_to_receipt(world, project):
    row = make_instalment(world, project)
    steps = [
        (operations.apply_instalment, {"by": world.ngo, "note": "首期讲座"}, "applied", {"district"}),
        (operations.check_instalment, {"by": world.district}, "checked", {"city"}),
        (operations.approve_instalment, {"by": world.city}, "approved", {"finance"}),
        (operations.pay_instalment, {"by": world.finance, "voucher_number": " PZ-7 "}, "paid", {"ngo", "worker"}),
        (operations.receipt_instalment, {"by": world.ngo, "receipt_number": "SJ-9"}, "receipted", {"finance"}),
    ]
    for operation, kwargs, state, heard in steps:
        Notification.objects.all().delete()
        row = operation(row, **kwargs)
        assert (row.state, told()) == (state, heard)
    assert (row.request_note, row.voucher_number, row.receipt_number) == ("首期讲座", "PZ-7", "SJ-9")
    assert list(row.events.values_list("kind", "by__username")) == [
        ("apply", "ngo"), ("check", "district"), ("approve", "city"), ("pay", "finance"), ("receipt", "ngo"),
    ]  # fmt: skip
    entry = row.entries.get()
    assert (entry.kind, entry.amount, entry.key, entry.by) == (
        "payment", D("25000.00"), f"payment:{row.pk}", world.finance,
    )  # fmt: skip
    assert (Project.objects.get(pk=project.pk).paid, Fund.objects.get(pk=project.fund_id).paid) == (D(25000), D(25000))


@pytest.mark.parametrize("state", ["suspended", "terminated", "clawback", "archived"])
@pytest.mark.parametrize("step", ["apply", "check", "approve", "pay"])
def test_a_stopped_project_is_not_paid(world, state, step):
    project = make_project(world, state, final_score=D(80))
    register_contract(world, project)
    before = {"apply": "planned", "check": "applied", "approve": "checked", "pay": "approved"}
    row = make_instalment(world, project, before[step])
    refused(getattr(operations, f"{step}_instalment"), row, "不能办理拨款", by=world.finance)


def test_a_refused_application_may_come_again(world, project):
    row = operations.reject_instalment(make_instalment(world, project, "applied"), by=world.district, note="发票不符")
    assert (row.state, row.events.get().note) == ("rejected", "发票不符")
    assert operations.apply_instalment(row, by=world.ngo, note="已换发票").state == "applied"


def test_four_eyes(world, project):
    row = make_instalment(world, project, "applied")
    row = operations.check_instalment(row, by=world.district)
    refused(operations.approve_instalment, row, "您复核了这一期拨款", by=world.district)
    assert operations.approve_instalment(row, by=world.city).state == "approved"


def test_the_checker_of_an_earlier_round_may_approve(world, project):
    row = operations.check_instalment(make_instalment(world, project, "applied"), by=world.district)
    row = operations.reject_instalment(row, by=world.city, note="再核")
    row = operations.apply_instalment(row, by=world.ngo, note="再次申请")
    row = operations.check_instalment(row, by=world.city)
    assert operations.approve_instalment(row, by=world.district).state == "approved"


def test_whoever_approved_the_project_leaves_the_instalment_to_others(world, project):
    project.events.create(kind="approve", by=world.city)
    row = make_instalment(world, project, "checked")
    refused(operations.approve_instalment, row, "您批准了项目立项", by=world.city)
    assert operations.approve_instalment(row, by=world.district).state == "approved"


def test_unless_nobody_else_could(world, project):
    project.events.create(kind="award", by=world.city)
    row = operations.check_instalment(make_instalment(world, project, "applied"), by=world.district)
    assert operations.approve_instalment(row, by=world.city).state == "approved"


@pytest.mark.parametrize("step", ["check", "approve", "reject", "hold", "pay", "claw_back"])
def test_nobody_decides_about_their_own_unit(world, project, step):
    both = make_user("both", world.district_union, "finance")
    both.memberships.create(organization=world.contractor, role="ngo", valid_from="2020-01-01")
    before = {"check": "applied", "approve": "checked", "reject": "applied", "hold": "planned", "pay": "approved",
              "claw_back": "paid"}  # fmt: skip
    kwargs = {"note": "理由"} | ({"amount": "1"} if step == "claw_back" else {})
    row = make_instalment(world, project, before[step])
    refused(getattr(operations, f"{step}_instalment"), row, "承接单位的人员", by=both, **kwargs)


def test_who_approved_or_checked_does_not_pay(world, project):
    world.district.memberships.create(organization=world.district_union, role="finance")
    row = operations.check_instalment(make_instalment(world, project, "applied"), by=world.district)
    row = operations.approve_instalment(row, by=world.city)
    refused(operations.pay_instalment, row, "您复核或批准了这一期拨款", by=world.district)
    project.events.create(kind="award", by=world.finance)
    refused(operations.pay_instalment, row, "您批准了这个项目", by=world.finance)


def test_paid_is_never_more_than_the_contract(world):
    project = make_project(world, "active")
    register_contract(world, project)
    row = make_instalment(world, project, "approved", amount=D("50000.01"))
    refused(operations.pay_instalment, row, "超过合同金额 50,000.00 元", by=world.finance)


def test_an_instalment_is_paid_once(world, project):
    row = make_instalment(world, project, "approved")
    operations.pay_instalment(row, by=world.finance)
    row.refresh_from_db()
    refused(operations.pay_instalment, row, "已拨付", by=world.finance)


@pytest.mark.parametrize("number", ["号" * 41, "一\n二", "x\0"])
def test_voucher_numbers_are_short_and_printable(world, project, number):
    row = make_instalment(world, project, "approved")
    refused(operations.pay_instalment, row, "支付凭证号", by=world.finance, voucher_number=number)


@pytest.mark.parametrize("number", ["", "  "])
def test_a_receipt_has_a_number(world, project, number):
    row = make_instalment(world, project, "paid")
    refused(operations.receipt_instalment, row, "收据号", by=world.ngo, receipt_number=number)


@pytest.mark.parametrize("source", ["planned", "condition_met", "applied", "checked", "approved"])
def test_hold_and_release(world, project, source):
    row = operations.hold_instalment(make_instalment(world, project, source), by=world.district, note="有投诉")
    assert row.state == "held"
    row = operations.release_instalment(row, by=world.city, note="已核实")
    assert (row.state, [event.note for event in row.events.all()]) == ("planned", ["有投诉", "已核实"])


@pytest.mark.parametrize("step", ["hold", "release", "reject"])
@pytest.mark.parametrize("note", ["", "  "])
def test_reasons_are_given(world, project, step, note):
    row = make_instalment(world, project, {"release": "held", "hold": "applied", "reject": "applied"}[step])
    refused(getattr(operations, f"{step}_instalment"), row, "请写明原因", by=world.district, note=note)


def test_the_timer_moves_an_instalment_whose_conditions_hold(world, project):
    row = operations.meet_conditions_instalment(make_instalment(world, project))
    assert (row.state, row.events.get().by, told()) == ("condition_met", None, {"ngo", "worker"})


ARGUMENTS = {
    "apply": {"note": "x"},
    "receipt": {"receipt_number": "1"},
    "reject": {"note": "x"},
    "hold": {"note": "x"},
    "release": {"note": "x"},
    "claw_back": {"note": "x", "amount": "1"},
}


@pytest.mark.parametrize("transition", workflow.INSTALMENT, ids=lambda move: move.name)
def test_from_every_other_state_nothing_moves(world, transition):
    project = make_paid_project(world, "audited")
    operation = getattr(operations, f"{transition.name}_instalment")
    by = {} if transition == workflow.MEET_CONDITIONS else {"by": world.finance}
    for number, state in enumerate(set(InstalmentState) - set(transition.sources), start=2):
        row = Instalment.objects.create(
            project=project, number=number, ratio=1, amount=D(1), due_on=project.ends_on + timedelta(1), state=state
        )
        refused(operation, row, "目前是", **by, **ARGUMENTS.get(transition.name, {}))
