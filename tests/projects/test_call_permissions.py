"""Plans, calls and questions: role × operation as one table, asked the way every door asks."""

import pytest
from django.urls import reverse

from projects.models import Call, Plan, Question
from tests.cast import ROLE_NAMES
from tests.projects.build_call import make_call, make_plan

pytestmark = pytest.mark.django_db
PURCHASERS = {"city", "district"}
CONTRACTORS = {"ngo", "worker", "rival_head"}
ALLOWED = {
    "create_plan": PURCHASERS, "add_plan_item": PURCHASERS, "remove_plan_item": PURCHASERS, "submit_plan": PURCHASERS,
    "approve_plan": PURCHASERS, "return_plan": PURCHASERS, "create_call": PURCHASERS, "update_call": PURCHASERS,
    "self_check_call": PURCHASERS, "approve_call": PURCHASERS, "publish_call": PURCHASERS, "close_call": PURCHASERS,
    "cancel_call": PURCHASERS, "attach_call_file": PURCHASERS, "remove_call_file": PURCHASERS,
    "answer_question": PURCHASERS, "ask_question": CONTRACTORS,
}  # fmt: skip


def test_who_may(world):
    call = make_call(world)
    rows = {"plan": call.item.plan, "question": Question(call=call, asked_by=world.ngo)}
    found = {}
    for operation in ALLOWED:
        obj = (
            None
            if operation in ("create_plan", "create_call")
            else rows.get("plan" if "plan" in operation else operation.partition("_")[2], call)
        )
        obj = call if operation == "ask_question" else obj
        found[operation] = {
            name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}", obj)
        }  # fmt: skip
    assert found == ALLOWED


DRAFT_PAGES = {  # record pages while nothing is public: who sees them; who may act gets 200, other readers 403
    "plan-detail": None, "plan-add-item": PURCHASERS, "plan-submit": PURCHASERS, "plan-approve": PURCHASERS,
    "call-detail": None, "call-update": PURCHASERS, "call-self-check": PURCHASERS, "call-approve": PURCHASERS,
    "call-cancel": PURCHASERS, "call-attach": PURCHASERS,
}  # fmt: skip
INSIDE = {"city", "district", "finance", "auditor", "leader"}


def test_pages_of_drafts(world, client):
    call = make_call(world, "draft", item=make_plan(world).items.get())
    plan = make_plan(world, "draft")
    wrong = []
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        for page, allowed in DRAFT_PAGES.items():
            answer = client.get(reverse(f"projects:{page}", args=[(plan if "plan" in page else call).pk])).status_code
            expected = 404 if name not in INSIDE else 200 if allowed is None or name in allowed else 403
            if answer != expected:
                wrong.append((name, page, answer, expected))
    assert wrong == []


def test_everybody_who_signs_in_reads_a_published_call(world, client):
    call = make_call(world)
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(call.get_absolute_url()).status_code
    assert answers == {name: 404 if name == "expert" else 200 for name in ROLE_NAMES}


@pytest.mark.parametrize("path", ["plans", "calls"])
def test_the_api_refuses_as_the_pages_do(world, api, path):
    plan, call = make_plan(world, "submitted"), make_call(world, "approved")
    row = plan if path == "plans" else call
    answers = {
        name: api(getattr(world, name)).post(f"/api/v1/{path}/{row.pk}/approve/").status_code
        for name in ROLE_NAMES if name not in PURCHASERS
    }  # fmt: skip
    assert answers == {name: 403 if name in INSIDE else 404 for name in ROLE_NAMES if name not in PURCHASERS}
    assert (Plan.objects.get(pk=plan.pk).state, Call.objects.get(pk=call.pk).state) == ("submitted", "approved")


@pytest.mark.parametrize("page", ["plan-list", "plan-create", "call-list", "call-create"])
def test_login_first(client, page):
    url = reverse(f"projects:{page}")
    assert client.get(url).url == f"/login/?next={url}"
