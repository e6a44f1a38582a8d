"""Pages of volunteers, and every list around them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.enums import ProjectState
from services.enums import VolunteerState
from services.models import Volunteer
from tests.cast import make_project
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer
from tests.services.pages import BAD, form_errors, said, text_of, url

REGISTERED = {
    "name": "孙有成", "phone": "13600000001", "birth_date": "1980-05-01", "gender": "male", "skills": ["law"],
}  # fmt: skip


def test_register_and_look(world, signed_in):
    client = signed_in(world.community)
    answer = client.post(url("volunteer-create"), REGISTERED | {"organization": world.community_union.pk}, follow=True)
    assert said(answer) == ["已登记"]
    page = text_of(answer)
    assert "136****0001" in page and "13600000001" not in page
    assert Volunteer.objects.get().state == VolunteerState.ACTIVE


def test_only_places_one_may_register_for(world, signed_in):
    make_project(world, ProjectState.ACTIVE)
    client = signed_in(world.worker)
    refused = client.post(url("volunteer-create"), REGISTERED | {"organization": world.neighbour.pk})
    assert form_errors(refused) == ["没有这个组织，或者它不在您能看到的范围内，请重新选择。"]
    client.post(url("volunteer-create"), REGISTERED | {"organization": world.community_union.pk})
    assert Volunteer.objects.get().organization == world.community_union


@pytest.mark.parametrize("field", ["name", "phone", "birth_date", "guardian_phone"])
@pytest.mark.parametrize("value", BAD)
def test_nonsense_is_answered_with_a_sentence(world, signed_in, field, value):
    minor = REGISTERED | {"birth_date": f"{timezone.localdate().year - 16}-01-01", "guardian_name": "孙大年"}
    facts = minor | {"guardian_phone": "13600000009", "guardian_consents": "on"} | {field: value}
    answer = signed_in(world.community).post(
        url("volunteer-create"), facts | {"organization": world.community_union.pk}
    )
    if (field, value) == ("name", "NaN"):  # letters may be a name
        assert answer.status_code == 302
    else:
        assert form_errors(answer) and Volunteer.objects.count() == 0


def test_update_keeps_the_guardians_phone(world, signed_in):
    volunteer = make_volunteer(
        world, birth_date=timezone.localdate() - timedelta(days=16 * 366), guardian_name="孙大年",
        guardian_phone="13600000009", guardian_consented_on=timezone.localdate(),
    )  # fmt: skip
    client = signed_in(world.community)
    page = client.get(url("volunteer-update", volunteer.pk))
    assert "现为 136****0009" in text_of(page)
    client.post(
        url("volunteer-update", volunteer.pk),
        {"guardian_name": "孙大年", "guardian_phone": "", "guardian_consents": "on", "area": "北院"},
    )
    volunteer.refresh_from_db()
    assert (volunteer.area, volunteer.guardian_phone) == ("北院", "13600000009")


def test_phones_are_shown_once_for_a_reason(world, signed_in):
    volunteer, client = make_volunteer(world, phone="13600000001"), signed_in(world.community)
    assert "13600000001" not in text_of(client.get(url("volunteer-detail", volunteer.pk)))
    answer = client.post(url("volunteer-reveal", volunteer.pk), {"reason": "通知集合地点变更"})
    assert "13600000001" in text_of(answer) and "no-store" in answer.headers["Cache-Control"]
    assert form_errors(client.post(url("volunteer-reveal", volunteer.pk), {"reason": "看"}))
    make_shift(world)  # the contractor serves here and sees the volunteer, not what the union looked up and why
    told = {user: "集合地点变更" in text_of(signed_in(user).get(url("volunteer-detail", volunteer.pk)))
            for user in (world.community, world.worker)}  # fmt: skip
    assert told == {world.community: True, world.worker: False}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "有成"}, ["孙有成"]),
        ({"q": "红马甲"}, ["钱进"]),
        ({"skill": "law"}, ["钱进"]),
        ({"state": "paused"}, ["李和"]),
        ({"q": "ZY2020000002"}, ["钱进"]),
    ],
)
def test_finding_volunteers(world, signed_in, query, names):
    make_volunteer(world)
    make_volunteer(world, "钱进", team=make_team(world), skills=["law"])
    make_volunteer(world, "李和", state=VolunteerState.PAUSED)
    page = signed_in(world.community).get(url("volunteer-list", **query))
    assert sorted(row.person.name for row in page.context["table"].data) == sorted(names)


def test_a_phone_does_not_stay_in_the_address(world, signed_in):
    page = signed_in(world.community).get(url("volunteer-list", q="13600000001"))
    assert "号码不会留在网址里" in "".join(page.context["filter"].form.errors["q"])


@pytest.mark.parametrize(
    ("page", "make"),
    [
        ("volunteer-list", lambda w, n: make_volunteer(w, f"志愿者{n}", team=make_team(w, f"队{n}"))),
        ("team-list", lambda w, n: make_volunteer(w, f"志愿者{n}", team=make_team(w, f"队{n}"))),
        ("training-list", lambda w, n: make_training(w, f"培训{n}")),
        ("shift-list", lambda w, n: make_shift(w)),
        ("shiftsignup-list", lambda w, n: make_sign_up(make_shift(w), make_volunteer(w, f"志愿者{n}"))),
    ],
)
def test_lists_ask_the_same_for_one_and_three(world, signed_in, django_assert_num_queries, page, make):
    client = signed_in(world.district)
    make(world, 1)
    client.get(url(page))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url(page))
    make(world, 2), make(world, 3)
    with django_assert_num_queries(len(asked)):
        client.get(url(page))
    assert len(asked) <= 12


@pytest.mark.parametrize("page", ["volunteer-list", "team-list", "training-list", "shift-list", "shiftsignup-list"])
def test_lists_are_exported_with_masked_phones(world, signed_in, page):
    make_sign_up(make_shift(world), make_volunteer(world, phone="13600000001", team=make_team(world)))
    make_training(world)
    answer = signed_in(world.community).get(url(page, export=1))
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"13600000001" not in answer.content
