"""What every endpoint has in common, shown on the evaluations and the inbox."""

from decimal import Decimal

import pytest
from django.test import Client
from rest_framework.test import APIClient

from core.notifications import notify
from evaluations.operations import submit_evaluation
from tests.cast import PASSWORD
from tests.evaluations.actors import make_evaluation

pytestmark = pytest.mark.django_db
URL = "/api/v1/evaluations/"


def test_without_a_login_401(db):
    assert APIClient().get(URL).status_code == 401


def test_a_token_for_username_and_password(world):
    client = APIClient()
    wrong = client.post("/api/v1/auth/token/", {"username": "district", "password": "nothing"})
    token = client.post("/api/v1/auth/token/", {"username": "district", "password": PASSWORD}).data["token"]
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert (wrong.status_code, client.get(URL).status_code) == (400, 200)


@pytest.mark.parametrize(
    ("body", "headers"),
    [({"username": "x" * 300}, {}), ({"username": "a\0b"}, {}), ({"username": "x"}, {"HTTP_USER_AGENT": "x" * 3000})],
)
def test_nonsense_instead_of_a_username_is_refused(db, body, headers):
    for address in ("/api/v1/auth/token/", f"/api/v1/auth/token/?next={'x' * 3000}"):
        assert APIClient().post(address, body | {"password": "nothing"}, **headers).status_code == 400
        page = Client().post(f"/login/?next={'x' * 3000}", body | {"password": "nothing"}, **headers)
        assert (page.status_code, page.context["form"].is_valid()) == (200, False)


def test_lists_are_paged(world, api):
    for number in range(3):
        notify([world.district], key=str(number), title="消息")
    client = api(world.district)
    page = client.get("/api/v1/notifications/?page_size=2").data
    assert list(page) == ["count", "next", "previous", "results"]
    assert (page["count"], len(page["results"]), page["previous"]) == (3, 2, None)
    assert len(client.get(page["next"]).data["results"]) == 1


@pytest.mark.parametrize(("asked", "got"), [("1000", 200), ("0", 50), ("-1", 50), ("x", 50), ("", 50)])
def test_page_size_is_bounded(world, api, asked, got):
    for number in range(210):
        notify([world.district], key=str(number), title="消息")
    assert len(api(world.district).get(f"/api/v1/notifications/?page_size={asked}").data["results"]) == got


def test_a_page_that_does_not_exist_is_404(world, api):
    assert api(world.district).get(URL + "?page=9").status_code == 404


def test_a_filter_error_is_400_by_field(world, api):
    answer = api(world.district).get(URL + "?state=nonsense&start=yesterday")
    assert (answer.status_code, sorted(answer.data)) == (400, ["start", "state"])


def test_missing_fields_are_400_by_field(world, api):
    answer = api(world.district).post(URL, {})
    assert (answer.status_code, list(answer.data)) == (400, ["project", "evaluator", "due_on"])


def test_a_refusal_is_409_in_chinese(world, api):
    evaluation = make_evaluation(world)
    submit_evaluation(evaluation, by=world.expert, score=Decimal(95), comment="好")
    answer = api(world.district).post(f"{URL}{evaluation.pk}/withdraw/", {})
    assert (answer.status_code, answer.data) == (
        409,
        {"detail": "新业态劳动者心理关爱末期评估目前是“已评分”，不能撤销委派。请刷新页面查看最新状态。"},
    )


def test_invisible_404_visible_but_forbidden_403(world, api):
    url = f"{URL}{make_evaluation(world).pk}/withdraw/"
    statuses = {user.username: api(user).post(url, {}).status_code for user in (world.ngo, world.stranger)}
    assert statuses == {"ngo": 403, "stranger": 404}


def test_an_action_takes_post_only(world, api):
    assert api(world.district).get(f"{URL}{make_evaluation(world).pk}/withdraw/").status_code == 405


@pytest.mark.parametrize("body", ["[]", '"x"', "{", "null"])
def test_a_body_that_is_no_object_is_400(world, api, body):
    client = api(world.district)
    assert client.post(URL, body, content_type="application/json").status_code == 400


def test_the_schema_names_every_route(world, api):
    schema = api(world.district).get("/api/v1/schema/?format=json")
    assert schema.status_code == 200
    assert {"/api/v1/evaluations/{id}/submit/", "/api/v1/ratings/", "/api/v1/notifications/read-all/"} <= set(
        schema.json()["paths"]
    )
