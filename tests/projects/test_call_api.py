"""Plans, calls and questions over the API: the same operations, the same sentences."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.enums import NegativeItem
from projects.models import Call, Plan
from tests.cast import make_fund
from tests.projects.build_call import make_call, make_plan, make_rule_set, make_scorecard

pytestmark = pytest.mark.django_db
PLANS, CALLS, QUESTIONS = "/api/v1/plans/", "/api/v1/calls/", "/api/v1/questions/"


def test_a_plan_over_the_api(world, api):
    year, fund = timezone.localdate().year, make_fund(world)
    body = {"organization": world.district_union.pk, "year": year, "name": "购买服务计划"}
    created = api(world.district).post(PLANS, body)
    assert (created.status_code, created.json()["state"], created.json()["items"]) == (201, "draft", [])
    assert api(world.district).post(PLANS, body).status_code == 409
    url = f"{PLANS}{created.json()['id']}"
    item = {"name": "心理关爱", "category": "psychology", "fund": fund.pk, "amount": "1e9", "procedure": "open_call"}
    assert list(api(world.district).post(f"{url}/add_item/", item).json()) == ["amount"]
    added = api(world.district).post(f"{url}/add_item/", item | {"amount": "100000.00"}).json()
    assert (added["amount"], [row["name"] for row in added["items"]]) == ("100000.00", ["心理关爱"])
    assert api(world.district).post(f"{url}/submit/").json()["state"] == "submitted"
    assert api(world.district).post(f"{url}/approve/").status_code == 409
    assert api(world.city).post(f"{url}/return/", {"note": "拆开"}).json()["state"] == "draft"
    removed = api(world.district).post(f"{url}/remove_item/", {"item": added["items"][0]["id"]}).json()
    assert (removed["items"], Plan.objects.get().events.count()) == ([], 5)


def call_body(item, **fields) -> dict:
    now = timezone.now()
    defaults = {
        "item": item.pk, "title": "心理关爱项目征集", "description": "为期一年。", "requirements": "依法登记。",
        "contact": "024-1", "supervision_phone": "024-2", "opens_at": (now + timedelta(days=1)).isoformat(),
        "closes_at": (now + timedelta(days=20)).isoformat(), "amount": "300000.00", "max_amount": "100000.00",
        "instalment_ratios": ["60", "40"], "scorecard": make_scorecard().pk, "rule_set": make_rule_set().pk,
    }  # fmt: skip
    return defaults | fields


def test_a_call_over_the_api(world, api):
    item = make_plan(world).items.get()
    created = api(world.district).post(CALLS, call_body(item))
    assert (created.status_code, created.json()["state"], created.json()["weak_share"]) == (201, "draft", "30.00")
    url = f"{CALLS}{created.json()['id']}"
    changed = api(world.district).post(f"{url}/update/", call_body(item, title="改过的标题"))
    assert changed.json()["title"] == "改过的标题"
    answers = dict.fromkeys(NegativeItem.values, False)
    assert api(world.district).post(f"{url}/self_check/", {"items": answers | {"other": True}}).status_code == 409
    assert api(world.district).post(f"{url}/self_check/", {"items": {"mine": False}}).status_code == 400
    assert api(world.district).post(f"{url}/self_check/", {"items": answers}).status_code == 200
    file = SimpleUploadedFile("指南.pdf", b"%PDF-1.4\nguide")
    attached = api(world.district).post(f"{url}/attach_file/", {"file": file}, format="multipart").json()
    assert [row["name"] for row in attached["files"]] == ["指南.pdf"]
    forged = SimpleUploadedFile("指南.pdf", b"MZ\x90\x00", content_type="application/pdf")
    refused = api(world.district).post(f"{url}/attach_file/", {"file": forged}, format="multipart")
    assert (refused.status_code, list(refused.json())) == (400, ["file"])
    emptied = api(world.district).post(f"{url}/remove_file/", {"file": attached["files"][0]["id"]}).json()
    assert emptied["files"] == []
    assert api(world.district).post(f"{url}/approve/").status_code == 409
    assert api(world.city).post(f"{url}/approve/").json()["state"] == "approved"
    assert api(world.district).post(f"{url}/publish/").json()["state_label"] == "征集中"
    early = api(world.district).post(f"{url}/close/")
    assert (early.status_code, Call.objects.get().state) == (409, "published")
    assert api(world.district).post(f"{url}/cancel/", {}).status_code == 400
    assert api(world.district).post(f"{url}/cancel/", {"note": "预算调减"}).json()["state"] == "cancelled"


def test_questions_over_the_api(world, api):
    call = make_call(world)
    asked = api(world.ngo).post(f"{CALLS}{call.pk}/ask/", {"text": "能否联合申报？"})
    assert (asked.status_code, set(asked.json())) == (201, {"id", "call", "text", "asked_at", "answer", "answered_at"})
    assert api(world.rival_head).get(QUESTIONS).json()["count"] == 0
    url = f"{QUESTIONS}{asked.json()['id']}/answer/"
    assert api(world.ngo).post(url, {"answer": "可以"}).status_code == 403
    assert api(world.district).post(url, {"answer": "可以"}).json()["answer"] == "可以"
    assert api(world.district).post(url, {"answer": "可以"}).status_code == 409
    assert api(world.rival_head).get(f"{QUESTIONS}?call={call.pk}").json()["count"] == 1
    assert api(world.district).post(f"{CALLS}{call.pk}/ask/", {"text": "问"}).status_code == 403


@pytest.mark.parametrize("path", [PLANS, CALLS])
def test_lists_ask_the_same_whatever_they_hold(world, api, path, django_assert_max_num_queries):
    found = []
    api(world.district).get(path)  # the first request reads the roles
    for count in (1, 3):
        for _ in range(count):
            make_call(world)
        with django_assert_max_num_queries(12) as asked:
            api(world.district).get(path)
        found.append(len(asked))
    assert found[0] == found[1]
