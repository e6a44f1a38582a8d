"""Series, clashes and putting off over the API."""

import pytest

from services.enums import SessionState
from services.models import Series, Session
from tests.cast import make_session
from tests.services.build_session import evening, make_lecturer, make_series, make_venue, meeting

SERIES = "/api/v1/series/"


def body(activity, **fields):
    times = meeting(evening(), **fields)
    moments = {name: times[name].isoformat() for name in ("starts_at", "ends_at")}
    return {"activity": activity.pk, "count": 4} | times | moments


def test_preview_and_create(world, api, activity):
    make_session(world, activity, starts_at=evening(), venue="职工之家")
    client = api(world.worker)
    slots = client.post(f"{SERIES}preview/", body(activity), format="json")
    assert (slots.status_code, len(slots.data), Series.objects.count()) == (200, 4, 0)
    assert [row["kind"] for row in slots.data[0]["clashes"]] == ["place"]
    assert [slot["is_skipped"] for slot in slots.data] == [False] * 4
    made = client.post(SERIES, body(activity, workers=[world.worker.pk]), format="json")
    assert (made.status_code, len(made.data)) == (201, 4)
    series = Series.objects.get()
    assert {(row["series"], tuple(row["workers"])) for row in made.data} == {(series.pk, (world.worker.pk,))}
    assert client.get(f"{SERIES}{series.pk}/").data["title"] == series.title


@pytest.mark.parametrize(("name", "code"), [("supervisor", 403), ("community", 403), ("rival_head", 400)])
def test_who_may_not(world, api, activity, name, code):
    for address in (SERIES, f"{SERIES}preview/"):
        assert api(getattr(world, name)).post(address, body(activity), format="json").status_code == code
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"count": 101}, "count"),
        ({"count": "NaN"}, "count"),
        ({"every": "daily"}, "every"),
        ({"weekdays": [7]}, "weekdays"),
        ({"lecturer": 0}, "lecturer"),
        ({"workers": [10**12]}, "workers"),
        ({"place": "x"}, "place"),
        ({"topic": "长" * 10_000}, "topic"),
    ],
)
def test_nonsense(world, api, activity, fields, name):
    answer = api(world.worker).post(SERIES, body(activity) | fields, format="json")
    assert (answer.status_code, list(answer.data)) == (400, [name])


def test_change_and_cancel(world, api):
    series = make_series(world)
    _, second, _ = series.sessions.order_by("starts_at")
    client, address = api(world.worker), f"{SERIES}{series.pk}/"
    changed = client.post(f"{address}change/", {"from_session": second.pk, "capacity": 12}, format="json")
    assert changed.status_code == 200
    assert [row.capacity for row in series.sessions.order_by("starts_at")] == [40, 12, 12]
    assert client.post(f"{address}change/", {"venue": "", "capacity": 1}, format="json").status_code == 400
    assert client.post(f"{address}cancel/", {}, format="json").status_code == 400
    assert client.post(f"{address}cancel/", {"note": "调整"}, format="json").status_code == 200
    assert {row.state for row in series.sessions.all()} == {"cancelled"}
    assert client.post(f"{address}cancel/", {"note": "调整"}, format="json").status_code == 409
    assert api(world.community).post(f"{address}cancel/", {"note": "调整"}, format="json").status_code == 403
    assert api(world.stranger).get(address).status_code == 404


def test_sessions_by_place_with_lecturer(world, api, activity):
    venue, lecturer = make_venue(world), make_lecturer(world)
    fields = body(activity, place=venue.pk, lecturer=lecturer.pk, topic="睡眠")
    del fields["venue"], fields["count"]
    made = api(world.worker).post("/api/v1/sessions/", fields, format="json")
    shown = {name: made.data[name] for name in ("place", "venue", "lecturer_name", "topic", "is_online")}
    assert shown == {
        "place": venue.pk, "venue": venue.name, "lecturer_name": "赵启明", "topic": "睡眠", "is_online": False,
    }  # fmt: skip
    assert api(world.worker).get(f"/api/v1/sessions/?place={venue.pk}").data["count"] == 1


def test_postpone_resume_and_clashes(world, api, session):
    client, address = api(world.worker), f"/api/v1/sessions/{session.pk}/"
    assert client.post(f"{address}postpone/", {"note": "暴雨"}, format="json").data["state"] == "postponed"
    assert client.post(f"{address}postpone/", {"note": "暴雨"}, format="json").status_code == 409
    fields = body(session.activity)
    del fields["activity"], fields["count"]
    assert client.post(f"{address}resume/", fields, format="json").data["state"] == "planned"
    make_session(world, session.activity, starts_at=evening(), venue="职工之家")
    (clash,) = client.get(f"{address}clashes/").data
    assert (clash["kind"], clash["session"]) == ("place", Session.objects.exclude(pk=session.pk).get().pk)
    assert api(world.community).post(f"{address}postpone/", {"note": "雨"}, format="json").status_code == 403
    assert Session.objects.get(pk=session.pk).state == SessionState.PLANNED
