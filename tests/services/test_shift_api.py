"""Volunteers, teams, trainings and shifts over the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.enums import ProjectState
from services.enums import ShiftSignUpState, VolunteerState
from services.models import HourClaim
from tests.cast import make_project
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer

BASE = "/api/v1"


def post(client, path, body=None):
    return client.post(f"{BASE}/{path}", body or {}, format="json")


def test_register_admit_pause_and_leave(world, api):
    client = api(world.community)
    body = {
        "name": "孙有成",
        "phone": "13600000001",
        "birth_date": "1980-05-01",
        "organization": world.community_union.pk,
    }
    made = post(client, "volunteers/", body | {"skills": ["law"]})
    assert (made.status_code, made.data["state"], made.data["phone"]) == (201, "active", "136****0001")
    pk = made.data["id"]
    assert post(client, f"volunteers/{pk}/update/", {"area": "北院"}).data["area"] == "北院"
    assert post(client, f"volunteers/{pk}/pause/", {"note": "出差"}).data["state"] == "paused"
    assert post(client, f"volunteers/{pk}/resume/").data["state"] == "active"
    assert post(client, f"volunteers/{pk}/admit/").status_code == 409
    assert post(client, f"volunteers/{pk}/leave/", {"note": "搬离"}).data["state"] == "left"
    award = {"title": "优秀志愿者", "awarded_by": "和平区总工会", "awarded_on": "2026-01-01"}
    assert post(client, f"volunteers/{pk}/award/", award).status_code == 200
    assert post(client, "volunteers/", body).status_code == 409
    assert post(client, "volunteers/", body | {"organization": world.neighbour.pk}).status_code == 400


def test_teams_and_trainings(world, api):
    client, volunteer = api(world.community), make_volunteer(world)
    team = post(
        client, "teams/",
        {"name": "理发队", "kind": "skill", "leader": "赵长河", "organization": world.community_union.pk},
    )  # fmt: skip
    assert team.status_code == 201
    assert post(client, f"teams/{team.data['id']}/add/", {"volunteers": [volunteer.pk]}).data["members"] == 1
    body = {"name": "急救", "held_on": timezone.localdate().isoformat(), "hours": "2.0"}
    training = post(client, "trainings/", body | {"organization": world.community_union.pk})
    assert training.status_code == 201
    pk = training.data["id"]
    assert post(client, f"trainings/{pk}/record/", {"volunteers": [volunteer.pk]}).data["attended"] == 1
    elsewhere = make_volunteer(world, "钱进", organization=world.stranger_union)
    assert post(client, f"trainings/{pk}/record/", {"volunteers": [elsewhere.pk]}).status_code == 400
    for hours, code in (("NaN", 400), ("1.3", 409), ("-1", 409)):
        refused = post(client, "trainings/", body | {"organization": world.community_union.pk, "hours": hours})
        assert (hours, refused.status_code) == (hours, code)


def test_a_shift_from_plan_to_hours(world, api):
    client, project = api(world.worker), make_project(world, ProjectState.ACTIVE)
    starts = timezone.now() + timedelta(hours=2)
    body = {
        "project": project.pk, "name": "义诊引导", "content": "维持秩序", "venue": "职工之家", "places": 2,
        "starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=2)).isoformat(), "risk": "无特别风险",
        "lead": world.worker.pk,
    }  # fmt: skip
    made = post(client, "shifts/", body)
    assert (made.status_code, made.data["state"]) == (201, "draft")
    pk = made.data["id"]
    assert post(client, f"shifts/{pk}/publish/").data["state"] == "published"
    signed = post(client, f"shifts/{pk}/sign-up/", {"volunteer": make_volunteer(world).pk})
    assert (signed.status_code, signed.data["state"]) == (201, "signed_up")
    assert post(client, f"shifts/{pk}/finish/").status_code == 409
    assert post(client, f"shifts/{pk}/cancel/", {"note": "暴雨"}).data["state"] == "cancelled"
    assert post(api(world.community), "shifts/", body).status_code == 403
    assert post(client, "shifts/", body | {"risk": ""}).status_code == 400


def test_sign_ups_move(world, api):
    client = api(world.worker)
    shift = make_shift(world, starts_at=timezone.now() - timedelta(hours=1))
    first, second = (make_sign_up(shift, make_volunteer(world, name)) for name in ("孙有成", "钱进"))
    assert post(client, f"shift-sign-ups/{first.pk}/sign-in/").data["state"] == ShiftSignUpState.SIGNED_IN
    first.refresh_from_db()
    at = (first.signed_in_at + timedelta(microseconds=1)).isoformat()
    assert post(client, f"shift-sign-ups/{first.pk}/sign-out/", {"at": at}).data["state"] == "signed_out"
    assert post(client, f"shift-sign-ups/{first.pk}/grade/", {"grade": 5}).data["grade"] == 5
    assert post(client, f"shift-sign-ups/{first.pk}/grade/", {"grade": 9}).status_code == 400
    assert post(client, f"shift-sign-ups/{second.pk}/cancel/").status_code == 409
    assert post(client, f"shift-sign-ups/{second.pk}/miss/").data["state"] == "absent"
    assert HourClaim.objects.count() == 1


@pytest.mark.parametrize("path", ["volunteers", "teams", "trainings", "shifts", "shift-sign-ups"])
def test_lists_ask_the_same_for_one_and_three(world, api, django_assert_num_queries, path):
    client = api(world.community)

    def add(number):
        volunteer = make_volunteer(world, f"志愿者{number}", team=make_team(world, f"队{number}"))
        make_sign_up(make_shift(world), volunteer)
        make_training(world, f"培训{number}")

    add(1)
    client.get(f"{BASE}/{path}/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{BASE}/{path}/").data["count"] == 1
    add(2), add(3)
    with django_assert_num_queries(len(asked)):
        assert client.get(f"{BASE}/{path}/").data["count"] == 3


def test_filters_are_those_of_the_pages(world, api):
    make_volunteer(world, skills=["law"]), make_volunteer(world, "钱进", state=VolunteerState.PAUSED)
    client = api(world.community)
    for query, count in (("skill=law", 1), ("state=paused", 1), ("q=钱", 1), ("state=left", 0)):
        assert client.get(f"{BASE}/volunteers/?{query}").data["count"] == count
    assert client.get(f"{BASE}/volunteers/?state=nonsense").status_code == 400
