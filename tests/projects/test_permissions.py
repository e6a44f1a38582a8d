"""Role × operation as one table, asked the way every door asks: ``has_perm``."""

import pytest
from django.urls import reverse

from projects.models import Need, Project
from tests.cast import ROLE_NAMES, make_need, make_project

ALLOWED = {
    "create_need": {"city", "district", "street", "community", "party", "stranger"},
    "verify_need": {"city", "district", "street"},
    "reject_need": {"city", "district", "street"},
    "create_project": {"ngo", "worker", "rival_head"},
    "update_project": {"ngo", "worker"},
    "submit_project": {"ngo"},
    "approve_project": {"city", "district"},
    "return_project": {"city", "district"},
    "reject_project": {"city", "district"},
    "activate_project": {"ngo"},
    "conclude_project": {"ngo"},
    "complete_project": {"city", "district"},
    "open_fund": {"city", "district", "finance"},
    "appropriate_fund": {"city", "district", "finance"},
    "pay_instalment": {"finance"},
}
WITHOUT_OBJECT = ("create_need", "create_project", "open_fund")


@pytest.fixture
def rows(world):
    project = make_project(world, "approved")
    instalment = project.instalments.create(number=1, ratio=100, amount=project.budget, due_on=project.ends_on)
    return {"need": make_need(world), "project": project, "fund": project.fund, "instalment": instalment}


@pytest.mark.parametrize("operation", ALLOWED)
def test_who_may(world, rows, operation):
    obj = None if operation in WITHOUT_OBJECT else rows[operation.split("_")[1]]
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}", obj)}
    assert may == ALLOWED[operation]


PAGES = {  # page → who may open it; others who see the record get 403, strangers 404
    "project-submit": ("draft", {"ngo"}),
    "project-update": ("draft", {"ngo", "worker"}),
    "project-approve": ("submitted", {"city", "district"}),
    "project-return": ("submitted", {"city", "district"}),
    "project-reject": ("submitted", {"city", "district"}),
    "project-activate": ("signed", {"ngo"}),
    "project-conclude": ("active", {"ngo"}),
    "project-complete": ("final_review", {"city", "district"}),
}
OUTSIDE = {"stranger", "rival_head", "expert"}


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_one_project(world, client, page):
    state, allowed = PAGES[page]
    project = make_project(world, state)
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[project.pk])).status_code
    assert answers == {name: 200 if name in allowed else 404 if name in OUTSIDE else 403 for name in ROLE_NAMES}


@pytest.mark.parametrize("action", ["submit", "approve", "return", "reject", "activate", "conclude", "complete"])
def test_api_of_one_project(world, api, action):
    project = make_project(world, "draft")
    allowed = ALLOWED[f"{action}_project"]
    body = {"note": "理由"} if action in ("return", "reject") else {}
    answers = {name: api(getattr(world, name)).post(f"/api/v1/projects/{project.pk}/{action}/", body).status_code
               for name in ROLE_NAMES if name not in allowed}  # fmt: skip
    assert answers == {name: 404 if name in OUTSIDE else 403 for name in ROLE_NAMES if name not in allowed}
    assert Project.objects.get().state == "draft"


def test_needs_of_strangers_do_not_exist(world, client):
    need = make_need(world, state="collected")
    client.force_login(world.stranger)
    for page in ("need-detail", "need-verify", "need-reject", "need-file"):
        assert client.get(reverse(f"projects:{page}", args=[need.pk])).status_code == 404
    client.force_login(world.community)
    assert client.post(reverse("projects:need-verify", args=[need.pk])).status_code == 403
    assert Need.objects.get().state == "collected"


@pytest.mark.parametrize("page", ["need-list", "project-list", "fund-list", "ledgerentry-list", "instalment-list",
                                  "need-create", "project-create", "fund-create"])  # fmt: skip
def test_login_first(client, db, page):
    url = reverse(f"projects:{page}")
    response = client.get(url)
    assert (response.status_code, response.url) == (302, f"/login/?next={url}")
