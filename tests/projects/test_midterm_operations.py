"""The midterm review, rectification and review again: guards, scores, and the moves from every state."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import workflow
from projects.enums import NeedState, ReportKind, ReportState
from projects.enums import ProjectState as P
from projects.models import Parameter, Project
from projects.operations import complete_project
from projects.operations.evaluation import (
    appoint_evaluator,
    pass_midterm,
    record_final_score,
    record_midterm_score,
    rectify_project,
    review_again,
    start_midterm,
)
from projects.parameters import History
from tests.cast import ROLE_NAMES, make_need, make_project
from tests.projects.build_report import make_report
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def reported(w, state=ReportState.ACCEPTED) -> Project:
    project = make_project(w, P.ACTIVE)
    make_report(w, project, ReportKind.MIDTERM, state)
    return project


def reviewed(w, state=P.MIDTERM_REVIEW, score=None, **fields) -> Project:
    column = "midterm_score" if state == P.MIDTERM_REVIEW else "final_score"
    return make_project(w, state, evaluator=w.expert, **{column: score and Decimal(score)}, **fields)


def rectifying(w, came_from, **fields) -> Project:
    project = reviewed(w, came_from, "55.00", **fields)
    return rectify_project(project, by=w.district, note="档案不全")


@pytest.mark.parametrize("state", [ReportState.ACCEPTED, ReportState.FAILED])
def test_a_midterm_starts_once_its_report_is_settled(world, state):
    project = start_midterm(reported(world, state), by=world.district)
    assert (project.state, project.evaluator, project.events.last().kind) == ("midterm_review", None, "start_midterm")
    assert set(Notification.objects.values_list("recipient", flat=True)) == {world.ngo.pk, world.worker.pk}


@pytest.mark.parametrize("state", [ReportState.PLANNED, ReportState.SUBMITTED, ReportState.RETURNED])
def test_not_before_its_report(world, state):
    project = reported(world, state)
    with pytest.raises(DomainError, match="中期报告还没有审核通过"):
        start_midterm(project, by=world.district)
    unchanged(project, "active")


def test_not_again_after_passing(world):
    project = reported(world)
    Project.objects.filter(pk=project.pk).update(midterm_score=75)
    with pytest.raises(DomainError, match="已经合格"):
        start_midterm(project, by=world.district)
    unchanged(project, "active")


def unchanged(project, state, events=0) -> None:
    project.refresh_from_db()
    assert (project.state, project.events.count(), Notification.objects.count()) == (state, events, 0)


@pytest.mark.parametrize(("score", "passes"), [("59.99", False), ("60.00", True), ("100.00", True)])
def test_the_pass_mark_decides(world, score, passes):
    project = reviewed(world, score=score)
    if passes:
        passed = pass_midterm(project, by=world.district)
        assert (passed.state, passed.evaluator, passed.midterm_score) == ("active", None, Decimal(score))
    else:
        with pytest.raises(DomainError, match="低于合格线 60 分"):
            pass_midterm(project, by=world.district)
        unchanged(project, "midterm_review")


def test_the_pass_mark_is_the_rule_centres_of_the_day_the_project_began(world):
    today = timezone.localdate()
    project = reviewed(world, score="65.00")
    Parameter.objects.create(name="pass_mark", value=75, valid_from=today, source_text="后来的规定")
    assert (project.pass_mark, History("pass_mark").on(project.starts_on), History("pass_mark").on(today)) == (
        60, 60, 75,
    )  # fmt: skip
    Parameter.objects.create(name="pass_mark", value=70, valid_from=project.starts_on, source_text="区总规定")
    with pytest.raises(DomainError, match="低于合格线 70 分"):
        pass_midterm(project, by=world.district)


def test_no_score_no_decision(world):
    project = reviewed(world)
    for decide in (pass_midterm, rectify_project):
        with pytest.raises(DomainError, match="还没有中期评分"):
            decide(project, by=world.district, note="理由")
    unchanged(project, "midterm_review")


@pytest.mark.parametrize("stage", [P.MIDTERM_REVIEW, P.FINAL_REVIEW])
def test_only_a_failed_review_is_rectified(world, stage):
    project = reviewed(world, stage, "60.00")
    with pytest.raises(DomainError, match="已经合格，无需整改"):
        rectify_project(project, by=world.district, note="理由")
    with pytest.raises(DomainError, match="请写明原因"):
        rectify_project(project, by=world.district, note="")
    unchanged(project, stage)


@pytest.mark.parametrize(
    ("stage", "column", "record"),
    [(P.MIDTERM_REVIEW, "midterm_score", record_midterm_score), (P.FINAL_REVIEW, "final_score", record_final_score)],
)
def test_review_again_makes_room_for_a_new_score(world, stage, column, record):
    project = review_again(rectifying(world, stage), by=world.district)
    project.refresh_from_db()
    assert (project.state, getattr(project, column), project.evaluator) == (stage, None, None)
    appoint_evaluator(project, by=world.district, evaluator=world.expert)
    record(project, by=world.expert, score=Decimal("72.50"))
    project.refresh_from_db()
    assert getattr(project, column) == Decimal("72.50")


def test_the_database_keeps_a_final_score_outside_rectification(world):
    project = reviewed(world, P.FINAL_REVIEW, "55.00")
    with pytest.raises(DatabaseError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(final_score=None)
    project.refresh_from_db()
    assert project.final_score == Decimal("55.00")


def test_after_the_final_review_once(world):
    need = make_need(world, NeedState.IN_PROJECT)
    project = review_again(rectifying(world, P.FINAL_REVIEW, need=need), by=world.district)
    Project.objects.filter(pk=project.pk).update(evaluator=world.expert)
    record_final_score(project, by=world.expert, score=Decimal(50))
    with pytest.raises(DomainError, match="已经整改过，复评仍不合格"):
        rectify_project(project, by=world.district, note="理由")
    done = complete_project(Project.objects.get(), by=world.district)
    assert (done.state, done.has_passed) == ("completed", False)


def test_after_the_midterm_as_often_as_needed(world):
    project = review_again(rectifying(world, P.MIDTERM_REVIEW), by=world.district)
    Project.objects.filter(pk=project.pk).update(evaluator=world.expert, midterm_score=50)
    assert rectify_project(project, by=world.district, note="仍不全").state == "rectifying"


@pytest.mark.parametrize(
    ("stage", "kind", "record"),
    [
        (P.MIDTERM_REVIEW, ReportKind.MIDTERM, record_midterm_score),
        (P.FINAL_REVIEW, ReportKind.FINAL, record_final_score),
    ],
)
def test_a_report_that_never_came_makes_the_review_fail(world, stage, kind, record):
    project = reviewed(world, stage)
    make_report(world, project, kind, ReportState.FAILED)
    with pytest.raises(DomainError, match="视为不合格，评分应低于 60 分"):
        record(project, by=world.expert, score=Decimal(60))
    record(project, by=world.expert, score=Decimal("59.99"))
    rectify_project(project, by=world.district, note="补交报告")
    project = review_again(project, by=world.district)
    Project.objects.filter(pk=project.pk).update(evaluator=world.expert)
    assert record(project, by=world.expert, score=Decimal(80)).state == stage


@pytest.mark.parametrize("score", ["-0.01", "100.01", "60.005", "NaN", "Infinity"])
@pytest.mark.parametrize("record", [record_midterm_score, record_final_score])
def test_scores_that_are_none(world, record, score):
    project = reviewed(world)
    with pytest.raises(DomainError, match="0 到 100"):
        record(project, by=world.expert, score=Decimal(score))
    unchanged(project, "midterm_review")


def test_only_the_appointed_evaluator_scores_and_once(world):
    project = reviewed(world)
    with pytest.raises(DomainError, match="只有委派的评估人"):
        record_midterm_score(project, by=world.district, score=Decimal(80))
    record_midterm_score(project, by=world.expert, score=Decimal(80))
    with pytest.raises(DomainError, match="已经记入"):
        record_midterm_score(project, by=world.expert, score=Decimal(90))
    with pytest.raises(DomainError, match="不能更换评估人"):
        appoint_evaluator(project, by=world.district, evaluator=None)


MOVES = {
    "start_midterm": start_midterm,
    "pass_midterm": pass_midterm,
    "rectify": rectify_project,
    "review_midterm_again": review_again,
    "review_final_again": review_again,
}
WRONG = [(move, state) for move in workflow.PROJECT if move.name in MOVES for state in P if state not in move.sources]


@pytest.mark.parametrize(("move", "state"), WRONG, ids=lambda value: getattr(value, "name", value))
def test_every_move_from_every_other_state_is_refused(world, move, state):
    project = make_project(world, state)
    with pytest.raises(DomainError, match="目前是"):
        MOVES[move.name](project, by=world.district, note="理由")
    unchanged(project, state)


@pytest.mark.parametrize("stage", [P.MIDTERM_REVIEW, P.FINAL_REVIEW])
def test_nobody_decides_about_their_own_unit(world, stage):
    decisions = {
        start_midterm: reported(world),
        pass_midterm: reviewed(world, score="80.00"),
        rectify_project: reviewed(world, stage, "50.00"),
        review_again: rectifying(world, stage),
    }
    Notification.objects.all().delete()
    for decide, project in decisions.items():
        with pytest.raises(DomainError, match="您是承接单位的人员"):
            decide(project, by=world.ngo, note="理由")


@pytest.mark.django_db(transaction=True)
def test_passed_or_rectified_but_not_both(world):
    """The score is at the mark for one of the two readers only: whoever comes second finds another state."""
    project = reviewed(world, score="80.00")
    calls = [lambda: pass_midterm(Project.objects.get(), by=world.district) for _ in range(2)]
    results = at_once(*calls)
    assert sorted(result == "ok" for result in results) == [False, True]
    assert project.events.filter(kind="pass_midterm").count() == 1


PAGES = {"project-start-midterm": {"city", "district"}, "project-pass-midterm": {"city", "district"}}


@pytest.mark.parametrize("page", PAGES)
def test_pages(world, signed_in, page):
    url = reverse(f"projects:{page}", args=[reported(world).pk])
    answers = {name: signed_in(getattr(world, name)).get(url).status_code for name in ROLE_NAMES}
    outside = {"stranger", "rival_head", "expert"}
    assert answers == {name: 200 if name in PAGES[page] else 404 if name in outside else 403 for name in ROLE_NAMES}


def test_through_the_pages_and_the_api(world, signed_in, api):
    project = reported(world)
    signed_in(world.district).post(reverse("projects:project-start-midterm", args=[project.pk]), {"note": ""})
    Project.objects.filter(pk=project.pk).update(midterm_score=80)
    answer = api(world.district).post(f"/api/v1/projects/{project.pk}/pass-midterm/")
    assert (answer.status_code, answer.data["state"]) == (200, "active")
    assert api(world.district).post(f"/api/v1/projects/{project.pk}/start-midterm/").status_code == 409
