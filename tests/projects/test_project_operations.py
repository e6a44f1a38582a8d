"""From the decision to the completion: every move from every state, and the guards."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import operations, workflow
from projects.enums import ProjectState
from projects.models import Instalment, LedgerEntry
from tests.cast import make_fund, make_need, make_project, make_user
from tests.projects.build import BASIS

ACTORS = {"submit": "ngo", "activate": "ngo", "conclude": "ngo"}
NEED_STATE = {"draft": "matched", "submitted": "matched", "returned": "matched", "rejected": "verified"}


def project_in(world, state, **fields):
    """A project whose need stands where the operations would have left it."""
    need = make_need(world, state=NEED_STATE.get(state, "met" if state == "completed" else "in_project"))
    if state == "final_review":
        fields.setdefault("final_score", Decimal("80"))
    return make_project(world, state, need=need, **fields)


def move(world, project, transition):
    """Make one transition the way its operation is called."""
    operation = getattr(operations, f"{transition.name}_project")
    extra = {"fund": make_fund(world, name="可用专项")} if transition.name == "approve" else {}
    return operation(project, by=getattr(world, ACTORS.get(transition.name, "district")), note="理由", **extra)


@pytest.mark.parametrize("state", ProjectState.values)
@pytest.mark.parametrize("transition", workflow.PROJECT, ids=lambda transition: transition.name)
def test_every_move_from_every_state(world, transition, state):
    project = project_in(world, state)
    if state in transition.sources:
        assert move(world, project, transition).state == transition.target
        event = project.events.get()
        assert (event.kind, event.from_state, event.to_state, event.note) == (
            transition.name, state, transition.target, "理由",
        )  # fmt: skip
        return
    with pytest.raises(DomainError, match=f"不能{transition.label}"):
        move(world, project, transition)
    project.refresh_from_db()
    assert (project.state, project.events.count(), Notification.objects.count()) == (state, 0, 0)


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
    with pytest.raises(DomainError, match="末期评估"):
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
