"""From the decision to the completion: every move from every state, and the guards."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from core.workflow import step
from projects import operations, workflow
from projects.enums import ProjectState
from projects.models import Change, Instalment, LedgerEntry
from projects.operations.ledger import post_entry
from tests.cast import make_fund, make_need, make_project, make_user
from tests.projects.build import BASIS
from tests.projects.build_contract import make_contract

NEED_STATE = {"draft": "matched", "submitted": "matched", "returned": "matched", "rejected": "verified"}


def project_in(world, state, **fields):
    """A project whose need stands where the operations would have left it."""
    need = make_need(world, state=NEED_STATE.get(state, "met" if state == "completed" else "in_project"))
    if state == "final_review":
        fields.setdefault("final_score", Decimal("80"))
    return make_project(world, state, need=need, **fields)


def signed(w, project):
    contract = make_contract(w, project, state="draft", project_state=project.state)
    file = ContentFile(b"%PDF-1.4", "合同.pdf")
    return operations.sign_contract(contract, by=w.district, signed_on=timezone.localdate(), file=file, note="理由")


def changed(w, project):
    make_contract(w, project, project_state=project.state)
    content = {"ends_on": f"{project.ends_on + timedelta(days=9)}"}
    return operations.request_change(project, by=w.ngo, kind="period", reason="理由", content=content)


def settled(w, project):
    make_contract(w, project, project_state=project.state)
    change = Change.objects.create(project=project, kind="period", reason="顺延", requested_by=w.ngo)
    return operations.reject_change(change, by=w.district, note="理由")


def clawed_back(w, project):
    if project.fund_id:
        post_entry(project.fund, "payment", Decimal("100.00"), key="payment:x", by=w.finance, project=project)
    return operations.claw_back_project(project, by=w.district, note="理由")


# How people make each move; those of evaluation, settlement and archive are tried as they stand in the workflow.
MOVES = {
    "submit": lambda w, row: operations.submit_project(row, by=w.ngo, note="理由"),
    "approve": lambda w, row: operations.approve_project(
        row, by=w.district, fund=make_fund(w, name="可用专项"), note="理由", **BASIS
    ),
    "return": lambda w, row: operations.return_project(row, by=w.district, note="理由"),
    "reject": lambda w, row: operations.reject_project(row, by=w.district, note="理由"),
    "contract": lambda w, row: operations.draft_contract(row, by=w.district, note="理由"),
    "sign": signed,
    "activate": lambda w, row: operations.activate_project(row, by=w.ngo, note="理由"),
    "suspend": lambda w, row: operations.suspend_project(row, by=w.district, note="理由"),
    "resume": lambda w, row: operations.resume_project(row, by=w.district, note="理由"),
    "request_change": changed,
    "close_change": settled,
    "conclude": lambda w, row: operations.conclude_project(row, by=w.ngo, note="理由"),
    "complete": lambda w, row: operations.complete_project(row, by=w.district, note="理由"),
    "terminate": lambda w, row: operations.terminate_project(row, by=w.district, note="理由"),
    "claw_back": clawed_back,
}
NOTES = {"request_change": "延期：理由", "close_change": "延期未获批准"}


def move(world, project, transition):
    """Make one transition the way it is made; otherwise as the workflow declares it."""
    if transition.name in MOVES:
        return MOVES[transition.name](world, project)
    with step(project, transition, by=world.district, note="理由"):
        return None


@pytest.mark.parametrize("state", ProjectState.values)
@pytest.mark.parametrize("transition", workflow.PROJECT, ids=lambda transition: transition.name)
def test_every_move_from_every_state(world, transition, state):
    project = project_in(world, state)
    if state in transition.sources:
        move(world, project, transition)
        project.refresh_from_db()
        event = project.events.get()
        assert (project.state, event.kind, event.from_state, event.to_state, event.note) == (
            transition.target, transition.name, state, transition.target, NOTES.get(transition.name, "理由"),
        )  # fmt: skip
        return
    with pytest.raises(DomainError, match=f"不能{transition.label}"):
        move(world, project, transition)
    project.refresh_from_db()
    assert (project.state, project.events.count(), Notification.objects.count()) == (state, 0, 0)


def test_termination_ends_contract_payments_and_needs(world):
    project = make_contract(world).project
    need = project.needs.get()
    type(need).objects.filter(pk=need.pk).update(state="in_project")
    operations.terminate_project(project, by=world.district, note="严重违约")
    project.refresh_from_db()
    need.refresh_from_db()
    assert (project.state, project.contract.state, need.state) == ("terminated", "terminated", "verified")
    assert set(project.instalments.values_list("state", flat=True)) == {"held"}
    assert (project.committed, project.fund.entries.get(key=f"release:terminate:{project.pk}").amount) == (
        0, -project.budget,
    )  # fmt: skip
    told = set(Notification.objects.filter(key=f"project:{project.pk}:terminate").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.community.pk, world.finance.pk}


@pytest.mark.parametrize("name", ["suspend_project", "terminate_project"])
def test_a_halt_needs_a_reason_and_somebody_outside(world, name):
    project = make_contract(world).project
    operation = getattr(operations, name)
    with pytest.raises(DomainError, match="写明原因"):
        operation(project, by=world.district, note="  ")
    with pytest.raises(DomainError, match="承接单位的人员"):
        operation(project, by=world.ngo, note="理由")
    project.refresh_from_db()
    assert (project.state, project.events.count(), project.contract.state) == ("active", 0, "registered")


def test_nothing_paid_nothing_to_take_back(world):
    project = project_in(world, "terminated")
    with pytest.raises(DomainError, match="没有已拨付的款项"):
        operations.claw_back_project(project, by=world.district, note="理由")
    project.refresh_from_db()
    assert project.state == "terminated"


def approved(world, budget="50000.01"):
    project = project_in(world, "submitted", budget=Decimal(budget))
    operations.approve_project(project, by=world.district, fund=make_fund(world), **BASIS)
    project.refresh_from_db()
    return project


def test_approve_commits_and_plans(world):
    project = approved(world)
    today = timezone.localdate()
    entry = project.entries.get()
    assert (entry.kind, entry.amount, entry.key, entry.by, entry.on) == (
        "commitment", Decimal("50000.01"), f"commitment:{project.pk}", world.district, today,
    )  # fmt: skip
    assert list(project.instalments.values_list("number", "ratio", "amount", "due_on", "is_final")) == [
        (1, Decimal("60.00"), Decimal("30000.01"), today + timedelta(days=15), False),
        (2, Decimal("40.00"), Decimal("20000.00"), project.ends_on + timedelta(days=30), True),
    ]
    assert project.needs.get().state == "in_project"
    told = set(Notification.objects.filter(key=f"project:{project.pk}:approve").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.community.pk, world.finance.pk}


def test_three_instalments(world, settings):
    settings.INSTALMENT_RATIOS = ("50", "30", "20")
    project = approved(world, "100.00")
    rows = list(project.instalments.values_list("amount", "is_final"))
    assert rows == [(Decimal("50.00"), False), (Decimal("30.00"), False), (Decimal("20.00"), True)]
    middle = project.instalments.get(number=2)
    assert project.starts_on < middle.due_on < project.ends_on


def refused_approval(world, sentence, *, project=None, by=None, fund=None):
    project = project or project_in(world, "submitted")
    fund = fund or make_fund(world)
    before = LedgerEntry.objects.count(), project.events.count()
    with pytest.raises(DomainError, match=sentence):
        operations.approve_project(project, by=by or world.district, fund=fund, **BASIS)
    project.refresh_from_db()
    assert (project.state, project.fund, project.needs.get().state) == ("submitted", None, "matched")
    assert (LedgerEntry.objects.count(), project.events.count()) == before
    assert (Instalment.objects.count(), Notification.objects.count()) == (0, 0)


def test_no_approval_beyond_the_fund(world):
    refused_approval(world, "可用余额 49,999.99 元", fund=make_fund(world, "49999.99"))


def test_no_approval_from_a_foreign_fund(world):
    fund = make_fund(world)
    type(fund).objects.filter(pk=fund.pk).update(organization=world.other_district)
    fund.refresh_from_db()
    refused_approval(world, "换一个资金来源", fund=fund)


def test_whoever_created_it_does_not_approve(world):
    refused_approval(world, "填报或提交过", project=project_in(world, "submitted", created_by=world.district))


def test_whoever_submitted_it_does_not_approve(world):
    project = project_in(world, "submitted")
    project.events.create(kind="submit", from_state="draft", to_state="submitted", by=world.district)
    refused_approval(world, "填报或提交过", project=project)


def test_nobody_approves_for_their_own_organization(world):
    both = make_user("both", world.district_union, "district_union")
    both.memberships.create(organization=world.contractor, role="supervisor")
    refused_approval(world, "承接单位的人员", by=both)


@pytest.mark.parametrize(
    ("name", "state"), [("return", "submitted"), ("reject", "submitted"), ("complete", "final_review")]
)
def test_nobody_decides_on_their_own_organization(world, name, state):
    world.district.memberships.create(organization=world.contractor, role="supervisor")
    project = project_in(world, state)
    with pytest.raises(DomainError, match="承接单位的人员"):
        getattr(operations, f"{name}_project")(project, by=world.district, note="理由")
    project.refresh_from_db()
    assert (project.state, project.events.count()) == (state, 0)


def test_complete_waits_for_the_score(world):
    project = project_in(world, "final_review", final_score=None)
    with pytest.raises(DomainError, match="还没有末期评分"):
        operations.complete_project(project, by=world.district)
    project.refresh_from_db()
    assert (project.state, project.events.count(), project.needs.get().state) == ("final_review", 0, "in_project")


@pytest.mark.parametrize(("score", "need_state"), [("60", "met"), ("59.99", "verified")])
def test_needs_are_met_by_passing_projects_only(world, score, need_state):
    project = project_in(world, "final_review", final_score=Decimal(score))
    operations.complete_project(project, by=world.district)
    assert project.needs.get().state == need_state


def test_reject_frees_the_needs(world):
    project = project_in(world, "submitted")
    operations.reject_project(project, by=world.district, note="预算不合理")
    assert project.needs.get().state == "verified"
    assert set(Notification.objects.filter(key__startswith="project").values_list("recipient", flat=True)) == {
        world.ngo.pk, world.worker.pk,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["return_project", "reject_project"])
def test_refusals_need_a_reason(world, name):
    project = project_in(world, "submitted")
    with pytest.raises(DomainError, match="写明原因"):
        getattr(operations, name)(project, by=world.district, note=" ")
    project.refresh_from_db()
    assert (project.state, project.events.count()) == ("submitted", 0)


def test_appoint_and_withdraw_evaluator(world):
    project = project_in(world, "final_review", final_score=None)
    operations.appoint_evaluator(project, by=world.district, evaluator=world.expert)
    assert list(type(project).objects.visible_to(world.expert)) == [project]
    project = operations.appoint_evaluator(project, by=world.district, evaluator=None)
    assert project.evaluator is None
    assert list(project.events.values_list("kind", "note")) == [
        ("appoint_evaluator", "评估人：expert"), ("appoint_evaluator", "撤回委派"),
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "active", "completed"])
def test_evaluators_only_in_final_review(world, state):
    project = project_in(world, state)
    with pytest.raises(DomainError, match="才能委派"):
        operations.appoint_evaluator(project, by=world.district, evaluator=world.expert)
    assert project.events.count() == 0


def test_no_other_evaluator_after_the_score(world):
    project = project_in(world, "final_review", final_score=Decimal("80"))
    with pytest.raises(DomainError, match="已经记入"):
        operations.appoint_evaluator(project, by=world.district, evaluator=world.expert)


def test_record_final_score_once(world):
    project = project_in(world, "final_review", final_score=None, evaluator=world.expert)
    assert operations.record_final_score(project, by=world.expert, score=Decimal("88.5")).final_score == Decimal("88.5")
    with pytest.raises(DomainError, match="不能再改"):
        operations.record_final_score(project, by=world.expert, score=Decimal("90"))
    event = project.events.get()
    assert (event.kind, event.by, event.note) == ("record_final_score", world.expert, "88.50 分")


@pytest.mark.parametrize("score", ["-0.01", "100.01", "NaN", "Infinity", "88.555"])
def test_impossible_scores(world, score):
    project = project_in(world, "final_review", final_score=None, evaluator=world.expert)
    with pytest.raises(DomainError, match="0 到 100"):
        operations.record_final_score(project, by=world.expert, score=Decimal(score))
    assert project.events.count() == 0


def test_only_the_evaluator_scores(world):
    project = project_in(world, "final_review", final_score=None, evaluator=world.expert)
    with pytest.raises(DomainError, match="委派的评估人"):
        operations.record_final_score(project, by=world.district, score=Decimal("90"))
    active = project_in(world, "active", evaluator=world.expert)
    with pytest.raises(DomainError, match="不在末期评估阶段"):
        operations.record_final_score(active, by=world.expert, score=Decimal("90"))
