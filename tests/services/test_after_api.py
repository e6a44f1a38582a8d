"""Summaries, follow-ups and certificates over the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from services import operations
from services.models import Certificate, FollowUp, Summary
from tests.services.build_after import (
    make_attendance,
    make_certificate,
    make_follow_up,
    make_held,
    make_person,
    make_summary,
    picture,
)

ROOT = "/api/v1"


@pytest.fixture
def api(world):
    def client(user):
        found = APIClient()
        found.force_authenticate(user)
        return found

    return client


def test_a_summary_from_start_to_approval(api, world):
    session, worker = make_held(world, unnamed=4), api(world.worker)
    made = worker.post(f"{ROOT}/summaries/", {"session": session.pk})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    row = f"{ROOT}/summaries/{made.json()['id']}"
    body = {"process": "顺利", "goal_result": "met", "audience": {"employee": 3}, "version": 0}
    saved = worker.post(f"{row}/update/", body)
    assert (saved.status_code, saved.json()["audience"], saved.json()["version"]) == (200, {"employee": 3}, 1)
    assert worker.post(f"{row}/submit/").status_code == 409
    for _ in range(3):
        answer = worker.post(f"{row}/photos/", {"photo": picture()}, format="multipart")
        assert (answer.status_code, answer.json()["width"]) == (201, 800)
    assert worker.post(f"{row}/submit/").json()["state"] == "submitted"
    assert worker.post(f"{row}/approve/").status_code == 403
    assert api(world.supervisor).post(f"{row}/return/", {}).status_code == 400
    assert api(world.supervisor).post(f"{row}/approve/").json()["state"] == "approved"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"process": "字" * 10_000, "version": 0}, "process"),
        ({"process": "好", "cost": "NaN", "version": 0}, "cost"),
        ({"process": "好", "goal_result": "great", "version": 0}, "goal_result"),
        ({"process": "好", "audience": {"employee": "１２３x"}, "version": 0}, "audience"),
        ({"process": "好\x00", "version": 0}, "process"),
        ({"process": "好"}, "version"),
    ],
)
def test_bad_input_is_named_by_field(api, world, body, field):
    summary = make_summary(world)
    answer = api(world.worker).post(f"{ROOT}/summaries/{summary.pk}/update/", body)
    assert (answer.status_code, field in answer.json()) == (400, True)
    assert Summary.objects.get().version == 0


def test_no_photo_is_a_conflict(api, world):
    answer = api(world.worker).post(
        f"{ROOT}/summaries/{make_summary(world).pk}/photos/", {"photo": SimpleUploadedFile("a.jpg", b"no")}, "multipart"
    )
    assert answer.status_code == 409


def test_follow_ups_without_their_text(api, world):
    session, worker = make_held(world), api(world.worker)
    body = {"session": session.pk, "text": "想了解托管班", "responsible": world.worker.pk}
    made = worker.post(f"{ROOT}/follow-ups/", body)
    assert made.status_code == 201 and "text" not in made.json() and "person" not in made.json()
    row = f"{ROOT}/follow-ups/{made.json()['id']}"
    assert worker.post(f"{row}/finish/", {"result": "已转介"}).json()["state"] == "done"
    assert FollowUp.objects.get().result == "已转介"
    assert api(world.leader).get(f"{ROOT}/follow-ups/").json()["count"] == 0
    assert api(world.leader).post(f"{ROOT}/follow-ups/", body).status_code == 403


def test_who_may_not_be_responsible_does_not_exist(api, world):
    session, follow_up = make_held(world), make_follow_up(world)
    for path in ("follow-ups/", f"follow-ups/{follow_up.pk}/update/"):
        body = {"session": session.pk, "text": "想了解托管班"}
        answers = [
            api(world.worker).post(f"{ROOT}/{path}", body | {"responsible": pk})
            for pk in (world.rival_head.pk, world.rival_head.pk + 10_000)
        ]
        assert [answer.status_code for answer in answers] == [400, 400]
        assert answers[0].json() == answers[1].json() and set(answers[0].json()) == {"responsible"}


def test_a_need_from_a_follow_up(api, world):
    follow_up = make_follow_up(world)
    body = {
        "title": "暑期托管", "category": "child", "groups": ["employee"], "frequency": "yearly", "people": 20,
        "evidence": "多名职工提出",
    }  # fmt: skip
    answer = api(world.worker).post(f"{ROOT}/follow-ups/{follow_up.pk}/need/", body)
    follow_up.refresh_from_db()
    assert (answer.status_code, answer.json()["need"]) == (200, follow_up.need_id)
    assert api(world.worker).post(f"{ROOT}/follow-ups/{follow_up.pk}/need/", body).status_code == 409


def test_certificates(api, world):
    attendance = make_attendance(make_held(world, people=0), make_person(world))
    body, worker = {"attendance": attendance.pk}, api(world.worker)
    made = worker.post(f"{ROOT}/certificates/", body)
    assert (made.status_code, made.json()["state"], made.json()["name"]) == (201, "issued", "王小芳")
    assert worker.post(f"{ROOT}/certificates/", body).json()["id"] == made.json()["id"]
    assert api(world.rival_head).post(f"{ROOT}/certificates/", body).status_code == 400
    assert api(world.supervisor).post(f"{ROOT}/certificates/", body).status_code == 403
    row = f"{ROOT}/certificates/{made.json()['id']}"
    assert worker.post(f"{row}/revoke/", {}).status_code == 400
    assert worker.post(f"{row}/revoke/", {"note": "有误"}).json()["state"] == "revoked"
    asked = make_certificate(world, attendance)
    assert worker.post(f"{ROOT}/certificates/{asked.pk}/reject/", {"note": "有误"}).json()["state"] == "rejected"
    assert Certificate.objects.count() == 2


@pytest.mark.parametrize("name", ["summaries", "follow-ups", "certificates"])
def test_lists_ask_as_often_for_three_rows_as_for_one(api, world, name, django_assert_num_queries):
    def more():
        session = make_held(world)
        make_summary(world, session)
        make_follow_up(world, session)
        operations.certify_attendance(session.attendances.get())

    more()
    assert world.worker.grants  # read once for a request
    with django_assert_num_queries(2):
        assert api(world.worker).get(f"{ROOT}/{name}/").json()["count"] == 1
    more()
    more()
    with django_assert_num_queries(2):
        assert api(world.worker).get(f"{ROOT}/{name}/").json()["count"] == 3
