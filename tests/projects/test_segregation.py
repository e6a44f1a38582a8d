"""职责分离: whoever belongs to the unit that applied decides about nothing it handed in, whatever other role they hold.

The person of these tests serves at the contractor and, at the same time, as purchaser, finance, auditor and expert of
the district union, so that only the operation itself can refuse.
"""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from evaluations import operations as evaluations
from orgs.enums import Role
from projects import operations
from projects.models import LedgerEntry, ProjectEvent
from projects.operations import reward as rewards
from projects.operations.archive import add_archive_item, open_archive, seal_archive, waive_archive_item
from tests.cast import make_fund, make_project, make_user
from tests.evaluations.actors import make_evaluation, make_rectification
from tests.projects.build import BASIS
from tests.projects.build_application import make_application
from tests.projects.build_archive import make_archive
from tests.projects.build_call import make_call
from tests.projects.build_contract import make_change, make_contract
from tests.projects.build_money import make_expense, make_instalment, make_paid_project, make_settlement
from tests.projects.build_report import make_actual, make_report
from tests.projects.build_review import make_objection, make_publicity, make_review
from tests.projects.build_reward import make_sheet as make_reward_sheet

pytestmark = pytest.mark.django_db

NOTE = {"note": "理由"}
TODAY = timezone.localdate


def both_sides(w):
    """At the contractor, and with every deciding role at the district union."""
    user = make_user("both", w.contractor, Role.NGO)
    for role in (Role.DISTRICT_UNION, Role.FINANCE, Role.AUDITOR, Role.EXPERT):
        user.memberships.create(organization=w.district_union, role=role, valid_from="2020-01-01")
    return user


def pdf():
    return ContentFile(b"%PDF-1.4\n", "材料.pdf")


def project_in(state, **fields):
    return lambda w: make_project(w, state, **fields)


def with_report(w):
    project = make_project(w, "active")
    make_report(w, project, "midterm", "accepted")
    return project


def with_bond(w):
    return make_contract(w, bond_amount=100, bond_form="cheque", bond_return="验收后退还")


def application_in(state):
    return lambda w: make_application(w, make_call(w, "closed"), state)


def reviewed(w):
    return make_review(w, state="reviewing").call


def instalment_in(state):
    return lambda w: make_instalment(w, make_paid_project(w), state)


