"""How an activity takes sign-ups, its questions, and approving many, over the API."""

import pytest

from services.models import FormField, Registration
from tests.cast import make_activity, make_session
from tests.services.build_registration import make_registration

FIELDS = "/api/v1/form-fields/"
SETTINGS = {
    "needs_approval": True, "takes_groups": False, "verifies_phone": True, "minimum_age": None, "hold_hours": 2,
    "priority_groups": ["hardship"], "asks_location": False,
}  # fmt: skip


def test_the_settings_are_read_and_written_as_a_whole(world, api, activity):
    path = f"/api/v1/activities/{activity.pk}/sign-up/"
    answer = api(world.worker).post(path, SETTINGS, format="json")
    assert (answer.status_code, answer.data) == (200, SETTINGS)
    assert api(world.community).get(path).data == SETTINGS
    assert api(world.community).post(path, SETTINGS, format="json").status_code == 403
    assert list(api(world.worker).post(path, {"hold_hours": 1e9}, format="json").data) == list(SETTINGS)
    assert api(world.worker).post(path, SETTINGS | {"hold_hours": 169}, format="json").status_code == 409


def test_questions_are_added_changed_moved_and_removed(world, api, activity):
    client, path = api(world.worker), f"/api/v1/activities/{activity.pk}/questions/"
    first = client.post(path, {"label": "尺码", "kind": "choice", "choices": ["M", "L"]}, format="json")
    second = client.post(path, {"label": "忌口", "kind": "text"}, format="json")
    assert (first.status_code, first.data["choices"], second.data["position"]) == (201, ["M", "L"], 2)
    assert client.post(path, {"label": "忌口", "kind": "text"}, format="json").status_code == 409
    address = f"{FIELDS}{second.data['id']}/"
    assert client.post(f"{address}move/", {"up": True}, format="json").data["position"] == 1
    changed = client.post(f"{address}update/", {"label": "过敏", "kind": "text", "is_required": True}, format="json")
    assert (changed.data["label"], changed.data["is_required"]) == ("过敏", True)
    assert client.post(f"{FIELDS}{first.data['id']}/remove/").data["is_removed"] is True
    listed = client.get(FIELDS, {"activity": activity.pk, "is_removed": False}).data
    assert [row["label"] for row in listed["results"]] == ["过敏"]


@pytest.mark.parametrize(("name", "code"), [("community", 403), ("supervisor", 403), ("stranger", 404)])
def test_who_may_not_ask(world, api, activity, name, code):
    client, field = api(getattr(world, name)), FormField.objects.create(activity=activity, label="尺码", kind="text")
    body = {"label": "x", "kind": "text", "up": True}
    addresses = [f"{FIELDS}{field.pk}/{verb}/" for verb in ("update", "move", "remove")]
    answers = [client.post(path, body, format="json").status_code for path in addresses]
    assert answers == [code] * 3
    assert client.post(f"/api/v1/activities/{activity.pk}/questions/", body, format="json").status_code == code


def test_many_are_approved_or_none(world, api):
    session = make_session(world, make_activity(world, needs_approval=True), capacity=1)
    rows = [make_registration(session, "pending") for _ in range(2)]
    foreign = make_registration(make_session(world, session.activity), "pending")
    path = f"/api/v1/sessions/{session.pk}/approve-registrations/"
    refused = api(world.community).post(path, {"registrations": [rows[0].pk, foreign.pk]}, format="json")
    assert (refused.status_code, Registration.objects.filter(state="pending").count()) == (409, 3)
    answer = api(world.community).post(path, {"registrations": [row.pk for row in rows]}, format="json")
    assert [row["state"] for row in answer.data] == ["registered", "waiting"]
    assert api(world.party).post(path, {"registrations": []}, format="json").status_code == 403
    assert api(world.stranger).post(path, {"registrations": []}, format="json").status_code == 404
