"""One row at least for every list of a purchase, from plan to volume; rows are written directly."""

from types import SimpleNamespace

from django.utils import timezone

from projects.defaults import load_default_rules
from projects.enums import (
    ApplicationState,
    ContractState,
    ExpenseState,
    PlanState,
    ReportState,
    RewardSheetState,
)
from projects.models import ExpertTie, Question
from projects.operations.book import check_books
from tests.evaluations.actors import make_rectification
from tests.projects.build_application import make_application
from tests.projects.build_archive import make_archive
from tests.projects.build_call import make_call, make_call_file, make_plan
from tests.projects.build_contract import make_change, make_contract
from tests.projects.build_money import make_expense, make_paid_project, make_settlement
from tests.projects.build_report import make_actual, make_report
from tests.projects.build_review import make_experts, make_objection, make_review
from tests.projects.build_reward import make_sheet

LONG_NAME = "新就业形态劳动者技能提升与安全防护暨户外劳动者关爱服务项目"


def make_purchases(w) -> SimpleNamespace:
    load_default_rules()
    p = SimpleNamespace()
    make_calls(w, p)
    make_reviews(w, p)
    make_work(w, p)
    make_books(w, p)
    return p


def make_calls(w, p) -> None:
    p.plan = make_plan(w, PlanState.SUBMITTED, items=2, name=LONG_NAME)
    p.call = make_call(w, title=LONG_NAME)
    make_call_file(p.call, w.district)
    p.question = Question.objects.create(
        call=p.call, text="能否联合申报？", asked_by=w.ngo, answer="可以。", answered_at=timezone.now()
    )
    p.draft = make_application(w, p.call, ApplicationState.DRAFT, name=LONG_NAME)
    p.checking = make_application(w, state=ApplicationState.CHECKING, name=LONG_NAME)


def make_reviews(w, p) -> None:
    """One call the expert still has to score, one all have scored, one in publicity with an objection."""
    experts = [*make_experts(w, 2), w.expert]
    review = make_review(w, ((90, 60, None), (80, 82, None)), experts=experts, title=LONG_NAME)
    p.review, p.to_score = review.call, review.applications[0]
    scored = make_review(w, ((90, 88, 66),), experts=experts)
    p.ranked, p.sheet = scored.call, scored.sheets[-1]
    ExpertTie.objects.create(expert=w.expert, organization=w.rival, kind="adviser", by=w.district)
    p.objection = make_objection(w)
    p.publicity = p.objection.publicity


def make_work(w, p) -> None:
    """Contracts, changes, figures, reports and what has to be put right."""
    p.contract_draft = make_contract(w, state=ContractState.DRAFT)
    p.contract = make_contract(w, announced_on=timezone.localdate())
    p.change = make_change(w)
    p.actual = make_actual(w)
    p.report = make_report(w, state=ReportState.SUBMITTED)
    p.report_due = make_report(w, p.report.project, state=ReportState.PLANNED)
    p.rectification = make_rectification(w)


def make_books(w, p) -> None:
    p.paid = make_paid_project(w, name=LONG_NAME)
    p.expense = make_expense(w, p.paid, ExpenseState.SUBMITTED)
    p.expense_draft = make_expense(w, p.paid)
    make_expense(w, p.paid, ExpenseState.DISALLOWED)
    p.instalment = p.paid.instalments.first()
    p.settlement = make_settlement(w)
    p.archive = make_archive(w)
    p.rewards = make_sheet(w, RewardSheetState.PUBLICITY, lines=3)
    check_books()
