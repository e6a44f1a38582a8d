"""Names and figures: who needs to know how many is never told who: on no page, in no export, search or API."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import URLPattern, get_resolver, reverse

from orgs.enums import Role
from orgs.models import Membership, Person
from orgs.names import FIGURES_ONLY, MEETING, masked
from services.models import Attendance, TrainingRecord
from tests.cast import make_user
from tests.services.build_after import make_attendance, make_certificate, make_follow_up, make_held
from tests.services.build_hour import make_claim, make_star
from tests.services.build_registration import make_registration
from tests.services.build_rescue import make_call_out, make_rescue_team
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer

NAME, HIDDEN, GIVEN = "欧阳明媚", "欧***", "阳明媚"
ASKED = {"leader": False, "finance": False, "auditor": False, "expert": False} | dict.fromkeys(
    ("city", "district", "street", "community", "party", "ngo", "worker", "supervisor"), True
)
LISTS = {
    "orgs:person-list": "",
    "services:attendance-list": "",
    "services:participant-list": "",
    "services:volunteer-list": "",
    "services:shiftsignup-list": "",
    "services:hourclaim-list": "",
    "services:ranking-list": "?start=2020-01-01&end=2099-12-31",
}
API = ("people", "attendances", "volunteers", "shift-sign-ups", "hours")
CONTRACTORS = {"ngo", "worker", "supervisor"}  # see no star applications of a community
PERSONAL = ("person", "volunteer", "starapplication", "registration", "certificate", "followup")


@pytest.fixture
def rows(world):
    """One person in every record that names somebody."""
    volunteer = make_volunteer(world, NAME, phone="13912345678", team=make_team(world), agrees_to_ranking=True)
    person, session = volunteer.person, make_held(world, people=0)
    person.known_to.create(organization=world.contractor)
    attendance = make_attendance(session, person)
    training, shift = make_training(world), make_shift(world)
    TrainingRecord.objects.create(training=training, volunteer=volunteer, by=world.community)
    call_out = make_call_out(world, make_rescue_team(world, organization=world.community_union))
    call_out.members.add(volunteer)
    return {
        "person": person, "session": session, "attendance": attendance, "volunteer": volunteer,
        "registration": make_registration(session, person=person), "team": volunteer.team, "training": training,
        "shift": shift, "shiftsignup": make_sign_up(shift, volunteer, "signed_out"), "callout": call_out,
        "hourclaim": make_claim(world, volunteer, state="confirmed"), "starapplication": make_star(world, volunteer),
        "certificate": make_certificate(world, attendance),
        "followup": make_follow_up(world, session, person=person),
    }  # fmt: skip


def text_of(response) -> str:
    """What the answer says, inside a workbook too."""
    content = response.getvalue() if response.streaming else response.content
    if content[:2] != b"PK":
        return content.decode()
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_every_role_either_meets_people_or_needs_figures():
    assert {*FIGURES_ONLY, *MEETING} == set(Role) and not {*FIGURES_ONLY} & {*MEETING}
    assert [masked(name) for name in ("张", "张三", NAME)] == ["张*", "张*", HIDDEN]


@pytest.mark.parametrize("export", ["", "export=1"])
def test_lists_and_exports(world, rows, signed_in, export):
    for role, told in ASKED.items():
        client, shown = signed_in(getattr(world, role)), {}
        for name, query in LISTS.items():
            text = text_of(client.get(reverse(name) + query + ("&" if query else "?") + export))
            shown[name] = (NAME in text, HIDDEN in text)
        rows_there = role != "expert"
        assert shown == dict.fromkeys(LISTS, (told, not told and rows_there)), role


def test_api(world, rows, api):
    for role, told in ASKED.items():
        texts = [api(getattr(world, role)).get(f"/api/v1/{name}/?counted=all").content.decode() for name in API]
        expected = (told, not told and role != "expert")
        assert [(NAME in text, HIDDEN in text) for text in texts] == [expected] * len(API), role
        numbers = "13912345678"[-4:]
        assert [numbers in text for text in texts[:3]] == [told] * 3, role
        assert ["1980-05-01" in texts[0]] == [told], role


def test_personal_records_exist_for_those_who_are_told(world, rows, signed_in):
    for role in ("leader", "finance", "auditor", "expert", "community"):
        urls = [reverse(f"services:{name}-detail", args=[rows[name].pk]) for name in PERSONAL if name != "person"]
        client = signed_in(getattr(world, role))
        found = {client.get(url).status_code for url in (*urls, rows["person"].get_absolute_url())}
        assert found == ({200} if role == "community" else {404}), role


def test_a_figure_still_leads_to_its_rows(world, rows, signed_in):
    client = signed_in(world.leader)
    page = client.get(rows["session"].get_absolute_url())
    listed = client.get(page.context["times_url"])
    assert (listed.context["total"], page.context["object"].person_times) == (1, 1)
    assert HIDDEN in client.get(reverse("services:attendance-detail", args=[rows["attendance"].pk])).content.decode()


def test_a_hidden_name_cannot_be_searched_for(world, rows, signed_in, api):
    for name in ("orgs:person-list", "services:attendance-list", "services:participant-list", "services:hourclaim-list",
                 "services:volunteer-list", "services:shiftsignup-list", "services:ranking-list"):  # fmt: skip
        totals = {
            role: [signed_in(getattr(world, role)).get(reverse(name), {"q": q}).context["total"] for q in ("欧", GIVEN)]
            for role in ("leader", "community")
        }
        assert totals == {"leader": [1, 0], "community": [1, 1]}, name
    assert api(world.leader).get("/api/v1/people/", {"q": GIVEN}).json()["count"] == 0
    assert NAME not in signed_in(world.leader).post(reverse("search"), {"q": NAME[:2]}).content.decode()


def test_a_link_to_one_volunteer_tells_no_name(world, rows, signed_in):
    """The chip above a list says whose rows they are."""
    for name in ("services:hourclaim-list", "services:shiftsignup-list", "services:starapplication-list"):
        page = f"{reverse(name)}?volunteer={rows['volunteer'].pk}"
        said = {role: NAME in signed_in(getattr(world, role)).get(page).content.decode() for role in ASKED}
        assert {role for role, told in said.items() if told != ASKED[role]} <= CONTRACTORS, name


def test_two_roles_tell_a_name_only_where_the_meeting_one_reaches(world, rows, api):
    both = make_user("both", world.city_union, Role.LEADER)
    Membership.objects.create(user=both, organization=world.stranger_union, role=Role.COMMUNITY_UNION)
    Person.objects.create(name="司马光耀", organization=world.stranger_union).known_to.create(
        organization=world.stranger_union
    )
    assert {row["name"] for row in api(both).get("/api/v1/people/").json()["results"]} == {HIDDEN, "司马光耀"}
    assert {row.shown_name for row in Attendance.objects.visible_to(both).naming(both)} == {HIDDEN}


def addresses(resolver=None, namespaces=()) -> Iterator[str]:
    """Every page and list that is addressed without a record."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name and not pattern.pattern.converters and not pattern.pattern.regex.groups:
                yield ":".join([*namespaces, pattern.name])
        elif not pattern.pattern.converters:
            yield from addresses(pattern, (*namespaces, pattern.namespace) if pattern.namespace else namespaces)


def test_no_page_tells_a_leader_a_name(world, rows, signed_in):
    """All lists and pages of the platform, pages of all records with people, and the API."""
    client, told = signed_in(world.leader), []
    urls = [reverse(name) for name in sorted(set(addresses())) if not name.startswith(("public:", "admin:"))]
    own = [reverse(f"services:{name}-detail", args=[row.pk]) for name, row in rows.items()
           if name not in ("person", "shiftsignup")]  # fmt: skip
    assert len(urls) > 100
    for url in (*urls, *own):
        response = client.get(url)
        if response.status_code == 200 and GIVEN in text_of(response):
            told.append(url)
    assert told == []
