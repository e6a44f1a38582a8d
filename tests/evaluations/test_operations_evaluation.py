"""Assigning, scoring and withdrawing the final evaluation."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from evaluations.enums import EvaluationState as State
from evaluations.models import Evaluation
from evaluations.operations import assign_evaluation, submit_evaluation, withdraw_evaluation
from orgs.enums import Role
from orgs.models import Membership
from projects.enums import NeedState, ProjectState
from projects.models import Project
from projects.operations import complete_project
from tests.cast import make_need, make_project, make_user, make_world
from tests.evaluations.actors import make_evaluation
from tests.racing import together

pytestmark = pytest.mark.django_db
COMMENT = "目标全部达成，回访记录完整。"


def soon() -> date:
    return timezone.localdate() + timedelta(days=10)


@pytest.fixture
def project(world):
    return make_project(world, ProjectState.FINAL_REVIEW)


def trail(evaluation) -> list[tuple]:
    return list(evaluation.events.values_list("kind", "from_state", "to_state", "by__username"))


def test_assign_opens_the_project_and_tells_the_evaluator(world, project):
    evaluation = assign_evaluation(project, by=world.district, evaluator=world.expert, due_on=soon())
    project.refresh_from_db()
    assert (evaluation.state, evaluation.assigned_by, project.evaluator) == (
        State.ASSIGNED, world.district, world.expert,
    )  # fmt: skip
    assert trail(evaluation) == [("create", "", State.ASSIGNED, "district")]
    assert Project.objects.visible_to(world.expert).get() == project
    assert list(Notification.objects.values_list("recipient__username", "key")) == [
        ("expert", f"evaluation:{evaluation.pk}:assigned")
    ]


def refuse_to_assign(project, by, evaluator, due_on=None, match="") -> None:
    with pytest.raises(DomainError, match=match):
        assign_evaluation(project, by=by, evaluator=evaluator, due_on=due_on or soon())
    project.refresh_from_db()
    assert project.evaluator is None
    assert (Evaluation.objects.count(), Notification.objects.count()) == (0, 0)


IN_REVIEW = (ProjectState.MIDTERM_REVIEW, ProjectState.FINAL_REVIEW)


@pytest.mark.parametrize("state", [state for state in ProjectState if state not in IN_REVIEW])
def test_only_projects_in_review_are_evaluated(world, state):
    refuse_to_assign(make_project(world, state), world.district, world.expert, match="只有“中期评估”和“末期评估”阶段")


@pytest.mark.parametrize("days", [0, -1])
def test_the_deadline_lies_ahead(world, project, days):
    due_on = timezone.localdate() + timedelta(days=days)
    refuse_to_assign(project, world.district, world.expert, due_on, match="今天之后")


def test_only_an_expert_evaluates(world, project):
    refuse_to_assign(project, world.district, world.street, match="不是本地区在任的评审专家")


def test_an_expert_of_another_district_is_not_in_the_pool(world, project):
    expert = make_user("far", world.other_district, Role.EXPERT)
    refuse_to_assign(project, world.district, expert, match="不是本地区在任的评审专家")


@pytest.mark.parametrize(
    ("tie", "words"),
    [
        ("contractor", "在晨光社会工作服务中心任职"),
        ("community_union", "在水源地社区联合工会任职"),
        ("party_branch", "在水源地社区党支部任职"),
    ],
)
def test_a_member_of_either_party_may_not_judge(world, project, tie, words):
    Membership.objects.create(user=world.expert, organization=getattr(world, tie), role=Role.LEADER)
    refuse_to_assign(project, world.district, world.expert, match=words)


def test_a_membership_that_ended_is_no_tie(world, project):
    Membership.objects.create(
        user=world.expert, organization=world.contractor, role=Role.WORKER,
        valid_from=date(2020, 1, 1), valid_to=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    evaluation = assign_evaluation(project, by=world.district, evaluator=world.expert, due_on=soon())
    assert evaluation.state == State.ASSIGNED


@pytest.mark.parametrize(("field", "words"), [("worker", "是本项目的执行社工"), ("created_by", "是本项目的填报人")])
def test_who_took_part_in_the_project_may_not_judge(world, field, words):
    project = make_project(world, ProjectState.FINAL_REVIEW, **{field: world.expert})
    refuse_to_assign(project, world.district, world.expert, match=words)


def test_who_approved_the_project_may_not_judge(world, project):
    Membership.objects.create(user=world.district, organization=world.district_union, role=Role.EXPERT)
    project.events.create(kind="approve", by=world.district)
    refuse_to_assign(project, world.city, world.district, match="批准过本项目立项")


def test_one_live_evaluation_at_a_time(world):
    evaluation = make_evaluation(world)
    other = make_user("other_expert", world.city_union, Role.EXPERT)
    with pytest.raises(DomainError, match="已委派给expert。要换人，请先撤销原委派"):
        assign_evaluation(evaluation.project, by=world.district, evaluator=other, due_on=soon())
    assert Evaluation.objects.get() == evaluation


def test_submit_records_the_score_and_tells_the_parties(world):
    evaluation = make_evaluation(world)
    submit_evaluation(evaluation, by=world.expert, score=Decimal("91.50"), comment=f" {COMMENT} ")
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.score, evaluation.comment) == (State.SCORED, Decimal("91.50"), COMMENT)
    assert evaluation.project.final_score == Decimal("91.50")
    assert trail(evaluation) == [("submit", State.ASSIGNED, State.SCORED, "expert")]
    assert sorted(Notification.objects.values_list("recipient__username", flat=True)) == ["district", "ngo", "worker"]


def refuse_to_submit(evaluation, by, score="91", comment=COMMENT, match="") -> None:
    with pytest.raises(DomainError, match=match):
        submit_evaluation(evaluation, by=by, score=Decimal(score), comment=comment)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.score, evaluation.comment) == (State.ASSIGNED, None, "")
    assert (evaluation.project.final_score, evaluation.events.count(), Notification.objects.count()) == (None, 0, 0)


def test_only_the_evaluator_submits(world):
    refuse_to_submit(make_evaluation(world), world.district, match="只能由本人评分")


@pytest.mark.parametrize("score", ["-0.01", "100.01", "NaN", "Infinity"])
def test_a_score_outside_the_scale_is_refused(world, score):
    refuse_to_submit(make_evaluation(world), world.expert, score, match="0到100之间")


def test_a_score_has_two_decimals(world):
    refuse_to_submit(make_evaluation(world), world.expert, "88.888", match="两位小数")


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_a_score_without_reasons_is_refused(world, comment):
    refuse_to_submit(make_evaluation(world), world.expert, comment=comment, match="请填写评估意见")


def test_an_evaluator_who_joined_a_party_since_may_not_submit(world):
    evaluation = make_evaluation(world)
    Membership.objects.create(user=world.expert, organization=world.contractor, role=Role.SUPERVISOR)
    refuse_to_submit(evaluation, world.expert, match="应当回避")


def test_an_evaluator_whose_term_ended_may_not_submit(world):
    evaluation = make_evaluation(world)
    world.expert.memberships.update(valid_to=timezone.localdate() - timedelta(days=1))
    refuse_to_submit(evaluation, world.expert, match="不是本地区在任的评审专家")


def test_a_submitted_evaluation_cannot_be_submitted_again_or_assigned_again(world):
    evaluation = make_evaluation(world)
    submit_evaluation(evaluation, by=world.expert, score=Decimal(70), comment=COMMENT)
    with pytest.raises(DomainError, match="目前是“已评分”"):
        submit_evaluation(evaluation, by=world.expert, score=Decimal(99), comment=COMMENT)
    with pytest.raises(DomainError, match="已完成末期评估"):
        assign_evaluation(evaluation.project, by=world.district, evaluator=world.expert, due_on=soon())
    assert Evaluation.objects.get().score == Decimal("70.00")


def test_the_database_freezes_a_submitted_evaluation(world):
    evaluation = make_evaluation(world)
    submit_evaluation(evaluation, by=world.expert, score=Decimal(70), comment=COMMENT)
    for change in ({"score": Decimal(99)}, {"comment": "改"}, {"state": State.ASSIGNED}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Evaluation.objects.filter(pk=evaluation.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        evaluation.events.update(note="改")
    assert Evaluation.objects.get().score == Decimal("70.00")


def test_a_scored_project_can_be_completed(world):
    need = make_need(world, NeedState.IN_PROJECT)
    evaluation = make_evaluation(world, make_project(world, ProjectState.FINAL_REVIEW, need))
    with pytest.raises(DomainError):
        complete_project(evaluation.project, by=world.district)
    submit_evaluation(evaluation, by=world.expert, score=Decimal(70), comment=COMMENT)
    complete_project(evaluation.project, by=world.district)
    assert Project.objects.get().state == ProjectState.COMPLETED


def test_withdraw_takes_the_project_out_of_sight_and_allows_another(world):
    evaluation = make_evaluation(world)
    withdraw_evaluation(evaluation, by=world.district, note="专家出差")
    evaluation.refresh_from_db()
    assert trail(evaluation) == [("withdraw", State.ASSIGNED, State.WITHDRAWN, "district")]
    assert not Project.objects.visible_to(world.expert).exists()
    assert not Evaluation.objects.visible_to(world.expert).exists()
    assert list(Notification.objects.values_list("recipient__username", "key")) == [
        ("expert", f"evaluation:{evaluation.pk}:withdrawn")
    ]
    again = assign_evaluation(evaluation.project, by=world.district, evaluator=world.expert, due_on=soon())
    assert again.state == State.ASSIGNED


def test_a_submitted_evaluation_cannot_be_withdrawn(world):
    evaluation = make_evaluation(world)
    submit_evaluation(evaluation, by=world.expert, score=Decimal(70), comment=COMMENT)
    with pytest.raises(DomainError, match="不能撤销委派"):
        withdraw_evaluation(evaluation, by=world.district)
    assert Evaluation.objects.get().state == State.SCORED


@pytest.mark.django_db(transaction=True)
def test_two_people_assigning_at_once_make_one_evaluation():
    w = make_world()
    project = make_project(w, ProjectState.FINAL_REVIEW)
    other = make_user("other_expert", w.city_union, Role.EXPERT)

    def assign(evaluator):
        return lambda: assign_evaluation(project, by=w.district, evaluator=evaluator, due_on=soon())

    results = together(assign(w.expert), assign(other))
    assert {type(result) for result in results} == {Evaluation, DomainError}
    evaluation = Evaluation.objects.get()
    project.refresh_from_db()
    assert (project.evaluator, Notification.objects.count()) == (evaluation.evaluator, 1)
