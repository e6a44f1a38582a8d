"""The door over the API: one scan, many, and the list a phone keeps."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from services import operations
from services.models import Attendance, Scan
from services.tickets import fingerprint, registration_ticket, voice_code
from tests.services.build_attendance import make_attendance, make_person, make_registration, make_running, nonce


def path(session, what="scans"):
    return f"/api/v1/sessions/{session.pk}/{what}/"


@pytest.fixture
def signed_up(world, running):
    return make_registration(running, make_person(world))


def body(of=None, **fields):
    ticket = {"ticket": registration_ticket(of)} if of else {}
    return {"nonce": nonce(), "at": timezone.now().isoformat(), **ticket, **fields}


def test_one_scan(world, api, running, signed_up):
    sent = body(signed_up)
    response = api(world.community).post(path(running), sent)
    row = Attendance.objects.get()
    assert (response.status_code, response.data) == (
        200,
        {
            "nonce": sent["nonce"],
            "result": "counted",
            "label": "已签到",
            "reason": "",
            "name": "王**",
            "attendance": row.pk,
        },
    )


def test_a_batch_sent_twice_counts_once(world, api, running, signed_up):
    other = make_registration(running, make_person(world, "李强"))
    batch = [body(signed_up), body(other), body(signed_up), body(headcount=12), body(ticket="nonsense")]
    client = api(world.worker)
    first, second = client.post(path(running), batch), client.post(path(running), batch)
    results = ["counted", "counted", "already", "counted", "refused"]
    assert [row["result"] for row in first.data["results"]] == results
    assert first.data["results"] == second.data["results"]
    assert (first.data["person_times"], second.data["person_times"], Scan.objects.count()) == (14, 14, 5)


def test_a_bad_one_does_not_hold_up_the_others(world, api, running, signed_up):
    bad = [
        7,
        None,
        {},
        {"nonce": "x", "at": timezone.now().isoformat(), "ticket": "t"},
        body(),
        body(signed_up, headcount=3),
        body(name="李强"),
        body(headcount="NaN"),
        body(headcount=10**9),
        body(signed_up, at="yesterday"),
        body(signed_up, at="0001-01-01T00:00:00+14:00"),
        body(ticket="\x00"),
        body(ticket="a" * 10_000),
        body(registration="１２３４５６７８９０１２３４５６７８９０１２３"),
    ]
    response = api(world.worker).post(path(running), [*bad, body(signed_up)])
    results = [row["result"] for row in response.data["results"]]
    assert (response.status_code, results) == (200, ["refused"] * len(bad) + ["counted"])
    assert (Attendance.objects.count(), Scan.objects.count()) == (1, 1)


def test_a_single_bad_one_is_400_by_field(world, api, running):
    response = api(world.worker).post(path(running), {"nonce": "x", "ticket": "y"})
    assert (response.status_code, sorted(response.data)) == (400, ["at", "nonce"])


def test_five_hundred_at_most(world, api, running):
    response = api(world.worker).post(path(running), [body(headcount=1)] * 501)
    assert (response.status_code, Scan.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("name", "status"),
    [("worker", 200), ("ngo", 200), ("community", 200), ("street", 200), ("city", 403), ("finance", 403),
     ("expert", 404), ("stranger", 404), ("rival_head", 404)],
)  # fmt: skip
def test_who_may_scan(world, api, running, signed_up, name, status):
    client = api(getattr(world, name))
    assert client.post(path(running), body(signed_up)).status_code == status
    assert client.get(path(running, "roster")).status_code == status
    assert Scan.objects.count() == (status == 200)


def test_nobody_scans_without_an_account(db, running):
    assert APIClient().post(path(running), body(headcount=1)).status_code == 401


def test_the_page_of_another_site_cannot_scan(world, running):
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(world.worker)
    assert browser.post(path(running), body(headcount=1)).status_code == 403


def test_a_scan_takes_six_queries(world, running, signed_up, django_assert_num_queries):
    client = APIClient(headers={"Authorization": f"Token {Token.objects.create(user=world.worker).key}"})
    with django_assert_num_queries(8):  # two of them are the savepoint, which is a transaction elsewhere
        assert client.post(path(running), body(signed_up)).status_code == 200


def test_the_roster_keeps_no_names_and_no_phones(world, api, running):
    first = make_registration(running, make_person(world, "王小芳", "13912345678"))
    second = make_registration(running, make_person(world, "李强", "13987654321"))
    operations.check_in_registration(second, by=world.worker)
    make_registration(running, make_person(world, "赵四"), "waiting")
    response = api(world.worker).get(path(running, "roster"))
    assert response.data["entries"] == [
        {"id": first.pk, "print": fingerprint(registration_ticket(first)), "name": "王**", "place": 1, "here": False},
        {"id": second.pk, "print": fingerprint(registration_ticket(second)), "name": "李*", "place": 2, "here": True},
    ]
    assert (response.data["person_times"], response.data["voice"]) == (1, voice_code(running))


@pytest.mark.parametrize(("text", "found"), [("王", ["王小芳"]), ("5678", ["王小芳"]), ("78", []), ("%", [])])
def test_searching_the_list(world, api, running, text, found):
    make_registration(running, make_person(world, "王小芳", "13912345678"))
    make_registration(running, make_person(world, "李强", "13987654321"))
    data = api(world.worker).post(path(running, "roster"), {"q": text}).data
    assert [row["name"] for row in data["results"]] == found


@pytest.mark.parametrize("text", ["", " ", "王\x00", "王" * 61])
def test_searching_for_nonsense(world, api, running, text):
    response = api(world.worker).post(path(running, "roster"), {"q": text})
    assert (response.status_code, list(response.data)) == (400, ["q"])
    assert api(world.leader).post(path(running, "roster"), {"q": "王"}).status_code == 403


def test_the_roster_asks_the_same_for_one_and_three(world, api, running, django_assert_num_queries):
    client = api(world.worker)
    for name in ("王小芳", "李强", "赵四"):
        make_registration(running, make_person(world, name))
        client = api(type(world.worker).objects.get(pk=world.worker.pk))
        with django_assert_num_queries(4):
            client.get(path(running, "roster"))


def test_scans_from_before_the_network_failed(world, api, running, signed_up):
    at = timezone.now() - timedelta(minutes=15)
    response = api(world.worker).post(path(running), [body(signed_up, at=at.isoformat())])
    assert (response.data["results"][0]["result"], Attendance.objects.get().at) == ("counted", at)


def test_leaving_and_taking_back_over_the_api(world, api, running):
    row = make_attendance(running, make_person(world))
    client = api(world.worker)
    left = client.post(f"/api/v1/attendances/{row.pk}/check-out/")
    assert (left.status_code, left.data["left_at"] >= left.data["at"], left.data["is_counted"]) == (200, True, True)
    assert client.post(f"/api/v1/attendances/{row.pk}/reverse/").status_code == 200
    assert client.post(f"/api/v1/attendances/{row.pk}/reverse/").status_code == 409
    assert api(world.community).post(f"/api/v1/attendances/{row.pk}/reverse/").status_code == 403


def test_visits_online_over_the_api(world, api, activity, running):
    online = make_running(world, activity, is_online=True)
    data = {"name": "王小芳", "phone": "13800000001", "minutes": 30}
    response = api(world.worker).post(path(online, "online"), data)
    assert (response.status_code, response.data["online_minutes"], response.data["method"]) == (201, 30, "online")
    assert api(world.worker).post(path(running, "online"), data).status_code == 409
    assert api(world.worker).post(path(online, "online"), data | {"minutes": "NaN"}).status_code == 400
