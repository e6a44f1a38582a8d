"""Instalments: conditions, four eyes, the ledger row, claw-back; every refusal leaves nothing behind."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import Notification
from projects import operations, workflow
from projects.enums import InstalmentState, Measure, ProjectState
from projects.models import Contract, Fund, Instalment, InstalmentCondition, LedgerEntry, Parameter, Project
from projects.queries.instalment import expected_amount, payable
from projects.queries.ledger import unmet_conditions
from projects.sources import Actual, ServiceSource, register_services, services
from tests.cast import make_project, make_user
from tests.projects.build_money import (
    make_expense,
    make_instalment,
    make_paid_project,
    make_settlement,
    register_contract,
)

D = Decimal


@pytest.fixture
def project(world):
    project = make_project(world, "active")
    register_contract(world, project)
    return project


@pytest.fixture
def second_payer(world):
    return make_user("cashier", world.district_union, "finance")


def snapshot(instalment):
    row = Instalment.objects.values().get(pk=instalment.pk)
    project = Project.objects.values().get(pk=instalment.project_id)
    return (row, project, LedgerEntry.objects.count(), Notification.objects.count(), instalment.events.count())


def refused(operation, instalment, sentence, **kwargs):
    before = snapshot(instalment)
    with pytest.raises(DomainError, match=sentence):
        operation(instalment, **kwargs)
    assert snapshot(instalment) == before


def told():
    return set(Notification.objects.values_list("recipient__username", flat=True))


def test_from_application_to_receipt(world, project):
    row = make_instalment(world, project)
    steps = [
        (operations.apply_instalment, {"by": world.ngo, "note": "首期讲座"}, "applied", {"district"}),
        (operations.check_instalment, {"by": world.district}, "checked", {"city", "district"} - {"district"}),
        (operations.approve_instalment, {"by": world.city}, "approved", {"finance"}),
        (operations.pay_instalment, {"by": world.finance, "voucher_number": " PZ-7 "}, "paid", {"ngo", "worker"}),
        (operations.receipt_instalment, {"by": world.ngo, "receipt_number": "SJ-9"}, "receipted", {"finance"}),
    ]
    for operation, kwargs, state, heard in steps:
        Notification.objects.all().delete()
        row = operation(row, **kwargs)
        assert row.state == state
        assert told() == heard or state == "checked"
    assert (row.request_note, row.voucher_number, row.receipt_number) == ("首期讲座", "PZ-7", "SJ-9")
    assert list(row.events.values_list("kind", "by__username")) == [
        ("apply", "ngo"), ("check", "district"), ("approve", "city"), ("pay", "finance"), ("receipt", "ngo"),
    ]  # fmt: skip
    entry = row.entries.get()
    assert (entry.kind, entry.amount, entry.key, entry.by) == (
        "payment", D("25000.00"), f"payment:{row.pk}", world.finance,
    )  # fmt: skip
    assert (Project.objects.get(pk=project.pk).paid, Fund.objects.get(pk=project.fund_id).paid) == (D(25000), D(25000))


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


@pytest.mark.parametrize("state", ["suspended", "terminated", "clawback", "archived"])
@pytest.mark.parametrize("step", ["apply", "check", "approve", "pay"])
def test_a_stopped_project_is_not_paid(world, state, step):
    project = make_project(world, state, final_score=D(80))
    register_contract(world, project)
    before = {"apply": "planned", "check": "applied", "approve": "checked", "pay": "approved"}
    row = make_instalment(world, project, before[step])
    refused(getattr(operations, f"{step}_instalment"), row, "不能办理拨款", by=world.finance)


def test_conditions_are_asked_again_at_every_step(world, project):
    row = make_instalment(world, project, "approved", conditions=["contract_registered"])
    Contract.objects.update(registered_on=None)
    refused(operations.pay_instalment, row, "合同已登记备案", by=world.finance)


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


def test_claw_back_of_a_part(world, second_payer):
    project = make_paid_project(world, paid="30000.00")
    row = operations.claw_back_instalment(project.instalments.get(), by=second_payer, amount="10,000", note="场次不足")
    project.refresh_from_db()
    assert (row.state, row.clawed_back, project.paid, project.committed) == (
        "clawed_back", D(10000), D(20000), D(50000),
    )  # fmt: skip
    entry = row.entries.order_by("pk").last()
    assert (entry.kind, entry.amount, entry.key) == ("payment", D("-10000.00"), f"claw_back:{row.pk}")
    assert row.events.get().note == "10,000.00 元：场次不足"


def test_claw_back_of_an_ended_project_frees_the_fund(world):
    project = make_paid_project(world, "clawback", paid="30000.00")
    available = project.fund.available
    operations.claw_back_instalment(project.instalments.get(), by=world.finance, amount="30000", note="项目终止")
    project.refresh_from_db()
    assert (project.paid, project.committed) == (D(0), D(0))
    assert Fund.objects.get(pk=project.fund_id).available == available + D(50000)


BAD = ["0", "-1", "-0.00", "1e9", "NaN", "Infinity", "", "１２３a", "0.001", "1" * 13, "9" * 10_000, "1\0"]


@pytest.mark.parametrize("amount", BAD)
def test_bad_amounts_are_not_taken_back(world, amount):
    row = make_paid_project(world).instalments.get()
    refused(operations.claw_back_instalment, row, "金额", by=world.finance, amount=amount, note="理由")


def test_no_more_is_taken_back_than_was_paid(world):
    row = make_paid_project(world, paid="30000.00").instalments.get()
    refused(
        operations.claw_back_instalment, row, "只拨付了 30,000.00 元", by=world.finance, amount="30000.01", note="x"
    )


def test_accepted_expenses_stay_covered(world):
    project = make_paid_project(world, paid="30000.00")
    make_expense(world, project, "accepted", unit_price="25000.00")
    row = project.instalments.get()
    refused(operations.claw_back_instalment, row, "认可支出不能超过", by=world.finance, amount="5000.01", note="x")
    assert operations.claw_back_instalment(row, by=world.finance, amount="5000", note="x").state == "clawed_back"


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