CASES = {
    # 立项、实施
    "approve_project": (
        project_in("submitted"),
        lambda p, w, by: operations.approve_project(p, by=by, fund=make_fund(w), **BASIS),
    ),
    "return_project": (project_in("submitted"), lambda p, w, by: operations.return_project(p, by=by, **NOTE)),
    "reject_project": (project_in("submitted"), lambda p, w, by: operations.reject_project(p, by=by, **NOTE)),
    "suspend_project": (project_in("active"), lambda p, w, by: operations.suspend_project(p, by=by, **NOTE)),
    "resume_project": (project_in("suspended"), lambda p, w, by: operations.resume_project(p, by=by)),
    "terminate_project": (project_in("active"), lambda p, w, by: operations.terminate_project(p, by=by, **NOTE)),
    "claw_back_project": (project_in("terminated"), lambda p, w, by: operations.claw_back_project(p, by=by, **NOTE)),
    "start_midterm": (with_report, lambda p, w, by: operations.start_midterm(p, by=by)),
    "pass_midterm": (
        project_in("midterm_review", midterm_score=80),
        lambda p, w, by: operations.pass_midterm(p, by=by),
    ),
    "rectify_project": (
        project_in("midterm_review", midterm_score=50),
        lambda p, w, by: operations.rectify_project(p, by=by, **NOTE),
    ),
    "complete_project": (
        project_in("final_review", final_score=80),
        lambda p, w, by: operations.complete_project(p, by=by),
    ),
    # 评估
    "assign_evaluation": (
        project_in("final_review"),
        lambda p, w, by: evaluations.assign_evaluation(
            p, by=by, evaluator=w.expert, due_on=TODAY() + timedelta(days=9)
        ),
    ),
    "evaluate_own_project": (
        project_in("final_review"),
        lambda p, w, by: evaluations.assign_evaluation(
            p, by=w.district, evaluator=by, due_on=TODAY() + timedelta(days=9)
        ),
    ),
    "withdraw_evaluation": (make_evaluation, lambda e, w, by: evaluations.withdraw_evaluation(e, by=by)),
    "close_rectification": (
        lambda w: make_rectification(w, "submitted"),
        lambda r, w, by: evaluations.close_rectification(r, by=by, conclusion="已整改"),
    ),
    # 合同、变更
    "draft_contract": (project_in("approved"), lambda p, w, by: operations.draft_contract(p, by=by)),
    "sign_contract": (
        lambda w: make_contract(w, state="draft"),
        lambda c, w, by: operations.sign_contract(c, by=by, signed_on=TODAY(), file=pdf()),
    ),
    "register_contract": (
        lambda w: make_contract(w, state="signed"),
        lambda c, w, by: operations.register_contract(c, by=by, number="备1"),
    ),
    "confirm_data_return": (
        lambda w: make_contract(w, state="expired"),
        lambda c, w, by: operations.confirm_data_return(c, by=by, on=TODAY(), note="已删除"),
    ),
    "take_bond": (
        with_bond,
        lambda c, w, by: operations.take_bond(c, by=by, handed_by="关海涛", number="1", on=TODAY(), file=pdf()),
    ),
    "return_bond": (with_bond, lambda c, w, by: operations.return_bond(c, by=by, amount="1.00", on=TODAY())),
    "call_bond": (with_bond, lambda c, w, by: operations.call_bond(c, by=by, amount="1.00", on=TODAY(), **NOTE)),
    "approve_change": (make_change, lambda c, w, by: operations.approve_change(c, by=by)),
    "reject_change": (make_change, lambda c, w, by: operations.reject_change(c, by=by, **NOTE)),
    "sign_supplement": (
        lambda w: make_change(w, kind="amount", state="approved", content={"amount": "1000.00"}),
        lambda c, w, by: operations.sign_supplement(c, by=by, signed_on=TODAY(), file=pdf()),
    ),
    # 指标、报告
    "approve_actual": (make_actual, lambda a, w, by: operations.approve_actual(a, by=by)),
    "return_actual": (make_actual, lambda a, w, by: operations.return_actual(a, by=by, **NOTE)),
    "accept_report": (lambda w: make_report(w, state="submitted"), lambda r, w, by: operations.accept_report(r, by=by)),
    "return_report": (
        lambda w: make_report(w, state="submitted"),
        lambda r, w, by: operations.return_report(r, by=by, **NOTE),
    ),
    "comment_report": (
        lambda w: make_report(w, state="submitted"),
        lambda r, w, by: operations.comment_report(r, by=by, text="请补充"),
    ),
    # 拨款、支出、决算
    "check_instalment": (instalment_in("applied"), lambda i, w, by: operations.check_instalment(i, by=by)),
    "approve_instalment": (instalment_in("checked"), lambda i, w, by: operations.approve_instalment(i, by=by)),
    "reject_instalment": (instalment_in("applied"), lambda i, w, by: operations.reject_instalment(i, by=by, **NOTE)),
    "hold_instalment": (instalment_in("planned"), lambda i, w, by: operations.hold_instalment(i, by=by, **NOTE)),
    "release_instalment": (instalment_in("held"), lambda i, w, by: operations.release_instalment(i, by=by, **NOTE)),
    "pay_instalment": (instalment_in("approved"), lambda i, w, by: operations.pay_instalment(i, by=by)),
    "claw_back_instalment": (
        lambda w: make_paid_project(w).instalments.get(),
        lambda i, w, by: operations.claw_back_instalment(i, by=by, amount="1", **NOTE),
    ),
    "check_expense": (
        lambda w: make_expense(w, state="submitted"),
        lambda e, w, by: operations.check_expense(e, by=by),
    ),
    "accept_expense": (
        lambda w: make_expense(w, state="checked"),
        lambda e, w, by: operations.accept_expense(e, by=by),
    ),
    "disallow_expense": (
        lambda w: make_expense(w, state="submitted"),
        lambda e, w, by: operations.disallow_expense(e, by=by, **NOTE),
    ),
    "reverse_expense": (
        lambda w: make_expense(w, state="accepted"),
        lambda e, w, by: operations.reverse_expense(e, by=by, **NOTE),
    ),
    "approve_carry_over": (
        lambda w: make_settlement(w, state="submitted", use="carry_over"),
        lambda s, w, by: operations.approve_carry_over(s, by=by, **NOTE),
    ),
    "audit_settlement": (
        lambda w: make_settlement(w, state="submitted"),
        lambda s, w, by: operations.audit_settlement(s, by=by, opinion="同意"),
    ),
    "return_settlement": (
        lambda w: make_settlement(w, state="submitted"),
        lambda s, w, by: operations.return_settlement(s, by=by, **NOTE),
    ),
    "return_balance": (
        lambda w: make_settlement(w, state="audited"),
        lambda s, w, by: operations.return_balance(s, by=by),
    ),
    # 资格审查、评审、公示、异议
    "check_application": (application_in("submitted"), lambda a, w, by: operations.check_application(a, by=by)),
    "record_eligibility": (
        application_in("checking"),
        lambda a, w, by: operations.record_eligibility(a, by=by, item="audit", result="met"),
    ),
    "return_application": (
        application_in("checking"),
        lambda a, w, by: operations.return_application(a, by=by, **NOTE),
    ),
    "pass_application": (application_in("checking"), lambda a, w, by: operations.pass_application(a, by=by)),
    "fail_application": (application_in("checking"), lambda a, w, by: operations.fail_application(a, by=by, **NOTE)),
    "award_application": (
        lambda w: make_publicity(w, "closed").entries.get().application,
        lambda a, w, by: operations.award_application(a, by=by),
    ),
    "draw_panel": (lambda w: application_in("eligible")(w).call, lambda c, w, by: operations.draw_panel(c, by=by)),
    "start_review": (lambda w: application_in("eligible")(w).call, lambda c, w, by: operations.start_review(c, by=by)),
    "explain_spread": (
        lambda w: make_review(w).applications[0],
        lambda a, w, by: operations.explain_spread(a, by=by, text="已复核"),
    ),
    "rank_call": (reviewed, lambda c, w, by: operations.rank_call(c, by=by)),
    "publicise_call": (reviewed, lambda c, w, by: operations.publicise_call(c, by=by)),
    "close_publicity": (
        lambda w: make_publicity(w, is_over=True),
        lambda p, w, by: operations.close_publicity(p, by=by),
    ),
    "finish_call": (lambda w: make_publicity(w, "closed").call, lambda c, w, by: operations.finish_call(c, by=by)),
    "dismiss_objection": (make_objection, lambda o, w, by: operations.dismiss_objection(o, by=by, **NOTE)),
    "uphold_objection": (make_objection, lambda o, w, by: operations.uphold_objection(o, by=by, **NOTE)),
    # 以奖代补、归档
    "check_reward_sheet": (make_reward_sheet, lambda s, w, by: rewards.check_reward_sheet(s, by=by)),
    "approve_reward_sheet": (
        lambda w: make_reward_sheet(w, "publicity"),
        lambda s, w, by: rewards.approve_reward_sheet(s, by=by),
    ),
    "pay_reward_sheet": (
        lambda w: make_reward_sheet(w, "approved"),
        lambda s, w, by: rewards.pay_reward_sheet(s, by=by),
    ),
    "open_archive": (project_in("audited"), lambda p, w, by: open_archive(p, by=by)),
    "add_archive_item": (
        make_archive,
        lambda a, w, by: add_archive_item(a, by=by, part="01", title="批复", file=pdf()),
    ),
    "waive_archive_item": (make_archive, lambda a, w, by: waive_archive_item(a, by=by, part="01", note="无")),
    "seal_archive": (make_archive, lambda a, w, by: seal_archive(a, by=by)),
}


