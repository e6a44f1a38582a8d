"""The API: the pages' scope, filters, operations and refusals."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Fund, LedgerEntry, Need, Project
from tests.cast import make_fund, make_need, make_project
from tests.projects.build import BASIS, need_fields, project_fields
from tests.projects.build_contract import make_contract


def body_of_need(world, **fields) -> dict:
    return need_fields(world, organization=world.community_union.pk) | fields


def body_of_project(world, rows, **fields) -> dict:
    values = project_fields(world, [need.pk for need in rows])
    for name in ("organization", "contractor", "worker"):
        values[name] = values[name].pk
    return values | fields


def test_the_loop_over_the_api(world, api):
    need = api(world.community).post("/api/v1/needs/", body_of_need(world)).json()
    assert (need["state"], need["organization"]["code"]) == ("collected", "210102001002")
    verified = api(world.street).post(f"/api/v1/needs/{need['id']}/verify/", {"note": "属实"})
    assert (verified.status_code, verified.json()["state_label"]) == (200, "已核实")
    created = api(world.ngo).post("/api/v1/projects/", body_of_project(world, [Need.objects.get()]))
    project = created.json()
    assert (created.status_code, project["budget"], project["paid"]) == (201, "45001.00", "0.00")
    url = f"/api/v1/projects/{project['id']}"
    assert api(world.ngo).post(f"{url}/submit/").json()["state"] == "submitted"
    approved = api(world.district).post(f"{url}/approve/", {"fund": make_fund(world).pk, **BASIS}).json()
    assert (approved["state"], [row["amount"] for row in approved["instalments"]]) == (
        "approved", ["27000.60", "18000.40"],
    )  # fmt: skip
    assert api(world.ngo).post(f"{url}/activate/").status_code == 409  # not before the contract is signed
    make_contract(world, Project.objects.get(), state="signed")
    assert api(world.ngo).post(f"{url}/activate/").json()["state"] == "active"
    assert api(world.ngo).post(f"{url}/conclude/").json()["state"] == "final_review"
    refused = api(world.district).post(f"{url}/complete/")
    assert (refused.status_code, refused.json()["detail"]) == (
        409, "还没有末期评分，不能结项。请先委派评估人完成末期评估。",
    )  # fmt: skip


def test_a_second_press_is_409(world, api):
    need = make_need(world, state="collected")
    url = f"/api/v1/needs/{need.pk}/verify/"
    assert [api(world.street).post(url).status_code for _ in range(2)] == [200, 409]


def test_return_and_rewrite(world, api):
    need = make_need(world)
    project = api(world.ngo).post("/api/v1/projects/", body_of_project(world, [need])).json()
    url = f"/api/v1/projects/{project['id']}"
    api(world.ngo).post(f"{url}/submit/")
    assert api(world.district).post(f"{url}/return/", {}).json() == {"note": ["该字段是必填项。"]}
    assert api(world.district).post(f"{url}/return/", {"note": "压缩预算"}).json()["state"] == "returned"
    body = body_of_project(world, [need], name="压缩后的项目", indicators=[{"measure": "persons", "target": 60}])
    changed = api(world.worker).post(f"{url}/update/", body).json()
    assert (changed["name"], changed["indicators"]) == ("压缩后的项目", [{"measure": "persons", "target": 60}])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"organization": "stranger_union"}, "organization"),
        ({"organization": 0}, "organization"),
        ({"groups": []}, "groups"),
        ({"groups": ["aliens"]}, "groups"),
        ({"people": 0}, "people"),
        ({"people": 10**12}, "people"),
        ({"title": "题" * 61}, "title"),
        ({"category": "weapons"}, "category"),
    ],
)
def test_bad_needs_answer_400_by_field(world, api, change, field):
    change = {k: getattr(world, v).pk if isinstance(v, str) and hasattr(world, v) else v for k, v in change.items()}
    response = api(world.community).post("/api/v1/needs/", body_of_need(world, **change))
    assert (response.status_code, list(response.json())) == (400, [field])
    assert Need.objects.count() == 0


def line(**fields):
    return {"category": "activity", "item": "讲座", "unit_price": "10.00", "quantity": 1} | fields


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contractor": "rival"}, "contractor"),
        ({"contractor": "community_union"}, "contractor"),
        ({"worker": "rival_head"}, "worker"),
        ({"organization": "stranger_union"}, "organization"),
        ({"needs": []}, "needs"),
        ({"needs": [0]}, "needs"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "明天"}, "ends_on"),
        ({"indicators": [{"measure": "sessions", "target": -3}]}, "indicators"),
        ({"budget_lines": [line(unit_price="-1")]}, "budget_lines"),
        ({"budget_lines": [line(unit_price="1e9")]}, "budget_lines"),
        ({"budget_lines": [line(unit_price="NaN")]}, "budget_lines"),
        ({"budget_lines": []}, "budget_lines"),
    ],
)
def test_bad_projects_answer_400_by_field(world, api, change, field):
    change = {k: getattr(world, v).pk if isinstance(v, str) and hasattr(world, v) else v for k, v in change.items()}
    response = api(world.ngo).post("/api/v1/projects/", body_of_project(world, [make_need(world)], **change))
    assert (response.status_code, list(response.json())) == (400, [field])
    assert (Project.objects.count(), Need.objects.get().state) == (0, "verified")


def test_needs_outside_the_territory_cannot_be_taken(world, api):
    fresh = make_need(world, state="collected")
    response = api(world.ngo).post("/api/v1/projects/", body_of_project(world, [fresh]))
    assert (response.status_code, "needs" in response.json()) == (400, True)


def test_numbers_in_json_are_amounts_too(world, api):
    lines = [line(unit_price=100.5, quantity=2), line(unit_price="１０")]
    response = api(world.ngo).post("/api/v1/projects/", body_of_project(world, [make_need(world)], budget_lines=lines))
    assert response.json()["budget"] == "211.00"


def test_funds_from_elsewhere_do_not_exist(world, api):
    project = make_project(world, "submitted", need=make_need(world, state="matched"))
    fund = make_fund(world)
    Fund.objects.filter(pk=fund.pk).update(organization=world.other_district)
    response = api(world.district).post(f"/api/v1/projects/{project.pk}/approve/", {"fund": fund.pk, **BASIS})
    assert (response.status_code, list(response.json())) == (400, ["fund"])


def test_funds_and_ledger(world, api):
    body = {"organization": world.district_union.pk, "year": 2026, "kind": "union", "name": "专项", "amount": "1,000"}
    fund = api(world.finance).post("/api/v1/funds/", body).json()
    assert (fund["appropriated"], fund["available"]) == ("1000.00", "1000.00")
    url = f"/api/v1/funds/{fund['id']}/appropriate/"
    assert api(world.district).post(url, {"amount": "-400", "note": "调减"}).json()["available"] == "600.00"
    assert api(world.district).post(url, {"amount": "-601", "note": "调减"}).status_code == 409
    assert api(world.district).post(url, {"amount": "NaN", "note": "x"}).status_code == 400
    rows = api(world.district).get("/api/v1/ledger/", {"kind": "appropriation"}).json()
    assert [(row["amount"], row["by"]["name"]) for row in rows["results"]] == [
        ("-400.00", "district"), ("1000.00", "finance"),
    ]  # fmt: skip
    assert api(world.district).delete(f"/api/v1/ledger/{rows['results'][0]['id']}/").status_code == 405
    assert LedgerEntry.objects.count() == 2


@pytest.mark.parametrize("path", ["needs", "projects", "funds", "instalments", "ledger"])
def test_strangers_get_404(world, api, path):
    project = make_project(world, "approved")
    project.instalments.create(number=1, ratio=100, amount=Decimal(1), due_on=project.ends_on)
    pk = {"needs": project.needs.get(), "projects": project, "funds": project.fund,
          "instalments": project.instalments.get(), "ledger": project.entries.get()}[path].pk  # fmt: skip
    assert api(world.stranger).get(f"/api/v1/{path}/{pk}/").status_code == 404
    assert api(world.stranger).get(f"/api/v1/{path}/").json()["count"] == 0
    assert api(world.district).get(f"/api/v1/{path}/{pk}/").status_code == 200


@pytest.mark.parametrize(
    ("path", "queries"), [("needs", 2), ("projects", 5), ("funds", 2), ("instalments", 2), ("ledger", 2)]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_whatever_they_hold(world, api, django_assert_num_queries, path, queries, rows):
    for _ in range(rows):
        project = make_project(world, "approved")
        project.instalments.create(number=1, ratio=100, amount=Decimal(1), due_on=project.ends_on)
    client = api(world.district)
    client.get("/api/v1/funds/")
    with django_assert_num_queries(queries):
        found = client.get(f"/api/v1/{path}/").json()["count"]
    assert found == {"ledger": 2 * rows}.get(path, rows)


def test_evidence_over_the_api(world, api):
    file = SimpleUploadedFile("a.pdf", b"not a pdf at all")
    response = api(world.community).post("/api/v1/needs/", body_of_need(world, evidence_file=file), format="multipart")
    assert (response.status_code, list(response.json())) == (400, ["evidence_file"])


def test_rejecting_a_need(world, api):
    need = make_need(world, state="collected")
    url = f"/api/v1/needs/{need.pk}/reject/"
    assert api(world.street).post(url, {}).status_code == 400
    assert api(world.street).post(url, {"note": "重复"}).json()["state"] == "rejected"
