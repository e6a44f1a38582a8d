"""Role by operation: who may assign, withdraw and submit, and which rows each role sees."""

import pytest

from evaluations.models import Evaluation, Rating
from projects.enums import ProjectState
from tests.cast import ROLE_NAMES, make_project
from tests.evaluations.actors import make_evaluation, make_open_session, make_ratings

pytestmark = pytest.mark.django_db
SCOPED = set(ROLE_NAMES) - {"expert", "stranger", "rival_head"}
MAY = {
    "assign": {"city", "district"},
    "withdraw": {"city", "district"},
    "submit": {"expert"},
    "see_evaluation": SCOPED | {"expert"},
    "see_rating": SCOPED,
}


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_roles(world, role):
    user = getattr(world, role)
    review = make_project(world, ProjectState.FINAL_REVIEW)
    evaluation = make_evaluation(world)
    make_ratings(make_open_session(world), 5)
    allowed = {
        "assign": user.has_perm("evaluations.assign_evaluation", review),
        "withdraw": user.has_perm("evaluations.withdraw_evaluation", evaluation),
        "submit": user.has_perm("evaluations.submit_evaluation", evaluation),
        "see_evaluation": Evaluation.objects.visible_to(user).exists(),
        "see_rating": Rating.objects.visible_to(user).exists(),
    }
    assert allowed == {name: role in roles for name, roles in MAY.items()}


PAGES = {
    "evaluation-detail": MAY["see_evaluation"],
    "evaluation-submit": MAY["submit"],
    "evaluation-withdraw": MAY["withdraw"],
}


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_pages_and_api_answer_alike(world, signed_in, api, role):
    evaluation = make_evaluation(world)
    pages, routes = signed_in(getattr(world, role)), api(getattr(world, role))
    visible = role in MAY["see_evaluation"]
    expected = {name: 200 if role in roles else 403 if visible else 404 for name, roles in PAGES.items()}
    assert {name: pages.get(f"/evaluations/{evaluation.pk}/{path_of(name)}").status_code for name in PAGES} == expected
    refused = {
        name: routes.post(f"/api/v1/evaluations/{evaluation.pk}/{name}/", {}).status_code
        for name, roles in MAY.items()
        if name in ("submit", "withdraw") and role not in roles
    }
    assert set(refused.values()) <= {403 if visible else 404}


def path_of(name: str) -> str:
    return "" if name.endswith("detail") else name.removeprefix("evaluation-") + "/"


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_assign_page(world, signed_in, role):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    sees = MAY["see_evaluation"] - {"expert"}  # not before the project is assigned to them
    expected = 200 if role in MAY["assign"] else 403 if role in sees else 404
    assert signed_in(getattr(world, role)).get(f"/evaluations/projects/{project.pk}/assign/").status_code == expected
