"""The API: the same scope, filters and operations as the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgs.models import Membership, Organization, Person, PersonEvent, User
from orgs.operations import register_person
from tests.cast import ROLE_NAMES

PHONE = "13800000001"


@pytest.fixture
def person(world):
    return register_person(organization=world.community_union, name="王晓明", phone=PHONE)


def test_organizations_by_level(world, api):
    body = api(world.city).get("/api/v1/organizations/?level=community").json()
    assert (body["count"], body["next"], body["previous"]) == (3, None, None)
    first = body["results"][0]
    assert (first["name"], first["code"], first["parent_code"]) == ("水源地社区联合工会", "210102001002", "210102001")


@pytest.mark.parametrize("query", ["level=planet", "organization=210103", "parent=nonsense"])
def test_bad_filters_are_400(world, api, query):
    response = api(world.community).get(f"/api/v1/organizations/?{query}")
    assert response.status_code == 400 and list(response.json()) == [query.split("=")[0]]


def test_list_queries_do_not_grow(world, api, django_assert_num_queries):
    client = api(world.city)
    client.get("/api/v1/users/")
    with django_assert_num_queries(3):
        client.get("/api/v1/users/?q=rival")
    with django_assert_num_queries(3):
        client.get("/api/v1/users/")
    with django_assert_num_queries(2):
        client.get("/api/v1/organizations/")


def test_create_and_change_an_organization(world, api):
    client = api(world.street)
    body = {"parent": world.street_union.pk, "kind": "volunteer", "name": "河湾志愿队"}
    made = client.post("/api/v1/organizations/", body)
    assert (made.status_code, made.json()["code"], made.json()["parent"]) == (201, "ZY-0001", world.street_union.pk)
    url = f"/api/v1/organizations/{made.json()['id']}/"
    assert client.patch(url, {"address": "河湾路1号"}).json()["address"] == "河湾路1号"
    assert client.patch(url, {"tier": "star"}).status_code == 409
    assert client.patch(url, {"tier": "bright"}).json().keys() == {"tier"}
    foreign = client.post("/api/v1/organizations/", body | {"parent": world.other_street.pk})
    assert (foreign.status_code, list(foreign.json())) == (400, ["parent"])


def test_who_changes_a_community(world, api):
    url = f"/api/v1/organizations/{world.community_union.pk}/"
    answers = {role: api(getattr(world, role)).patch(url, {"address": "x"}).status_code for role in ROLE_NAMES}
    inside = dict.fromkeys(("community", "party", "finance", "auditor", "leader"), 403)
    assert answers == dict.fromkeys(ROLE_NAMES, 404) | inside | dict.fromkeys(("city", "district", "street"), 200)


def test_users_show_only_roles_one_may_see(world, api):
    Membership.objects.create(user=world.community, organization=world.rival, role="ngo")
    body = api(world.street).get(f"/api/v1/users/{world.community.pk}/").json()
    assert [held["role"] for held in body["memberships"]] == ["community_union"]


def test_create_user_and_end_the_role(world, api):
    client = api(world.ngo)
    body = {
        "username": "xiaowang", "name": "小王", "password": "lantian-5831",
        "organization": world.contractor.pk, "role": "worker",
    }  # fmt: skip
    made = client.post("/api/v1/users/", body)
    assert made.status_code == 201 and "password" not in made.json()
    assert client.post("/api/v1/users/", body).status_code == 409
    assert list(client.post("/api/v1/users/", body | {"password": "123"}).json()) == ["password"]
    membership = made.json()["memberships"][0]["id"]
    assert client.post(f"/api/v1/memberships/{membership}/end/").status_code == 200
    assert User.objects.get(username="xiaowang").grants == ()


def test_grant_is_asked_with_the_organization(world, api):
    body = {"user": world.worker.pk, "organization": world.contractor.pk, "role": "supervisor"}
    assert api(world.ngo).post("/api/v1/memberships/", body).status_code == 201
    assert api(world.supervisor).post("/api/v1/memberships/", body).status_code == 403
    assert (
        api(world.rival_head).post("/api/v1/memberships/", body).status_code == 400
    )  # the user does not exist for them
    assert api(world.ngo).post("/api/v1/memberships/", body | {"role": "ngo"}).status_code == 409


def test_update_user_and_reset_password(world, api):
    url = f"/api/v1/users/{world.worker.pk}/"
    assert api(world.ngo).patch(url, {"phone": "024-1234"}).json()["phone"] == "024-1234"
    assert api(world.ngo).post(f"{url}reset_password/", {"password": "lantian-5831"}).status_code == 200
    assert api(world.supervisor).post(f"{url}reset_password/", {"password": "lantian-5831"}).status_code == 403


def test_people_are_masked_and_found_by_post(world, api, person):
    client = api(world.community)
    assert client.get("/api/v1/people/").json()["results"][0]["phone"] == "138****0001"
    assert [row["id"] for row in client.post("/api/v1/people/lookup/", {"number": PHONE}).json()] == [person.pk]
    assert api(world.stranger).post("/api/v1/people/lookup/", {"number": PHONE}).json() == []
    assert api(world.leader).post("/api/v1/people/lookup/", {"number": PHONE}).status_code == 403
    assert client.get("/api/v1/people/", {"q": PHONE}).status_code == 400


def test_register_change_and_reveal_a_person(world, api):
    client = api(world.community)
    body = {"name": "王晓明", "phone": PHONE, "organization": world.community_union.pk, "groups": ["migrant"]}
    made = client.post("/api/v1/people/", body)
    assert (made.status_code, made.json()["phone"]) == (201, "138****0001")
    url = f"/api/v1/people/{made.json()['id']}/"
    assert client.patch(url, {"is_member": True}).json()["is_member"] is True
    assert client.patch(url, {"groups": ["x"]}).status_code == 400
    assert client.post("/api/v1/people/", body | {"phone": "1"}).status_code == 409
    above = client.post("/api/v1/people/", body | {"organization": world.street_union.pk})
    assert (above.status_code, list(above.json())) == (400, ["organization"])
    revealed = client.post(f"{url}reveal/", {"reason": "核对补助名单"})
    assert revealed.json() == {"id_number": "", "phone": PHONE}
    assert revealed["Cache-Control"] == "no-store"
    assert client.post(f"{url}reveal/", {"reason": "看"}).status_code == 409
    assert PersonEvent.objects.filter(kind="reveal").count() == 1
    assert Person.objects.count() == 1


def test_divisions_by_upload(world, api):
    def upload(user, text):
        file = SimpleUploadedFile("divisions.csv", text.encode())
        return api(user).post(reverse("api:division-import"), {"file": file}, format="multipart")

    text = "code,name,level,parent_code\n210102002,新华街道,street,210102\n"
    assert upload(world.city, text).json()["created"] == 1
    assert upload(world.district, text).status_code == 403
    refused = upload(world.city, text + "210102003,,street,210102\n")
    assert (refused.status_code, refused.json()["errors"]) == (400, [{"line": 3, "reason": "名称为空"}])
    assert Organization.objects.filter(code="210102002").exists()
