"""Public check-in: a pass is for one person once, the spoken number cannot be guessed, positions are not kept."""

import re
import secrets
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from orgs.models import Venue
from services.location import distance, is_inside
from services.tickets import check_in_code, voice_code
from services.views import arrival
from tests.cast import make_activity
from tests.services.build_attendance import make_running
from tests.services.pages import url

WANG = {"name": "王小芳", "phone": "13800000001"}
LI = {"name": "李强", "phone": "13800000002"}
DOOR = ("41.79680", "123.42910")
NEAR = {"latitude": "41.79700", "longitude": "123.42950", "accuracy": "20"}
FAR = {"latitude": "41.80500", "longitude": "123.42950", "accuracy": "20"}


@pytest.fixture
def phone(db):
    """A phone with an address of its own: emptying the cache would empty it for tests that run beside this one."""
    address = ".".join(str(byte) for byte in (10, *secrets.token_bytes(3)))
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address)


def screen(session) -> str:
    return reverse("public:check-in", args=[session.token, check_in_code(session)])


def voice(session) -> str:
    return reverse("public:voice-check-in", args=[session.token])


def came(session) -> list:
    rows = session.attendances.order_by("pk")
    return [(row.person.name, row.method, row.inside) for row in rows.select_related("person")]


# The pass


def test_a_pass_is_good_for_one_person_once(phone, running):
    given = {"pass": phone.get(screen(running)).context["check_in_pass"]}
    assert phone.post(screen(running), WANG | given).status_code == 302
    for who in (LI, WANG):
        response = phone.post(screen(running), who | given)
        assert (response.status_code, "请重新扫码" in response.content.decode()) == (403, True)
    assert came(running) == [("王小芳", "qr", None)]


def test_every_scan_has_a_pass_of_its_own(phone, running):
    for who in (WANG, LI):
        given = {"pass": phone.get(screen(running)).context["check_in_pass"]}
        assert phone.post(screen(running), who | given).status_code == 302
    assert len(came(running)) == 2


# The spoken number


def test_the_number_staff_say_checks_in(phone, running):
    response = phone.post(voice(running), WANG | {"code": voice_code(running)}, follow=True)
    assert (response.context["title"], came(running)) == ("已签到", [("王小芳", "voice", None)])


def test_a_wrong_number_checks_in_nobody(phone, running):
    response = phone.post(voice(running), WANG | {"code": "000000"})
    assert response.context["form"].errors["code"][0].startswith("口令不对")
    assert came(running) == []


def test_the_number_of_another_session_is_wrong(world, phone, running):
    other = make_running(world)
    phone.post(voice(running), WANG | {"code": voice_code(other)})
    assert came(running) == []


@pytest.mark.parametrize(("of_address", "of_session"), [(3, 100), (100, 3)])
def test_tries_are_limited(phone, running, monkeypatch, of_address, of_session):
    monkeypatch.setattr(arrival, "TRIES_OF_ADDRESS", of_address)
    monkeypatch.setattr(arrival, "TRIES_OF_SESSION", of_session)
    for _ in range(3):
        assert phone.post(voice(running), WANG | {"code": "000000"}).status_code == 200
    response = phone.post(voice(running), WANG | {"code": voice_code(running)})
    assert (response.status_code, came(running)) == (429, [])


@pytest.mark.parametrize("code", ["", "1", "abcdef", "\x00", "9" * 10_000])
def test_nonsense_for_a_number(phone, running, code):
    assert phone.post(voice(running), WANG | {"code": code}).status_code == 200
    assert came(running) == []


def test_the_spoken_number_only_while_people_arrive(phone, session):
    response = phone.get(voice(session))
    assert "还没有到签到时间" in response.content.decode()


# The screen


def test_the_screen_shows_code_and_number(world, signed_in, running):
    client = signed_in(world.worker)
    page = client.get(url("session-screen", running.pk)).content.decode()
    assert re.search(r'http-equiv="refresh" content="10"', page)
    assert 'hx-trigger="every 10s"' in page
    shown = client.get(url("session-screen", running.pk), headers={"HX-Request": "true"}).content.decode()
    assert voice_code(running)[:3] + " " + voice_code(running)[3:] in shown


# Location


@pytest.fixture
def asking(world):
    place = Venue.objects.create(
        organization=world.community_union,
        name="职工之家",
        kind="hall",
        latitude=Decimal(DOOR[0]),
        longitude=Decimal(DOOR[1]),
    )
    return make_running(world, make_activity(world, asks_location=True), place=place)


@pytest.mark.parametrize(
    ("position", "inside"),
    [
        (NEAR, True),
        (FAR, False),
        ({}, None),
        ({"latitude": "NaN", "longitude": "1"}, None),
        ({"latitude": "１２３", "longitude": "x" * 10_000}, None),
        ({"latitude": "999", "longitude": "0"}, None),
        ({"latitude": "41.8", "longitude": ""}, None),
    ],
)
def test_only_inside_or_outside_is_kept(phone, asking, position, inside):
    page = phone.get(screen(asking))
    assert "data-place" in page.content.decode()
    response = phone.post(screen(asking), WANG | {"pass": page.context["check_in_pass"]} | position)
    assert (response.status_code, came(asking)) == (302, [("王小芳", "qr", inside)])


def test_nobody_is_asked_where_the_activity_does_not_want_it(phone, running):
    page = phone.get(screen(running))
    assert ("<script" in page.content.decode(), "latitude" in page.content.decode()) == (False, False)
    phone.post(screen(running), WANG | {"pass": page.context["check_in_pass"]} | NEAR)
    assert came(running) == [("王小芳", "qr", None)]


def test_distances():
    assert round(distance(41.8, 123.4, 41.8, 123.4)) == 0
    assert abs(distance(41.8, 123.4, 42.8, 123.4) - 111_195) < 200
    assert abs(distance(0, 179.999, 0, -179.999) - 222) < 2


def test_a_phones_doubt_is_given_to_it_within_limits():
    place = Venue(latitude=Decimal(DOOR[0]), longitude=Decimal(DOOR[1]), radius=300)
    outside = ("41.80040", DOOR[1])  # 400 m north
    assert (is_inside(place, *outside), is_inside(place, *outside, "150")) == (False, True)
    assert is_inside(place, *FAR.values()) is False
    assert is_inside(place, FAR["latitude"], FAR["longitude"], "99999") is False
    assert is_inside(Venue(radius=300), *outside) is None
