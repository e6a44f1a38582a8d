"""Applications over the API: the same rules as the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.enums import ApplicationState, EligibilityItem
from projects.models import Application, EligibilityCheck
from projects.operations.application import recall_application, save_section, submit_application
from tests.cast import ROLE_NAMES, make_need
from tests.projects.build_application import full_content, make_application
from tests.projects.build_call import make_call
from tests.racing import together, verdicts

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/applications/"


def at(application, verb=""):
    return f"{ROOT}{application.pk}/{verb + '/' if verb else ''}"


def draft(w, **fields):
    return make_application(w, state=ApplicationState.DRAFT, **fields)


def test_from_the_first_word_to_submission(world, api):
    """Everything a page can write, written by a program."""
    client, need = api(world.ngo), make_need(world)
    made = client.post(ROOT, {"call": make_call(world).pk, "contractor": world.contractor.pk, "name": "甲"})
    assert made.status_code == 201
    application = Application.objects.get(pk=made.data["id"])
    source = make_application(world, need=need)
    body = full_content(need, source.starts_on, source.ends_on)
    body["basic"] |= {
        "organization": world.community_union.pk, "communities": [world.community_union.pk],
        "worker": world.worker.pk, "starts_on": str(source.starts_on), "ends_on": str(source.ends_on),
    }  # fmt: skip
    body["background"]["needs"] = [need.pk]
    version = 1
    for name in ("background", *(name for name in body if name != "background")):
        saved = client.patch(at(application, "sections"), {"section": name, "version": version, "data": body[name]})
        assert saved.status_code == 200, (name, saved.data)
        version = saved.data["version"]
    read = client.get(at(application, "sections")).data
    assert (read["version"], read["problems"]) == (version, [])
    assert read["sections"]["basic"]["organization"] == {"id": world.community_union.pk, "name": "水源地社区联合工会"}
    submitted = client.post(at(application, "submit"))
    assert (submitted.status_code, submitted.data["state"], submitted.data["amount"]) == (200, "submitted", "30000.00")
    revisions = client.get(at(application, "revisions")).data
    assert [(one["number"], one["amount"], one["by"]["id"]) for one in revisions] == [(1, "30000.00", world.ngo.pk)]


def test_a_patch_keeps_what_it_does_not_name(world, api):
    application = draft(world)
    client = api(world.worker)
    client.patch(at(application, "sections"), {"section": "risks", "version": 1, "data": {"risks": "下雨"}})
    client.patch(at(application, "sections"), {"section": "basic", "version": 2, "data": {"name": "新名称"}})
    application.refresh_from_db()
    assert application.content["risks"] == {
        "risks": "下雨", "responses": "错峰安排在晚间。", "sustainability": "培育骨干自办活动。", "innovation": "",
    }  # fmt: skip
    assert (application.name, application.content["basic"]["staff"]) == ("新名称", 12)
    assert list(application.communities.all()) == [world.community_union]


BAD = [
    ({"section": "nowhere", "version": 1, "data": {}}, 400),
    ({"section": "risks", "version": "x", "data": {}}, 400),
    ({"section": "risks", "version": 0, "data": {}}, 400),
    ({"section": "risks", "version": 1}, 400),
    ({"section": "risks", "version": 1, "data": []}, 400),
    ({"section": "risks", "version": 1, "data": {"forged": 1}}, 400),
    ({"section": "risks", "version": 1, "data": {"rows": []}}, 400),
    ({"section": "risks", "version": 1, "data": {"risks": "长" * 10_000}}, 400),
    ({"section": "risks", "version": 1, "data": {"risks": "甲\x00"}}, 400),
    ({"section": "risks", "version": 9, "data": {"risks": "甲"}}, 409),
    ({"section": "basic", "version": 1, "data": {"staff": "1e9"}}, 400),
    ({"section": "basic", "version": 1, "data": {"organization": 10**6}}, 400),
    ({"section": "basic", "version": 1, "data": {"worker": "x"}}, 400),
    ({"section": "basic", "version": 1, "data": {"starts_on": "2027-02-30"}}, 400),
    ({"section": "basic", "version": 1, "data": {"name": ""}}, 409),
    ({"section": "background", "version": 1, "data": {"needs": [10**6]}}, 400),
    ({"section": "team", "version": 1, "data": {"rows": "x"}}, 400),
    ({"section": "team", "version": 1, "data": {"rows": [{"salary": 1}]}}, 400),
    ({"section": "team", "version": 1, "data": {"rows": [{"name": "甲"}] * 2000}}, 400),
    ({"section": "team", "version": 1, "data": {"rows": [{"name": {"a": 1}, "share": [1, 2]}]}}, 400),
    ({"section": "budget", "version": 1, "data": {"rows": [{"item": "甲", "unit_price": "1e9"}]}}, 400),
    ({"section": "budget", "version": 1, "data": {"rows": [{"item": "甲", "unit_price": "-0.00"}]}}, 400),
    ({"section": "budget", "version": 1, "data": {"rows": [{"item": "甲", "unit_price": "NaN"}]}}, 400),
    ({"section": "outcomes", "version": 1, "data": {"statements": ["forged"]}}, 400),
]


@pytest.mark.parametrize("body, status", BAD)
def test_bad_bodies_change_nothing(world, api, body, status):
    application = draft(world)
    assert api(world.ngo).patch(at(application, "sections"), body).status_code == status
    fresh = Application.objects.get(pk=application.pk)
    assert (fresh.version, fresh.content, fresh.name) == (1, application.content, application.name)


def test_the_check_over_the_api(world, api):
    application = make_application(world)
    client = api(world.district)
    assert client.post(at(application, "check")).data["state"] == "checking"
    for item in EligibilityItem:
        found = client.post(at(application, "eligibility"), {"item": item, "result": "met"})
        assert found.status_code == 201
    assert client.post(at(application, "eligibility"), {"item": "audit", "result": "not_met"}).status_code == 409
    assert api(world.ngo).get(at(application, "eligibility")).data == []
    assert client.post(at(application, "pass")).data["state"] == "eligible"
    assert len(api(world.ngo).get(at(application, "eligibility")).data) == len(EligibilityItem)


def test_return_and_fail_need_a_reason(world, api):
    application = make_application(world, state=ApplicationState.CHECKING)
    EligibilityCheck.objects.bulk_create(
        EligibilityCheck(application=application, item=item, result="to_correct", note="缺", by=world.district)
        for item in EligibilityItem
    )
    client = api(world.district)
    assert client.post(at(application, "return")).status_code == 400
    assert client.post(at(application, "fail"), {"note": "不行"}).status_code == 409
    assert client.post(at(application, "return"), {"note": "补"}).data["state"] == "returned"


def test_revisions_and_their_changes(world, api):
    application = make_application(world, make_call(world))
    recall_application(application, by=world.ngo)
    save_section(
        application, by=world.ngo, section="risks", data={**application.content["risks"], "risks": "新"}, version=1
    )
    submit_application(application, by=world.ngo)
    client = api(world.ngo)
    assert client.get(at(application, "changes") + "?from=1&to=2").data == [
        {"section": "风险与可持续", "label": "风险", "before": "派送高峰期参与不足。", "after": "新", "kind": "changed"}
    ]
    assert client.get(at(application, "changes") + "?from=1&to=x").status_code == 400


def test_upload_by_content(world, api):
    application = draft(world)
    client = api(world.worker)
    forged = {"file": SimpleUploadedFile("a.pdf", b"MZ", content_type="application/pdf")}
    assert client.post(at(application, "upload"), forged, format="multipart").status_code == 409
    good = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4"), "item": "audit"}
    sent = client.post(at(application, "upload"), good, format="multipart")
    assert [(one["name"], one["item"]) for one in sent.data["files"]] == [("a.pdf", "audit")]


TABLE = {
    "sections": ({"section": "risks", "version": 1, "data": {"risks": "甲"}}, {"ngo", "worker"}),
    "submit": ({}, {"ngo"}),
    "withdraw": ({}, {"ngo"}),
    "check": ({}, {"city", "district"}),
    "fail": ({"note": "甲"}, {"city", "district"}),
    "eligibility": ({"item": "audit", "result": "met"}, {"city", "district"}),
}


@pytest.mark.parametrize("verb", TABLE)
def test_who_may_do_what(world, api, verb):
    """403 or 404 for everybody else; whoever may gets an answer of the rules, whatever it is."""
    body, allowed = TABLE[verb]
    application, may = make_application(world), set()
    for role in ROLE_NAMES:
        client = api(getattr(world, role))
        status = (client.patch if verb == "sections" else client.post)(at(application, verb), body).status_code
        may |= {role} if status not in (403, 404) else set()
    assert may == allowed


def test_lists_take_the_same_queries(world, api, django_assert_num_queries):
    client = api(world.district)
    make_application(world)
    client.get(ROOT)  # the roles of the user are read once
    with django_assert_num_queries(5):
        client.get(ROOT)
    for _ in range(2):
        make_application(world)
    client.get(ROOT)  # the roles of the user are read once
    with django_assert_num_queries(5):
        assert client.get(ROOT).data["count"] == 3


@pytest.mark.django_db(transaction=True)
def test_two_writers_with_the_same_version(world):
    application = draft(world)
    results = together(
        lambda: save_section(application, by=world.ngo, section="risks", data={"risks": "甲"}, version=1),
        lambda: save_section(application, by=world.worker, section="risks", data={"risks": "乙"}, version=1),
    )
    told = verdicts(results)
    assert told.count("ok") == 1 and sum("保存过“风险与可持续”" in one for one in told) == 1
    application.refresh_from_db()
    winner = "甲" if told[0] == "ok" else "乙"
    assert (application.version, application.content["risks"]["risks"]) == (2, winner)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_submit_make_one_revision(world):
    application = draft(world)
    results = together(*[lambda: submit_application(application, by=world.ngo)] * 2)
    assert verdicts(results).count("ok") == 1
    assert application.revisions.count() == 1
