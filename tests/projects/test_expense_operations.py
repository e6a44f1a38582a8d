"""Vouchers: what is recorded, judged, accepted into the ledger; every refusal leaves nothing behind."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import operations, workflow
from projects.defaults import load_default_rules
from projects.enums import ExpenseState, ProjectState
from projects.models import BudgetAdjustment, BudgetLine, Change, Expense, LedgerEntry, Project
from projects.operations.expense import normal_invoice
from projects.queries.expense import RECORDED, expense_findings
from tests.cast import make_project, make_user
from tests.projects.build_money import PNG, make_expense, make_paid_project, make_rule

D = Decimal
TODAY = timezone.localdate


def office_file():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


def image(name="发票.png", content=PNG):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def project(world):
    return make_paid_project(world, paid="30000.00")


def fields(project, **changes):
    return {
        "project": project, "line": project.budget_lines.get(), "invoice_number": "2026 0001-ab", "on": TODAY(),
        "payee": "和平区文汇书店", "purpose": "讲座用书", "unit_price": "12.50", "quantity": 40, "file": image(),
    } | changes  # fmt: skip


def test_create_expense(world, project):
    expense = operations.create_expense(by=world.ngo, **fields(project, unit_price="￥1,012.5", quantity=2))
    assert (expense.state, expense.amount, expense.category, expense.invoice_number, expense.name) == (
        "draft", D("2025.00"), "activity", "20260001AB", "发票.png",
    )  # fmt: skip
    event = expense.events.get()
    assert (event.kind, event.to_state, event.by) == ("create", "draft", world.ngo)


BAD_AMOUNTS = ["0", "-1", "-0.00", "1e9", "NaN", "Infinity", "", "１２３a", "0.001", "1" * 13, "9" * 10_000, "1\0"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"unit_price": amount}, "金额") for amount in BAD_AMOUNTS]
    + [
        ({"unit_price": "10000000000"}, "金额过大"),
        ({"unit_price": "9999999999", "quantity": 1_000_000}, "金额过大"),
        ({"quantity": 0}, "数量应在"),
        ({"quantity": -1}, "数量应在"),
        ({"quantity": 1_000_001}, "数量应在"),
        ({"payee": " "}, "请填写收款方"),
        ({"payee": "方" * 61}, "请填写收款方"),
        ({"purpose": "用\n途"}, "请填写用途"),
        ({"purpose": "x\0"}, "请填写用途"),
        ({"purpose": "长" * 10_000}, "请填写用途"),
        ({"invoice_number": "——"}, "发票号码应为"),
        ({"invoice_number": "发票一"}, "发票号码应为"),
        ({"invoice_number": "1" * 31}, "发票号码应为"),
        ({"file": image("v.png", b"MZ not a picture")}, "附件不是"),
        ({"file": image("v.pdf", b"")}, "附件不是"),
        ({"on": date(1999, 1, 1)}, "开支日期应在"),
        ({"on": date(2099, 1, 1)}, "开支日期应在"),
    ],
)
def test_bad_input_changes_nothing(world, project, changes, sentence):
    with pytest.raises(DomainError, match=sentence):
        operations.create_expense(by=world.ngo, **fields(project, **changes))
    assert Expense.objects.count() == 0


def test_an_office_file_is_no_invoice(world, project):
    with pytest.raises(DomainError, match="凭证应为照片"):
        operations.create_expense(by=world.ngo, **fields(project, file=image("发票.png", office_file())))


def test_too_large_a_picture(world, project, settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(DomainError, match="附件超过"):
        operations.create_expense(by=world.ngo, **fields(project))


@pytest.mark.parametrize(
    ("text", "number"), [("０１２３ ab", "0123AB"), ("12-34/56", "123456"), ("№7", "NO7"), (" a1 ", "A1")]
)
def test_one_spelling_for_one_invoice(text, number):
    assert normal_invoice(text) == number


@pytest.mark.parametrize("spelling", ["2026 0001-ab", "２０２６０００１ＡＢ", "20260001ab"])
def test_an_invoice_is_recorded_once_in_the_whole_house(world, project, spelling):
    other = make_paid_project(world, contractor=world.rival, name="别家的项目")
    make_expense(world, other, invoice_number="20260001AB")
    with pytest.raises(DomainError) as refusal:
        operations.create_expense(by=world.ngo, **fields(project, invoice_number=spelling))
    assert str(refusal.value) == "这个发票号码已经登记过，不能重复报销。请核对发票号码。"
    assert Expense.objects.count() == 1


def test_the_database_knows_invoices_too(world, project):
    make_expense(world, project, invoice_number="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_expense(world, project, "submitted", invoice_number="1")


def test_a_disallowed_invoice_is_free_again(world, project):
    make_expense(world, project, "disallowed", invoice_number="20260001AB")
    assert operations.create_expense(by=world.ngo, **fields(project)).state == "draft"


@pytest.mark.parametrize(("days", "fits"), [(30, True), (31, False)])
def test_grace_after_the_end(world, days, fits):
    today = TODAY()
    project = make_paid_project(world, "completed", starts_on=today - timedelta(300), ends_on=today - timedelta(days))
    if fits:
        operations.create_expense(by=world.ngo, **fields(project))
    else:
        with pytest.raises(DomainError, match="开支日期应在"):
            operations.create_expense(by=world.ngo, **fields(project))


@pytest.mark.parametrize("state", [state for state in ProjectState if state not in RECORDED])
def test_when_a_project_takes_no_vouchers(world, state):
    project = make_project(world, state, final_score=D(80))
    with pytest.raises(DomainError, match="不能登记支出"):
        operations.create_expense(by=world.ngo, **fields(project))


def test_lines_of_other_projects_do_not_fit(world, project):
    other = make_project(world, "active")
    with pytest.raises(DomainError, match="不属于这个项目"):
        operations.create_expense(by=world.ngo, **fields(project, line=other.budget_lines.get()))


def test_nobody_records_for_another_contractor(world, project):
    with pytest.raises(DomainError, match="本单位承接项目"):
        operations.create_expense(by=world.rival_head, **fields(project))


def test_update_expense_keeps_the_picture(world, project):
    expense = operations.create_expense(by=world.ngo, **fields(project))
    stored = expense.file.name
    changes = fields(project, unit_price="1", quantity=3)
    changes.pop("project")
    expense = operations.update_expense(expense, by=world.worker, **(changes | {"file": None}))
    assert (expense.amount, expense.file.name, expense.events.count()) == (D("3.00"), stored, 2)
    expense = operations.update_expense(expense, by=world.worker, **changes)
    assert expense.file.name != stored


def test_only_drafts_are_rewritten(world, project):
    expense = make_expense(world, project, "submitted")
    changes = fields(project)
    changes.pop("project")
    with pytest.raises(DomainError, match="只有草稿"):
        operations.update_expense(expense, by=world.ngo, **changes)


def snapshot(expense):
    return (
        Expense.objects.values().get(pk=expense.pk),
        Project.objects.values().get(pk=expense.project_id),
        LedgerEntry.objects.count(),
        Notification.objects.count(),
        expense.events.count(),
    )


def refused(operation, expense, sentence, **kwargs):
    before = snapshot(expense)
    with pytest.raises(DomainError, match=sentence):
        operation(expense, **kwargs)
    assert snapshot(expense) == before


def told():
    return set(Notification.objects.values_list("recipient__username", flat=True))


def test_from_submission_to_the_ledger(world, project):
    expense = operations.submit_expense(make_expense(world, project), by=world.worker)
    assert (expense.state, told()) == ("submitted", {"district"})
    Notification.objects.all().delete()
    expense = operations.check_expense(expense, by=world.district)
    assert (expense.state, told()) == ("checked", {"finance"})
    Notification.objects.all().delete()
    expense = operations.accept_expense(expense, by=world.finance)
    entry = expense.entries.get()
    assert (expense.state, told()) == ("accepted", {"ngo", "worker"})
    assert (entry.kind, entry.amount, entry.key, entry.project) == (
        "expense", D("1000.00"), f"expense:{expense.pk}", project,
    )  # fmt: skip
    assert Project.objects.get(pk=project.pk).spent == D("1000.00")


@pytest.mark.parametrize("state", ["submitted", "checked"])
def test_disallow_with_a_reason(world, project, state):
    expense = make_expense(world, project, state)
    refused(operations.disallow_expense, expense, "请写明原因", by=world.finance, note=" ")
    expense = operations.disallow_expense(expense, by=world.finance, note="发票抬头不符")
    assert (expense.state, expense.verdict, told()) == ("disallowed", "发票抬头不符", {"ngo", "worker"})


def test_the_general_rules_judge_a_commission(world, project):
    load_default_rules()
    line = BudgetLine.objects.create(project=project, category="management", item="管理费", unit_price=9000, quantity=1)
    expense = make_expense(world, project, line=line, unit_price="6000.00", purpose="机构管理")
    refused(operations.submit_expense, expense, "管理费不超过预算总额的10%.*10.17%.*通行做法", by=world.ngo)
    cash = make_expense(world, project, purpose="现金慰问")
    refused(operations.submit_expense, cash, "不得以现金形式直接发放给服务对象.*依据：", by=world.ngo)


def test_the_rules_of_the_call_judge_its_projects(world, project, monkeypatch):
    monkeypatch.setattr(
        "projects.queries.expense.budget_rules",
        lambda project: [make_rule("max_unit_price", ["activity"], value=D(900))],
    )
    refused(operations.submit_expense, make_expense(world, project), "单价 1,000.00 元，上限 900.00 元", by=world.ngo)


def test_a_line_is_not_overspent_beyond_the_transfer_share(world, project):
    line = BudgetLine.objects.create(project=project, category="venue", item="场地", unit_price=1000, quantity=1)
    first = make_expense(world, project, "accepted", line=line, unit_price="900.00")
    assert first.entries.count() == 1
    within = make_expense(world, project, line=line, unit_price="200.00")
    assert [finding.blocks for finding in expense_findings(within)] == [False]
    beyond = make_expense(world, project, line=line, unit_price="200.01")
    refused(operations.submit_expense, beyond, "请先申请预算调剂", by=world.ngo)
    assert operations.submit_expense(within, by=world.ngo).state == "submitted"


def test_adjustments_make_room(world, project):
    line = BudgetLine.objects.create(project=project, category="venue", item="场地", unit_price=1000, quantity=1)
    expense = make_expense(world, project, line=line, unit_price="1500.00")
    refused(operations.submit_expense, expense, "调剂后最多 1,100.00 元", by=world.ngo)
    change = Change.objects.create(project=project, kind="budget", reason="x", requested_by=world.ngo, state="approved")
    BudgetAdjustment.objects.create(change=change, line=line, amount=500)
    assert operations.submit_expense(expense, by=world.ngo).state == "submitted"


def test_never_more_than_paid_and_own_contribution(world):
    project = make_paid_project(world, paid="10000.00", own_contribution=D("500.00"))
    make_expense(world, project, "accepted", unit_price="9000.00")
    refused(
        operations.accept_expense, make_expense(world, project, "checked", unit_price="1500.01"),
        "已拨付与自筹配套合计 10,500.00 元，已列支 9,000.00 元，再列支 1,500.01 元", by=world.finance,
    )  # fmt: skip
    last = make_expense(world, project, "checked", unit_price="1500.00")
    assert operations.accept_expense(last, by=world.finance).state == "accepted"


def test_whoever_checked_does_not_accept(world, project):
    expense = operations.check_expense(make_expense(world, project, "submitted"), by=world.district)
    refused(operations.accept_expense, expense, "您初审了这张凭证", by=world.district)


def test_a_wrong_acceptance_is_taken_back_by_another(world, project):
    expense = operations.accept_expense(make_expense(world, project, "checked"), by=world.finance)
    refused(operations.reverse_expense, expense, "由您列支，不能由您撤销", by=world.finance, note="重复列支")
    refused(operations.reverse_expense, expense, "请写明原因", by=world.district, note=" ")
    expense = operations.reverse_expense(expense, by=world.district, note="重复列支")
    assert (expense.state, expense.verdict) == ("disallowed", "重复列支")
    assert [(row.key, row.amount) for row in expense.entries.order_by("pk")] == [
        (f"expense:{expense.pk}", D("1000.00")), (f"expense-reversal:{expense.pk}", D("-1000.00")),
    ]  # fmt: skip
    assert Project.objects.get(pk=project.pk).spent == D("0.00")
    again = make_expense(world, project, "checked", invoice_number=expense.invoice_number)
    assert operations.accept_expense(again, by=world.finance).state == "accepted"


@pytest.mark.parametrize("state", ["settling", "audited"])
def test_a_settlement_rests_on_the_accepted_vouchers(world, state):
    project = make_paid_project(world, state)
    expense = make_expense(world, project, "accepted")
    refused(operations.reverse_expense, expense, "决算已经提交", by=world.district, note="重复列支")


@pytest.mark.parametrize("step", ["check", "accept", "disallow"])
def test_nobody_decides_about_their_own_unit(world, project, step):
    both = make_user("both", world.district_union, "finance")
    both.memberships.create(organization=world.contractor, role="ngo", valid_from="2020-01-01")
    expense = make_expense(world, project, {"accept": "checked"}.get(step, "submitted"))
    refused(getattr(operations, f"{step}_expense"), expense, "承接单位的人员", by=both, note="理由")


@pytest.mark.parametrize("step", ["check", "accept", "disallow"])
def test_an_archived_project_stays_as_it_is(world, step):
    project = make_paid_project(world, "archived")
    expense = make_expense(world, project, {"accept": "checked"}.get(step, "submitted"))
    refused(getattr(operations, f"{step}_expense"), expense, "已经归档", by=world.finance, note="理由")


@pytest.mark.parametrize("transition", workflow.EXPENSE, ids=lambda move: move.name)
def test_from_every_other_state_nothing_moves(world, project, transition):
    operation = getattr(operations, f"{transition.name}_expense")
    for state in set(ExpenseState) - set(transition.sources):
        refused(operation, make_expense(world, project, state), "目前是", by=world.finance, note="理由")


@pytest.mark.parametrize("column", ["amount", "invoice_number"])
def test_a_submitted_amount_stands(world, project, column):
    expense = make_expense(world, project, "submitted")
    with pytest.raises(Exception, match="amount_stands_once_submitted"), transaction.atomic():
        Expense.objects.filter(pk=expense.pk).update(**{column: "77"})
