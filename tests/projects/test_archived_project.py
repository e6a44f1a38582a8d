"""After sealing nothing moves: every operation of every noun, from every state its record can be left in."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from core.errors import DomainError
from evaluations.operations.evaluation import assign_evaluation
from projects.enums import (
    ActualState,
    ChangeState,
    ContractState,
    ExpenseState,
    InstalmentState,
    ReportState,
    SettlementState,
)
from projects.models import Expense, Instalment, ManualActual, ProgressReport, Project, Settlement
from projects.operations import (
    archive,
    change,
    commission,
    contract,
    evaluation,
    expense,
    indicator,
    instalment,
    project,
    report,
    settlement,
    standing,
)
from services.operations import create_activity
from tests.cast import make_project
from tests.projects.build_archive import pdf
from tests.projects.build_contract import make_change, make_contract

TODAY = timezone.localdate()
STORED = {"name": "x.pdf", "file": "files/x.pdf", "size": 1, "sha256": "0" * 64}

OF_PROJECT = {
    "submit": lambda p, w: commission.submit_project(p, by=w.ngo),
    "approve": lambda p, w: project.approve_project(p, by=w.city, fund=p.fund, direct_basis="x", direct_note="x"),
    "return": lambda p, w: project.return_project(p, by=w.city, note="x"),
    "reject": lambda p, w: project.reject_project(p, by=w.city, note="x"),
    "activate": lambda p, w: project.activate_project(p, by=w.ngo),
    "conclude": lambda p, w: project.conclude_project(p, by=w.ngo),
    "complete": lambda p, w: project.complete_project(p, by=w.city),
    "suspend": lambda p, w: standing.suspend_project(p, by=w.city, note="x"),
    "resume": lambda p, w: standing.resume_project(p, by=w.city, note="x"),
    "terminate": lambda p, w: standing.terminate_project(p, by=w.city, note="x"),
    "claw_back": lambda p, w: standing.claw_back_project(p, by=w.city, note="x"),
    "draft_contract": lambda p, w: contract.draft_contract(p, by=w.city),
    "request_change": lambda p, w: change.request_change(
        p, by=w.ngo, kind="period", reason="x", content={"ends_on": str(p.ends_on + timedelta(days=9))}
    ),
    "start_midterm": lambda p, w: evaluation.start_midterm(p, by=w.city),
    "pass_midterm": lambda p, w: evaluation.pass_midterm(p, by=w.city),
    "rectify": lambda p, w: evaluation.rectify_project(p, by=w.city, note="x"),
    "review_again": lambda p, w: evaluation.review_again(p, by=w.city),
    "appoint": lambda p, w: evaluation.appoint_evaluator(p, by=w.city, evaluator=w.expert),
    "assign": lambda p, w: assign_evaluation(p, by=w.city, evaluator=w.expert, due_on=TODAY + timedelta(days=9)),
    "midterm_score": lambda p, w: evaluation.record_midterm_score(p, by=w.expert, score=Decimal(80)),
    "final_score": lambda p, w: evaluation.record_final_score(p, by=w.expert, score=Decimal(80)),
    "settle": lambda p, w: settlement.draw_up_settlement(p, by=w.ngo, use="return", explanation="x"),
    "open_archive": lambda p, w: archive.open_archive(p, by=w.city),
    "create_expense": lambda p, w: expense.create_expense(
        by=w.ngo, project=p, line=p.budget_lines.get(), invoice_number="87654321", on=TODAY, payee="x", purpose="x",
        unit_price="10", quantity=1, file=pdf(),
    ),
    "fill_actual": lambda p, w: indicator.fill_actual(
        p.indicators.get(), by=w.ngo, on=TODAY, value="1", note="x", file=pdf()
    ),
    "create_activity": lambda p, w: create_activity(by=w.worker, project=p, name="x", kind="psychology", lead=w.worker),
}  # fmt: skip


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def refused(call) -> None:
    with pytest.raises(DomainError), transaction.atomic():
        call()


@pytest.mark.parametrize("name", OF_PROJECT)
def test_an_archived_project_stays(world, name):
    row = make_project(world, "archived")
    before = Project.objects.values().get()
    refused(lambda: OF_PROJECT[name](row, world))
    assert Project.objects.values().get() == before and row.events.count() == 0


@pytest.mark.parametrize("state", ExpenseState.values)
@pytest.mark.parametrize("verb", ["submit", "check", "accept", "disallow"])
def test_vouchers_of_an_archived_project_stay(world, verb, state):
    p = make_project(world, "archived")
    row = Expense.objects.create(
        project=p, line=p.budget_lines.get(), category="activity", invoice_number="12345678", on=TODAY, payee="x",
        purpose="x", unit_price=10, amount=10, verdict="x" if state == "disallowed" else "", state=state,
        uploaded_by=world.ngo, **STORED,
    )  # fmt: skip
    by = {"submit": world.worker, "check": world.city}.get(verb, world.finance)
    refused(lambda: getattr(expense, f"{verb}_expense")(row, by=by, note="x"))
    assert Expense.objects.get().state == state


INSTALMENT_BY = {"apply": "ngo", "receipt": "ngo", "pay": "finance", "claw_back": "finance"}


@pytest.mark.parametrize("state", InstalmentState.values)
@pytest.mark.parametrize(
    "verb", ["apply", "check", "approve", "pay", "receipt", "reject", "hold", "release", "claw_back"]
)
def test_instalments_of_an_archived_project_stay(world, verb, state):
    p = make_project(world, "archived")
    row = Instalment.objects.create(project=p, number=1, ratio=100, amount=100, due_on=TODAY, state=state)
    extra = {"pay": {"voucher_number": "x"}, "receipt": {"receipt_number": "x"}, "claw_back": {"amount": "1"}}
    by = getattr(world, INSTALMENT_BY.get(verb, "city"))
    refused(lambda: getattr(instalment, f"{verb}_instalment")(row, by=by, **extra.get(verb, {}), note="x"))
    assert Instalment.objects.get().state == state


@pytest.mark.parametrize("state", ReportState.values)
@pytest.mark.parametrize("verb", ["submit", "return", "accept", "comment", "attach", "explain", "save"])
def test_reports_of_an_archived_project_stay(world, verb, state):
    p = make_project(world, "archived")
    row = ProgressReport.objects.create(
        project=p, kind="monthly", number=1, starts_on=TODAY, ends_on=TODAY, due_on=TODAY, state=state,
        submitted_by=world.worker, submitted_at=timezone.now(),
    )  # fmt: skip
    calls = {
        "submit": lambda: report.submit_report(row, by=world.ngo),
        "return": lambda: report.return_report(row, by=world.city, note="x"),
        "accept": lambda: report.accept_report(row, by=world.city),
        "comment": lambda: report.comment_report(row, by=world.city, text="x"),
        "attach": lambda: report.attach_report_file(row, by=world.ngo, file=pdf()),
        "explain": lambda: report.explain_report(row, by=world.ngo, reason="x"),
        "save": lambda: report.save_report(row, by=world.ngo, content={}),
    }
    refused(calls[verb])
    row.refresh_from_db()
    assert (row.state, row.comments.count(), row.files.count()) == (state, 0, 0)


@pytest.mark.parametrize("state", ActualState.values)
@pytest.mark.parametrize("verb", ["approve", "return"])
def test_figures_of_an_archived_project_stay(world, verb, state):
    p = make_project(world, "archived")
    row = ManualActual.objects.create(
        indicator=p.indicators.get(), on=TODAY, value=1, note="x", state=state, uploaded_by=world.ngo, **STORED
    )
    refused(lambda: getattr(indicator, f"{verb}_actual")(row, by=world.city, note="x"))
    assert ManualActual.objects.get().state == state


@pytest.mark.parametrize("state", ContractState.values)
@pytest.mark.parametrize("verb", ["sign", "register"])
def test_contracts_of_an_archived_project_stay(world, verb, state):
    row = make_contract(world, state=state, project_state="archived")
    calls = {
        "sign": lambda: contract.sign_contract(row, by=world.city, signed_on=TODAY, file=pdf(), note="x"),
        "register": lambda: contract.register_contract(row, by=world.city, number="1"),
    }
    refused(calls[verb])
    row.refresh_from_db()
    assert row.state == state


@pytest.mark.parametrize("state", ChangeState.values)
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_changes_of_an_archived_project_stay(world, verb, state):
    row = make_change(world, make_contract(world, project_state="archived"), state=state)
    refused(lambda: getattr(change, f"{verb}_change")(row, by=world.city, note="x"))
    row.refresh_from_db()
    assert row.state == state


@pytest.mark.parametrize("state", SettlementState.values)
@pytest.mark.parametrize("verb", ["submit", "audit", "return", "update"])
def test_settlements_of_an_archived_project_stay(world, verb, state):
    p = make_project(world, "archived")
    row = Settlement.objects.create(project=p, created_by=world.worker, state=state)
    calls = {
        "submit": lambda: settlement.submit_settlement(row, by=world.ngo),
        "audit": lambda: settlement.audit_settlement(row, by=world.auditor, opinion="x"),
        "return": lambda: settlement.return_settlement(row, by=world.auditor, note="x"),
        "update": lambda: settlement.update_settlement(row, by=world.ngo, use="return", explanation="x"),
    }
    refused(calls[verb])
    row.refresh_from_db()
    assert row.state == state


def test_the_database_keeps_an_archived_project(world):
    make_project(world, "archived")
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Project.objects.update(name="改名")
