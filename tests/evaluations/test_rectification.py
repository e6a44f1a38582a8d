"""Orders to rectify: evidence, review, every guard and move; then another round of the evaluation."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.models import Notification
from evaluations import workflow
from evaluations.enums import RectificationState
from evaluations.models import Evaluation, Rectification
from evaluations.operations import (
    assign_evaluation,
    close_rectification,
    order_rectification,
    return_rectification,
    review_again,
    submit_evaluation,
    submit_rectification,
)
from projects.enums import ProjectState
from projects.models import Project
from tests.cast import ROLE_NAMES, make_project
from tests.evaluations.actors import make_evaluation, make_rectification
from tests.projects.build_report import PDF
from tests.racing import together, verdicts

pytestmark = pytest.mark.django_db
STAGES = (ProjectState.MIDTERM_REVIEW, ProjectState.FINAL_REVIEW)
SOON = timedelta(days=20)


def evidence() -> SimpleUploadedFile:
    return SimpleUploadedFile("整改照片.pdf", PDF)


def failed(w, state=ProjectState.MIDTERM_REVIEW, score="55") -> Project:
    """A project whose evaluator has given ``score`` in this review."""
    project = make_project(w, state)
    evaluation = assign_evaluation(project, by=w.district, evaluator=w.expert, due_on=timezone.localdate() + SOON)
    submit_evaluation(evaluation, by=w.expert, score=Decimal(score), comment="档案不全。")
    return Project.objects.get(pk=project.pk)


def order(w, project, **fields) -> Rectification:
    defaults = {"problem": "签到表缺失", "basis": "合同第五条", "responsible": w.worker}
    return order_rectification(project, by=w.district, **(defaults | fields))


@pytest.mark.parametrize("state", STAGES)
def test_failure_rectification_and_another_round(world, state):
    project = failed(world, state)
    row = order(world, project)
    assert (row.evaluation.score, row.due_on) == (55, add_workdays(timezone.localdate(), 10))
    submit_rectification(row, by=world.worker, reply="已补齐", file=evidence())
    close_rectification(row, by=world.expert, conclusion="已改正")
    project = review_again(project, by=world.district)
    assert (project.state, project.evaluator) == (state, None)
    again = assign_evaluation(project, by=world.district, evaluator=world.expert, due_on=timezone.localdate() + SOON)
    submit_evaluation(again, by=world.expert, score=Decimal(78), comment="已改正。")
    rounds = Evaluation.objects.order_by("round").values_list("stage", "round", "score")
    stage = "midterm" if state == ProjectState.MIDTERM_REVIEW else "final"
    assert list(rounds) == [(stage, 1, 55), (stage, 2, 78)]
    kinds = Project.objects.get().events.values_list("kind", flat=True)
    assert [kind for kind in kinds if kind.startswith(("rectify", "review"))] == ["rectify", f"review_{stage}_again"]


def test_the_responsible_are_told(world):
    row = order(world, failed(world))
    Notification.objects.all().delete()
    submit_rectification(row, by=world.worker, reply="已补齐", file=evidence())
    assert set(Notification.objects.values_list("recipient", flat=True)) == {world.district.pk, world.expert.pk}
    return_rectification(row, by=world.expert, note="照片不清")
    told = Notification.objects.filter(title="整改被退回").values_list("recipient", flat=True)
    assert set(told) == {world.ngo.pk, world.worker.pk}


def test_only_a_failed_review_is_rectified(world):
    project = failed(world, score="60")
    with pytest.raises(DomainError, match="已经合格"):
        order(world, project)
    with pytest.raises(DomainError, match="还没有评分"):
        order(world, make_project(world, ProjectState.MIDTERM_REVIEW))
    assert not Rectification.objects.exists()


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"problem": " "}, "请填写整改问题"),
        ({"basis": "字" * 10_000}, "最多1000字"),
        ({"due_on": timezone.localdate()}, "今天之后"),
    ],
)
def test_what_an_order_needs(world, fields, match):
    project = failed(world)
    with pytest.raises(DomainError, match=match):
        order(world, project, **fields)
    nothing_happened(project)


def test_the_responsible_works_for_the_contractor(world):
    project = failed(world)
    with pytest.raises(DomainError, match="不是承接单位的在职人员"):
        order(world, project, responsible=world.rival_head)
    nothing_happened(project)


def nothing_happened(project) -> None:
    project.refresh_from_db()
    assert (project.state, Rectification.objects.count()) == ("midterm_review", 0)


def test_no_evidence_no_rectification(world):
    row = make_rectification(world)
    with pytest.raises(DomainError, match="请上传整改证据"):
        submit_rectification(row, by=world.worker, reply="已改")
    with pytest.raises(DomainError, match="不是 PDF"):
        submit_rectification(row, by=world.worker, reply="已改", file=SimpleUploadedFile("a.pdf", b"MZ"))
    row.refresh_from_db()
    assert (row.state, row.files.count(), row.events.count()) == ("open", 0, 0)


def test_a_return_gives_the_default_period_again(world):
    row = make_rectification(world, RectificationState.SUBMITTED, due_on=timezone.localdate())
    returned = return_rectification(row, by=world.district, note="不够")
    assert (returned.state, returned.due_on) == ("open", add_workdays(timezone.localdate(), 10))


@pytest.mark.parametrize("state", [RectificationState.OPEN, RectificationState.SUBMITTED])
def test_no_review_before_everything_is_rectified(world, state):
    row = make_rectification(world, state)
    with pytest.raises(DomainError, match="复核通过后才能复评"):
        review_again(row.project, by=world.district)
    row.project.refresh_from_db()
    assert row.project.state == "rectifying"


def test_the_contractor_does_not_review(world):
    row = make_rectification(world, RectificationState.SUBMITTED)
    for call in (
        lambda: close_rectification(row, by=world.ngo, conclusion="好"),
        lambda: return_rectification(row, by=world.ngo, note="好"),
    ):
        with pytest.raises(DomainError, match="您是承接单位的人员"):
            call()


MOVES = {
    "submit": lambda row, by: submit_rectification(row, by=by, reply="已改", file=evidence()),
    "close": lambda row, by: close_rectification(row, by=by, conclusion="好"),
    "return": lambda row, by: return_rectification(row, by=by, note="不够"),
}
WRONG = [(move, state) for move in workflow.RECTIFICATION for state in RectificationState if state not in move.sources]


@pytest.mark.parametrize(("move", "state"), WRONG, ids=lambda value: getattr(value, "name", value))
def test_every_move_from_every_other_state_is_refused(world, move, state):
    row = make_rectification(world, state)
    with pytest.raises(DomainError, match="目前是"):
        MOVES[move.name](row, world.district)
    row.refresh_from_db()
    assert (row.state, row.events.count(), row.files.count()) == (state, 0, 0)


@pytest.mark.parametrize("move", workflow.RECTIFICATION, ids=lambda move: move.name)
def test_nothing_moves_once_the_project_has_ended(world, move):
    row = make_rectification(world, move.sources[0])
    Project.objects.filter(pk=row.project_id).update(state=ProjectState.TERMINATED)
    with pytest.raises(DomainError, match="不在整改中"):
        MOVES[move.name](row, world.district)
    row.refresh_from_db()
    assert (row.state, row.events.count()) == (move.sources[0], 0)


@pytest.mark.django_db(transaction=True)
def test_closed_or_returned_but_not_both(world):
    make_rectification(world, RectificationState.SUBMITTED)
    results = verdicts(
        together(
            lambda: close_rectification(Rectification.objects.get(), by=world.district, conclusion="好"),
            lambda: return_rectification(Rectification.objects.get(), by=world.expert, note="不够"),
        )
    )
    assert sorted(result == "ok" for result in results) == [False, True]


def test_a_score_belongs_to_its_round(world):
    project = make_project(world, ProjectState.MIDTERM_REVIEW)
    stale = make_evaluation(world, project, stage="final")
    with pytest.raises(DomainError, match="已经进入另一轮评估"):
        submit_evaluation(stale, by=world.expert, score=Decimal(80), comment="好")
    stale.refresh_from_db()
    assert stale.state == "assigned"


ALLOWED = {
    "order_rectification": {"city", "district"},
    "review_again": {"city", "district"},
    "submit_rectification": {"ngo", "worker"},
    "close_rectification": {"city", "district", "expert"},
    "return_rectification": {"city", "district", "expert"},
}


@pytest.mark.parametrize("operation", ALLOWED)
def test_who_may(world, operation):
    row = make_rectification(world)
    target = row.project if operation in ("order_rectification", "review_again") else row
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"evaluations.{operation}", target)}
    assert may == ALLOWED[operation]


PAGES = {
    "rectification-detail": set(ROLE_NAMES) - {"stranger", "rival_head"},
    "rectification-submit": ALLOWED["submit_rectification"],
    "rectification-close": ALLOWED["close_rectification"],
    "rectification-return": ALLOWED["return_rectification"],
    "rectification-order": ALLOWED["order_rectification"],
    "project-review-again": ALLOWED["review_again"],
}


@pytest.mark.parametrize("page", PAGES)
def test_pages(world, signed_in, page):
    row = make_rectification(world)
    pk = row.pk if page.startswith("rectification") and page != "rectification-order" else row.project_id
    url = reverse(f"evaluations:{page}", args=[pk])
    answers = {name: signed_in(getattr(world, name)).get(url).status_code for name in ROLE_NAMES}
    outside = {"stranger", "rival_head"}
    assert answers == {name: 200 if name in PAGES[page] else 404 if name in outside else 403 for name in ROLE_NAMES}


def test_through_the_pages(world, signed_in):
    project = failed(world)
    fragment = reverse("evaluations:project-evaluation-fragment", args=[project.pk])

    def steps() -> list[str]:
        return [step["label"] for step in signed_in(world.district).get(fragment).context["steps"]]

    assert steps() == ["责令整改"]
    body = {"problem": "签到表缺失", "basis": "合同第五条", "responsible": world.worker.pk,
            "due_on": timezone.localdate() + SOON}  # fmt: skip
    signed_in(world.district).post(reverse("evaluations:rectification-order", args=[project.pk]), body)
    row = Rectification.objects.get()
    assert steps() == ["进入复评"]
    url = reverse("evaluations:rectification-submit", args=[row.pk])
    signed_in(world.worker).post(url, {"reply": "已补齐", "file": evidence()})
    signed_in(world.expert).post(reverse("evaluations:rectification-close", args=[row.pk]), {"conclusion": "已改正"})
    file = signed_in(world.district).get(reverse("evaluations:rectificationfile-file", args=[row.files.get().pk]))
    assert b"".join(file.streaming_content) == PDF
    signed_in(world.district).post(reverse("evaluations:project-review-again", args=[project.pk]), {"note": ""})
    assert steps() == ["委派评估"]


def test_over_the_api(world, api):
    project = failed(world)
    body = {"project": project.pk, "problem": "缺签到", "basis": "合同", "responsible": world.rival_head.pk}
    assert api(world.district).post("/api/v1/rectifications/", body).status_code == 400
    assert api(world.ngo).post("/api/v1/rectifications/", body).status_code == 403
    made = api(world.district).post("/api/v1/rectifications/", body | {"responsible": world.worker.pk})
    assert (made.status_code, made.data["state"], made.data["stage"]) == (201, "open", "midterm")
    url = f"/api/v1/rectifications/{made.data['id']}"
    sent = api(world.worker).post(f"{url}/submit/", {"reply": "已补", "file": evidence()}, format="multipart")
    assert (sent.status_code, sent.data["state"]) == (200, "submitted")
    assert api(world.district).post(f"{url}/review-again/").status_code == 409
    assert api(world.expert).post(f"{url}/close/", {"conclusion": "好"}).data["state"] == "closed"
    assert api(world.district).post(f"{url}/review-again/").status_code == 200
    assert Project.objects.get().state == "midterm_review"


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_do_not_grow(world, signed_in, django_assert_num_queries, number):
    for _ in range(number):
        make_rectification(world)
    client = signed_in(world.district)
    client.get(reverse("evaluations:rectification-list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("evaluations:rectification-list"))


LIST_QUERIES = 8
