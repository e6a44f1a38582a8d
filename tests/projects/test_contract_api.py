"""Contracts and changes over the API: the pages' scope, operations and sentences."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import Change, Contract, Project
from tests.cast import ROLE_NAMES, make_project
from tests.projects.build_contract import make_change, make_contract

OUTSIDE = {"stranger", "rival_head", "expert"}
URL = "/api/v1/contracts"


def today():
    return f"{timezone.localdate()}"


def signed_copy(content=b"%PDF-1.4"):
    return SimpleUploadedFile("合同.pdf", content, content_type="application/pdf")


def test_from_draft_to_registered(world, api):
    project = make_project(world, "approved")
    client = api(world.district)
    assert client.post(f"/api/v1/projects/{project.pk}/draft-contract/").json()["state"] == "contracting"
    contract = client.get(f"{URL}/").json()["results"][0]
    body = {
        "amount": "45000.00", "signer_a": "韩立群", "signer_b": "关海涛", "starts_on": today(), "ends_on": today(),
        "acceptance": "验收", "personal_data": "目的", "breach": "违约", "dispute": "起诉",
        "items": [{"name": "讲座", "unit": "场", "requirement": "40人", "unit_price": "45000", "quantity": 1}],
        "plan": [
            {"ratio": "60", "due_on": today()},
            {"ratio": "40", "due_on": today(), "conditions": [{"kind": "execution_rate", "value": "80"}]},
        ],
        "targets": {f"{project.indicators.get().pk}": 20},
    }  # fmt: skip
    url = f"{URL}/{contract['id']}"
    assert client.post(f"{url}/update/", body).json()["items"][0]["unit_price"] == "45000.00"
    file = {"signed_on": today(), "file": signed_copy()}
    assert client.post(f"{url}/sign/", file, format="multipart").json()["state"] == "signed"
    assert client.post(f"{url}/register/", {"number": "备1"}).json()["registration_number"] == "备1"
    assert client.post(f"{url}/announce/", {"on": today()}).json()["announced_on"] == today()
    assert client.get(f"/api/v1/projects/{project.pk}/").json()["state"] == "signed"


def test_what_is_refused(world, api):
    contract = make_contract(world, state="draft")
    client, url = api(world.district), f"{URL}/{contract.pk}"
    forged = client.post(f"{url}/sign/", {"signed_on": today(), "file": signed_copy(b"MZ")}, format="multipart")
    assert forged.status_code == 409 and "附件不是" in str(forged.json())
    assert client.post(f"{url}/register/", {"number": "备1"}).status_code == 409
    assert client.post(f"{url}/update/", {"amount": "1e9"}).status_code == 400
    assert (Contract.objects.get().state, contract.events.count()) == ("draft", 0)


@pytest.mark.parametrize("verb", ["update", "sign", "register", "announce", "confirm-data"])
def test_only_the_purchaser_writes(world, api, verb):
    contract = make_contract(world, state="draft")
    answers = {name: api(getattr(world, name)).post(f"{URL}/{contract.pk}/{verb}/").status_code for name in ROLE_NAMES}
    may = {"city", "district"}
    assert answers == {name: 400 if name in may else 404 if name in OUTSIDE else 403 for name in ROLE_NAMES}


def test_a_change_and_its_decision(world, api):
    project = make_contract(world).project
    url = f"/api/v1/projects/{project.pk}/request-change/"
    ends_on = f"{project.ends_on + timedelta(days=30)}"
    body = {"kind": "period", "reason": "顺延", "content": {"ends_on": ends_on}}
    assert api(world.district).post(url, body).status_code == 403
    assert api(world.ngo).post(url, body).json()["state"] == "change_pending"
    assert api(world.ngo).post(url, body).status_code == 409
    change = Change.objects.get()
    answer = api(world.district).post(f"/api/v1/changes/{change.pk}/approve/", {})
    assert (answer.json()["state"], f"{Project.objects.get().ends_on}") == ("approved", ends_on)


@pytest.mark.parametrize(
    "content", [{}, {"ends_on": "NaN"}, {"ends_on": None}, {"ends_on": ["2027-01-01"]}, {"ends_on": {"a": 1}}]
)
def test_nonsense_gets_a_sentence(world, api, content):
    project = make_contract(world).project
    body = {"kind": "period", "reason": "顺延", "content": content}
    answer = api(world.ngo).post(f"/api/v1/projects/{project.pk}/request-change/", body)
    assert answer.status_code == 409 and "请填写新的结束日期" in str(answer.json())
    assert Change.objects.count() == 0


def test_halts(world, api):
    project = make_contract(world).project
    url = f"/api/v1/projects/{project.pk}"
    assert api(world.ngo).post(f"{url}/suspend/", {"note": "违约"}).status_code == 403
    assert api(world.district).post(f"{url}/suspend/", {}).status_code == 400
    assert api(world.district).post(f"{url}/suspend/", {"note": "违约"}).json()["state"] == "suspended"
    assert api(world.district).post(f"{url}/resume/", {}).json()["state"] == "active"
    assert api(world.district).post(f"{url}/terminate/", {"note": "违约"}).json()["state"] == "terminated"
    assert api(world.district).post(f"{url}/claw-back/", {"note": "追回"}).status_code == 409


def test_rejection_and_supplement(world, api):
    change = make_change(world)
    url = f"/api/v1/changes/{change.pk}"
    assert api(world.district).post(f"{url}/reject/", {}).status_code == 400
    assert api(world.district).post(f"{url}/reject/", {"note": "不足"}).json()["state"] == "rejected"
    body = {"signed_on": today(), "file": signed_copy()}
    assert api(world.district).post(f"{url}/supplement/", body, format="multipart").status_code == 409
