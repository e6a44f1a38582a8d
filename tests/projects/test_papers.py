"""Papers say what was true when they were decided on, in Chinese, whenever they are printed."""

import io
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from core.templatetags.ui import minute, percent
from projects import operations
from projects.documents.contract import context_of
from projects.documents.payment_request import request_context
from projects.documents.report import context_of as report_context
from projects.documents.settlement import build_settlement
from projects.documents.volume import supplies
from projects.models import ContractItem, LedgerEntry, Project
from tests.projects.build_contract import make_contract
from tests.projects.build_money import make_contracted_project, make_expense, make_instalment, make_settlement
from tests.projects.build_report import make_report

D = Decimal


@pytest.mark.parametrize(
    ("rate", "said"),
    [("0.0625", "6.3%"), ("0.5454545454", "54.5%"), ("0.93449", "93.4%"), ("0.00049", "0.0%"), (None, "—")],
)
def test_per_cent_is_rounded_as_people_round(rate, said):
    assert percent(rate) == said


def test_paper_is_read_on_other_days():
    now = timezone.now()
    assert minute(now) == timezone.localtime(now).strftime("%Y-%m-%d %H:%M")
    assert minute(None) == "—"


def test_the_form_of_a_service_is_said_in_chinese(world):
    contract = make_contract(world)
    contract.project.service_items.create(number=1, name="减压讲座", form="lecture", sessions=1200, people=30)
    contract.project.service_items.create(number=2, name="别的", form="夜校", sessions=2)
    assert context_of(contract)["services"] == [
        {"name": "减压讲座", "form": "讲座", "sessions": "1,200", "people": "30"},
        {"name": "别的", "form": "夜校", "sessions": "2", "people": "—"},
    ]
    assert context_of(contract)["copies"] == ("叁" if contract.party_c is None else "肆")
    assert [party["signer"] for party in context_of(contract)["parties"]][:2] == ["韩立群", "关海涛"]
    assert ContractItem.objects.count() == 1


def test_an_application_for_money_keeps_the_figures_it_was_decided_on(world):
    project = make_contracted_project(world)
    row = make_instalment(world, project, conditions=["contract_registered"])
    row = operations.apply_instalment(row, by=world.ngo)
    row = operations.check_instalment(row, by=world.district)
    row = operations.approve_instalment(row, by=world.city)
    row = operations.pay_instalment(row, by=world.finance)
    make_expense(world, Project.objects.get(pk=project.pk), "accepted", unit_price="2000")
    context = request_context(row)
    assert (context["paid"], context["spent"], context["rate"]) == ("0.00", "0.00", "—")
    assert context["conditions"] == [{"text": "合同已登记", "met": "是（拨付时）"}]
    titles = [document.title for document in supplies(Project.objects.get(pk=project.pk)) if document.part == "07"]
    assert titles == ["拨付凭证登记表", "第1期拨款申请"]  # also when nothing was said with it


def test_a_cut_instalment_says_what_the_contract_planned(world):
    contract = make_contract(world)
    row = contract.project.instalments.get(number=1)
    assert request_context(row)["cut"] == ""
    row.amount = D("12345.60")
    assert request_context(row)["cut"].startswith(f"，合同计划 {contract.amount * 60 / 100:,.2f} 元")


def test_the_settlement_sheet_has_notes_and_amounts(world):
    settlement = make_settlement(world, state="submitted", spent=D("31000.5"), balance=D("-1000.50"), use="")
    settlement.lines.update(note="场次减少，物料节约")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(build_settlement(settlement))).get_sheet_by_index(0).to_python()
    assert "场次减少，物料节约" in [row[6] for row in rows]
    assert ["结余（负数为承接单位垫付）", -1000.5] in [row[:2] for row in rows]
    assert ["审计意见", "尚未审计"] in [row[:2] for row in rows]


def test_a_final_report_lists_attachments_and_what_is_on_file(world):
    report = make_report(world, make_contracted_project(world), kind="final", state="accepted")
    assert report_context(report)["attachments"] == "没有附件"
    assert report_context(report)["catalogue"] == "合同及附件 1 件，项目报告 1 份"
    report.kind = "midterm"
    assert report_context(report)["catalogue"] == ""


@pytest.mark.parametrize("hour", [0, 23])
def test_the_volume_dates_its_papers_in_local_time(world, hour):
    """Half past midnight here is still yesterday in UTC."""
    project = make_contracted_project(world)
    night = datetime(2026, 3, 2, hour, 30, tzinfo=timezone.get_current_timezone())
    Project.objects.filter(pk=project.pk).update(created_at=night)
    paper = next(document for document in supplies(Project.objects.get(pk=project.pk)) if document.part == "01")
    assert paper.on == night.date()
    assert Document(io.BytesIO(paper.build()[1])).paragraphs[0].text == "立项与预算表"


def test_ledger_rows_of_the_same_day_are_told_apart_by_time(world):
    project = make_contracted_project(world)
    first = make_instalment(world, project, "paid", amount=D(10000))
    row = make_instalment(world, project, conditions=[])
    row.events.create(kind="apply", by=world.ngo, at=timezone.now())
    second = LedgerEntry.objects.create(
        fund=project.fund, project=project, kind="payment", amount=D(5), by=world.finance, key="later",
        on=timezone.localdate(),
    )  # fmt: skip
    assert second.at - first.entries.get().at < timedelta(minutes=1)
    assert request_context(row)["paid"] == "10,000.00"
