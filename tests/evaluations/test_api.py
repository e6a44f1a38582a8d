"""Evaluations and ratings over the API."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from evaluations.enums import EvaluationState as State
from evaluations.models import Evaluation
from orgs.enums import Role
from projects.enums import ProjectState
from tests.cast import make_activity, make_project, make_user
from tests.evaluations.actors import make_evaluation, make_open_session, make_ratings

pytestmark = pytest.mark.django_db
URL = "/api/v1/evaluations/"


def assignment(project, evaluator) -> dict:
    due_on = str(timezone.localdate() + timedelta(days=10))
    return {"project": project.pk, "evaluator": evaluator.pk, "due_on": due_on}


def test_assign_submit_and_read(world, api):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    made = api(world.district).post(URL, assignment(project, world.expert))
    assert (made.status_code, made.data["state"], made.data["evaluator_name"]) == (201, "assigned", "expert")
    body = {"score": "91.5", "comment": "目标达成。"}
    scored = api(world.expert).post(f"{URL}{made.data['id']}/submit/", body)
    assert (scored.status_code, scored.data["score"], scored.data["grade"]) == (200, "91.50", "excellent")
    listed = api(world.ngo).get(URL).data
    assert (listed["count"], listed["results"][0]["score"]) == (1, "91.50")


def test_withdraw(world, api):
    evaluation = make_evaluation(world)
    answer = api(world.district).post(f"{URL}{evaluation.pk}/withdraw/", {"note": "专家出差"})
    assert (answer.status_code, answer.data["state"]) == (200, "withdrawn")


def test_assigning_needs_the_purchaser(world, api):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    assert api(world.ngo).post(URL, assignment(project, world.expert)).status_code == 403
    assert api(world.ngo).post(URL, assignment(project, world.ngo)).status_code == 403  # says nothing of the pool
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("field", ["project", "evaluator", "due_on"])
def test_bad_fields_answer_400_by_field(world, api, field):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    answer = api(world.district).post(URL, assignment(project, world.expert) | {field: "x"})
    assert (answer.status_code, list(answer.data)) == (400, [field])


def test_a_project_outside_ones_scope_does_not_exist(world, api):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    other = make_user("other_district", world.other_district, Role.DISTRICT_UNION)
    answer = api(other).post(URL, assignment(project, world.expert))
    assert (answer.status_code, list(answer.data)) == (400, ["project"])


def test_an_evaluator_outside_the_pool_does_not_exist(world, api):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    answer = api(world.district).post(URL, assignment(project, world.stranger))
    assert (answer.status_code, list(answer.data)) == (400, ["evaluator"])


def test_a_refusal_is_409_with_its_sentence(world, api):
    evaluation = make_evaluation(world)
    answer = api(world.district).post(URL, assignment(evaluation.project, world.expert))
    assert (answer.status_code, answer.data) == (
        409,
        {"detail": "本项目已委派给expert。要换人，请先撤销原委派。"},
    )


@pytest.mark.parametrize("score", ["-1", "100.01", "1e9", "NaN", "88.888", "", None])
def test_a_bad_score_is_400(world, api, score):
    evaluation = make_evaluation(world)
    answer = api(world.expert).post(f"{URL}{evaluation.pk}/submit/", {"score": score, "comment": "好"})
    assert (answer.status_code, list(answer.data)) == (400, ["score"])
    assert Evaluation.objects.get().state == State.ASSIGNED


def test_ratings_list_what_may_be_listed(world, api):
    activity = make_activity(world)
    make_ratings(make_open_session(world, activity), 5, 5, 4, 4, 3)
    make_ratings(make_open_session(world, activity), 5, 4, 3, 2, 1)
    small = make_open_session(world, activity)
    make_ratings(small, 1, 2, 2, 3)
    listed = api(world.district).get("/api/v1/ratings/").data
    assert listed["count"] == 5  # the four of the small session, and the smallest other group that hides them
    assert set(listed["results"][0]) == {"id", "session", "score", "on"}
    hidden = small.ratings.first()
    assert api(world.district).get(f"/api/v1/ratings/{hidden.pk}/").status_code == 404
    shown = listed["results"][0]["id"]
    assert api(world.district).get(f"/api/v1/ratings/{shown}/").status_code == 200
    assert api(world.stranger).get(f"/api/v1/ratings/{shown}/").status_code == 404


def test_rating_filters_are_those_of_the_page(world, api):
    make_ratings(make_open_session(world), *[5] * 5)
    client = api(world.city)
    counts = [client.get(f"/api/v1/ratings/?organization={code}").data["count"] for code in ("210102", "210103")]
    assert counts == [5, 0]
    assert client.get("/api/v1/ratings/?organization=nowhere").status_code == 400


def test_ratings_cannot_be_written(world, api):
    assert api(world.city).post("/api/v1/ratings/", {"score": 5}).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_api_list_query_count(world, api, django_assert_num_queries, rows):
    for _ in range(rows):
        make_evaluation(world)
    client = api(world.district)
    client.get(URL)
    with django_assert_num_queries(2):
        assert client.get(URL).data["count"] == rows


def test_decimal_is_a_string_in_json(world, api):
    evaluation = make_evaluation(world, score=Decimal("60"))
    assert api(world.district).get(f"{URL}{evaluation.pk}/").data["score"] == "60.00"