@pytest.mark.parametrize("name", CASES)
def test_nobody_decides_about_what_their_own_unit_handed_in(world, name):
    build, act = CASES[name]
    by = both_sides(world)
    record = build(world)

    def now():
        record.refresh_from_db()
        return (
            getattr(record, "state", None), LedgerEntry.objects.filter(by=by).count(),
            ProjectEvent.objects.filter(by=by).count(), Notification.objects.count(),
        )  # fmt: skip

    before = now()
    with pytest.raises(DomainError, match=r"单位|晨光社会工作服务中心任职"):
        act(record, world, by)
    assert now() == before


def test_the_matrix_knows_every_deciding_operation():
    """A new operation that decides finds its line here or is named as one that decides about nobody's hand-in."""
    verbs = (
        "approve_", "check_", "accept_", "reject_", "return_", "award_", "audit_", "pay_", "claw_back_", "disallow_",
        "pass_", "fail_", "rank_", "finish_", "dismiss_", "uphold_", "hold_", "release_", "complete_", "terminate_",
        "suspend_", "resume_", "rectify_", "sign_contract", "sign_supplement", "register_contract", "draw_panel",
        "start_", "publicise_call", "explain_spread", "reverse_",
    )  # fmt: skip
    elsewhere = {
        "approve_call", "approve_plan", "return_plan",  # refused to their author: test_call_, test_plan_operations
        "reject_need",  # collected by the unions themselves
        "fail_report",  # the timer
    }  # fmt: skip
    deciding = {name for name in operations.__all__ if name.startswith(verbs)}
    assert deciding - set(CASES) - elsewhere == set()
