"""Pages: who reaches them, what they show, what a form does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.authtoken.models import Token

from orgs.enums import OrganizationKind as Kind
from orgs.enums import Role
from orgs.middleware import SESSION_KEY
from orgs.models import Membership, Organization, Person, PersonEvent, User
from orgs.operations import register_person
from orgs.pinyin import initials
from tests.cast import PASSWORD, ROLE_NAMES, make_organization, make_user

MANAGERS = {"city", "district", "street"}
UNION_STAFF = MANAGERS | {"community"}
SERVICE_STAFF = {"ngo", "worker", "supervisor"}
PHONE = "13800000001"


@pytest.fixture
def person(world):
    row = register_person(organization=world.community_union, name="王晓明", phone=PHONE)
    register_person(organization=world.contractor, name="王晓明", phone=PHONE)
    return row


# lists


def test_organization_list_queries_do_not_grow(world, signed_in, django_assert_num_queries):
    client = signed_in(world.community)
    url = reverse("orgs:organization-list")
    client.get(url)
    with django_assert_num_queries(8):
        few = client.get(url, {"parent": "210102001"})
    for number in range(3):
        make_organization(
            f"志愿队{number}", f"ZY-{number}", Organization.objects.get(pk=world.community_union.pk), Kind.VOLUNTEER
        )
    with django_assert_num_queries(8):
        many = client.get(url, {"parent": "210102001002"})
    assert (few.context["total"], many.context["total"]) == (1, 4)


def test_user_list_queries_do_not_grow(world, signed_in, django_assert_num_queries):
    client, url = signed_in(world.street), reverse("orgs:user-list")
    client.get(url)
    with django_assert_num_queries(9):
        assert client.get(url, {"q": "community"}).context["total"] == 1
    for number in range(3):
        make_user(f"colleague{number}", world.community_union, Role.COMMUNITY_UNION)
    with django_assert_num_queries(9):
        assert client.get(url, {"q": "colleague"}).context["total"] == 3


def test_person_list_queries_do_not_grow(world, signed_in, django_assert_num_queries):
    client, url = signed_in(world.community), reverse("orgs:person-list")
    register_person(organization=world.community_union, name="李大海", phone="13800000009")
    client.get(url)
    with django_assert_num_queries(8):
        assert client.get(url).context["total"] == 1
    for number in range(2):
        register_person(organization=world.community_union, name="王晓明", phone=f"1380000001{number}")
    with django_assert_num_queries(8):
        assert client.get(url).context["total"] == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "sydsq"}, ["水源地社区联合工会", "水源地社区党支部"]),
        ({"q": "210102001002"}, ["水源地社区联合工会"]),
        ({"q": "河畔"}, ["河畔社区联合工会"]),
        ({"q": "100%"}, []),
        ({"level": "district"}, ["和平区总工会", "沈河区总工会"]),
        ({"kind": "social"}, ["晨光社会工作服务中心", "远山公益中心"]),
        ({"parent": "2101", "kind": "union"}, ["和平区总工会", "沈河区总工会"]),
        ({"organization": "210103"}, ["沈河区总工会", "大西街道总工会", "凯旋社区联合工会"]),
    ],
)
def test_organization_filters(world, signed_in, query, found):
    for row in Organization.objects.all():
        Organization.objects.filter(pk=row.pk).update(initials=initials(row.name))
    response = signed_in(world.city).get(reverse("orgs:organization-list"), query)
    assert [row.name for row in response.context["table"].data.data] == found


def test_person_list_refuses_numbers_in_the_address(world, signed_in, person):
    form = signed_in(world.community).get(reverse("orgs:person-list"), {"q": PHONE}).context["filter"].form
    assert list(form.errors) == ["q"]


def test_user_filter_does_not_tell_about_roles_elsewhere(world, signed_in):
    make_user("both", world.community_union, Role.COMMUNITY_UNION)
    Membership.objects.create(user=User.objects.get(username="both"), organization=world.rival, role=Role.NGO)
    client = signed_in(world.street)
    assert client.get(reverse("orgs:user-list"), {"role": "ngo"}).context["total"] == 0
    found = client.get(reverse("orgs:user-list"), {"q": "both"}).context["table"].data.data
    assert [str(held) for user in found for held in user.seen_memberships] == ["水源地社区联合工会 · 社区工会"]


def test_options_find_visible_organizations(world, signed_in):
    url = reverse("orgs:organization-options")
    client = signed_in(world.community)
    assert client.get(url, {"q": "河畔"}).json() == {"results": []}
    found = client.get(url, {"q": "晨光", "by": "code", "kind": "social"}).json()
    assert found == {"results": [{"id": "SO-0001", "text": "晨光社会工作服务中心"}]}


# permissions


def statuses(world, client, url) -> dict[str, int]:
    """What every role is answered at ``url``."""
    answers = {}
    for role in ROLE_NAMES:
        client.force_login(getattr(world, role))
        answers[role] = client.get(url).status_code
    return answers


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("organization-create", MANAGERS),
        ("division-import", {"city"}),
        ("user-create", MANAGERS | {"ngo", "rival_head"}),
        ("person-create", UNION_STAFF | SERVICE_STAFF | {"stranger", "rival_head"}),
        ("person-lookup", UNION_STAFF | SERVICE_STAFF | {"stranger", "rival_head"}),
    ],
)
def test_who_opens_which_form(world, client, name, allowed):
    expected = {role: 200 if role in allowed else 403 for role in ROLE_NAMES}
    assert statuses(world, client, reverse(f"orgs:{name}")) == expected


@pytest.mark.parametrize("verb", ["detail", "update", "reveal"])
def test_who_reaches_a_person(world, client, person, verb):
    acting = UNION_STAFF | SERVICE_STAFF
    seen = acting | {"party", "finance", "auditor", "leader"}
    allowed = {"detail": acting | {"party"}, "update": UNION_STAFF, "reveal": acting}[verb]  # the union made the record
    if verb == "detail":
        seen = allowed  # the record of a person exists for those who are told the name
    expected = {role: 200 if role in allowed else 403 if role in seen else 404 for role in ROLE_NAMES}
    assert statuses(world, client, reverse(f"orgs:person-{verb}", args=[person.pk])) == expected


def test_who_changes_a_community(world, client):
    url = reverse("orgs:organization-update", args=[world.community_union.pk])
    inside = {"community", "party", "finance", "auditor", "leader"}
    expected = {role: 200 if role in MANAGERS else 403 if role in inside else 404 for role in ROLE_NAMES}
    assert statuses(world, client, url) == expected


@pytest.mark.parametrize(
    ("role", "whose", "update", "reset"),
    [
        ("city", "district", 200, 200),
        ("district", "street", 200, 200),
        ("street", "street", 200, 403),
        ("ngo", "worker", 200, 200),
        ("worker", "ngo", 403, 403),
        ("worker", "worker", 200, 403),
        ("community", "community", 200, 403),
        ("leader", "worker", 403, 403),
        ("street", "district", 404, 404),
        ("rival_head", "worker", 404, 404),
    ],
)
def test_who_changes_whose_account(world, signed_in, role, whose, update, reset):
    client, pk = signed_in(getattr(world, role)), getattr(world, whose).pk
    assert client.get(reverse("orgs:user-update", args=[pk])).status_code == update
    assert client.get(reverse("orgs:user-reset-password", args=[pk])).status_code == reset


def test_a_changed_password_ends_tokens(world, signed_in):
    Token.objects.create(user=world.worker)
    other = Token.objects.create(user=world.ngo)
    new = {"new_password1": "lantian-5831", "new_password2": "lantian-5831"}
    client, url = signed_in(world.worker), reverse("password_change")
    assert client.post(url, new | {"old_password": "wrong"}).status_code == 200
    assert Token.objects.count() == 2
    assert client.post(url, new | {"old_password": PASSWORD}).status_code == 302
    assert list(Token.objects.all()) == [other]
    assert client.get("/").status_code == 200


def test_a_superior_with_a_second_role_below_is_not_taken_over(world, signed_in):
    Membership.objects.create(user=world.district, organization=world.street_union, role=Role.STREET_UNION)
    url = reverse("orgs:user-reset-password", args=[world.district.pk])
    assert signed_in(world.street).get(url).status_code == 403


# pages


def test_organization_page_shows_the_tree_around_it(world, signed_in):
    response = signed_in(world.city).get(world.street_union.get_absolute_url())
    assert [row.name for row in response.context["trail"]] == ["沈阳市总工会", "和平区总工会"]
    assert [row.name for row in response.context["children"]] == ["水源地社区联合工会", "河畔社区联合工会"]
    counts = [(row["label"], row["number"]) for row in response.context["counts"]]
    assert counts == [("社区（村）联合工会", 2), ("党组织", 1)]
    assert [held.user for held in response.context["staff"]] == [world.street]
    assert [action["label"] for action in response.context["actions"]] == ["修改", "登记下级组织", "新增工作人员"]


def test_bodies_above_show_no_staff_and_no_history(world, signed_in):
    response = signed_in(world.community).get(world.street_union.get_absolute_url())
    assert (list(response.context["staff"]), response.context["events"]) == ([], None)
    assert [row.name for row in response.context["children"]] == ["水源地社区联合工会"]
    assert response.context["actions"] == []


def test_create_organization_by_form(world, signed_in):
    client, url = signed_in(world.street), reverse("orgs:organization-create")
    assert (
        f'<option value="{world.street_union.pk}" selected>'
        in client.get(url, {"parent": world.street_union.pk}).content.decode()
    )
    facts = {"parent": world.street_union.pk, "kind": "volunteer", "name": "河湾志愿队"}
    response = client.post(url, facts)
    assert response.url == Organization.objects.get(name="河湾志愿队").get_absolute_url()
    assert client.post(url, facts | {"parent": world.other_street.pk}).context["form"].errors == {
        "parent": ["没有这个组织，或者它不在您能看到的范围内，请重新选择。"]
    }
    bad = client.post(url, facts | {"credit_code": "91110000600037341X"})
    assert list(bad.context["form"].errors) == ["credit_code"]


def test_update_organization_by_form(world, signed_in):
    url = reverse("orgs:organization-update", args=[world.community_union.pk])
    response = signed_in(world.street).post(url, {"name": "水源地社区工会", "tier": "weak"})
    assert response.url == world.community_union.get_absolute_url()
    world.community_union.refresh_from_db()
    assert (world.community_union.name, world.community_union.tier) == ("水源地社区工会", "weak")


def test_create_user_by_form(world, signed_in):
    client, url = signed_in(world.ngo), reverse("orgs:user-create")
    facts = {
        "username": "xiaowang", "name": "小王", "password": "lantian-5831",
        "organization": world.contractor.pk, "role": "worker",
    }  # fmt: skip
    assert client.post(url, facts).status_code == 302
    assert User.objects.get(username="xiaowang").memberships.get().role == "worker"
    refused = client.post(url, facts | {"username": "community", "role": "city_admin", "password": "1234"})
    assert set(refused.context["form"].errors) == {"username", "role", "password"}


def test_grant_and_end_by_form(world, signed_in):
    client = signed_in(world.ngo)
    facts = {"organization": world.contractor.pk, "role": "supervisor"}
    response = client.post(reverse("orgs:user-grant", args=[world.worker.pk]), facts)
    assert response.url == world.worker.get_absolute_url()
    granted = world.worker.memberships.get(role="supervisor")
    ended = client.post(reverse("orgs:membership-end", args=[granted.pk]), {"note": "轮岗"})
    assert ended.url == world.worker.get_absolute_url()
    assert [held.role for held in User.objects.get(pk=world.worker.pk).grants] == ["worker"]


def test_identity_switch_narrows_the_scope(world, signed_in):
    second = Membership.objects.create(user=world.street, organization=world.stranger_union, role=Role.COMMUNITY_UNION)
    client, url = signed_in(world.street), reverse("orgs:identity-switch")
    assert client.get(world.stranger_union.get_absolute_url()).status_code == 404
    assert client.post(url, {"membership": second.pk}).url == reverse("workbench")
    assert client.session[SESSION_KEY] == second.pk
    assert client.get(world.stranger_union.get_absolute_url()).status_code == 200
    assert client.get(world.neighbour.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("value", ["", "x", "0"])
def test_identity_switch_to_anything_else_is_404(world, signed_in, value):
    client = signed_in(world.street)
    foreign = world.city.memberships.get().pk
    assert client.post(reverse("orgs:identity-switch"), {"membership": value or foreign}).status_code == 404
    assert client.get(reverse("orgs:identity-switch")).status_code == 405


# people


def test_person_page_is_masked(world, signed_in, person):
    page = signed_in(world.community).get(person.get_absolute_url()).content.decode()
    assert "138****0001" in page and PHONE not in page


def test_register_person_by_form(world, signed_in):
    client, url = signed_in(world.community), reverse("orgs:person-create")
    facts = {
        "name": "王晓明",
        "id_number": "21010219900101123７",
        "gender": "unknown",
        "organization": world.community_union.pk,
    }
    assert client.post(url, facts).url == Person.objects.get().get_absolute_url()
    refused = client.post(url, facts | {"id_number": "1", "phone": "1", "organization": world.neighbour.pk})
    assert set(refused.context["form"].errors) == {"id_number", "phone", "organization"}
    assert set(client.post(url, facts | {"id_number": ""}).context["form"].errors) == {"phone"}


def test_update_person_keeps_numbers_that_are_not_typed(world, signed_in, person):
    url = reverse("orgs:person-update", args=[person.pk])
    client = signed_in(world.community)
    assert PHONE not in client.get(url).content.decode()
    assert client.post(url, {"name": "王小明", "gender": "male", "is_member": "on"}).url == person.get_absolute_url()
    person.refresh_from_db()
    assert (person.name, person.phone, person.is_member) == ("王小明", PHONE, True)


def test_reveal_shows_the_number_once_and_keeps_it_out_of_caches(world, signed_in, person):
    url = reverse("orgs:person-reveal", args=[person.pk])
    client = signed_in(world.community)
    assert PHONE not in client.get(url).content.decode()
    response = client.post(url, {"reason": "核对补助名单"})
    assert PHONE in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert PersonEvent.objects.get(kind="reveal").by == world.community
    assert client.post(url, {"reason": ""}).context["form"].errors != {}
    assert PersonEvent.objects.filter(kind="reveal").count() == 1


def test_lookup_finds_by_whole_number_only_whom_one_sees(world, signed_in, person):
    url = reverse("orgs:person-lookup")
    assert signed_in(world.community).post(url, {"number": f"+86 {PHONE}"}).url == person.get_absolute_url()
    missed = signed_in(world.stranger).post(url, {"number": PHONE})
    assert missed.context["found"] == []
    assert list(signed_in(world.community).post(url, {"number": "1380"}).context["form"].errors) == ["number"]


# divisions


def upload(client, text):
    return client.post(reverse("orgs:division-import"), {"file": SimpleUploadedFile("divisions.csv", text.encode())})


def test_division_import_shows_counts_or_lines(world, signed_in):
    client = signed_in(world.city)
    row = "code,name,level,parent_code\n210102002,新华街道,street,210102\n"
    assert upload(client, row).context["result"].created == 1
    assert str(upload(client, row).context["result"]) == "没有变化：1 个机构与文件一致。"
    refused = upload(client, row + "210102003,,street,210102\n")
    assert (refused.status_code, refused.context["errors"]) == (400, [(3, "名称为空")])
    assert list(upload(client, " ").context["form"].errors) == ["file"]


def test_a_colleagues_page_still_says_who_is_signed_in(world, signed_in):
    page = signed_in(world.city).get(reverse("orgs:user-detail", args=[world.ngo.pk]))
    assert page.context["user"] == world.city
