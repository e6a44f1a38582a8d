"""One's own calendar: behind a proven phone, on a feed whose owner can end it, with nobody else's rows in it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core.models import TextMessage
from orgs.operations import merge_people
from services import operations
from services.enums import RegistrationState, SessionState, ShiftSignUpState
from services.models import CalendarFeed
from services.tickets import own_calendar_ticket
from tests.cast import make_activity, make_session
from tests.racing import together
from tests.services.build_registration import make_person, make_registration
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer

pytestmark = pytest.mark.django_db
PHONE = "13600000001"
R, U = RegistrationState, ShiftSignUpState


@pytest.fixture
def volunteer(world):
    cache.clear()
    return make_volunteer(world, phone=PHONE)


@pytest.fixture
def person(volunteer):
    return volunteer.person


@pytest.fixture
def page(person):
    return reverse("public:my-calendar", args=[own_calendar_ticket(person)])


def fetched(client, person) -> str:
    response = client.get(reverse("public:my-feed", args=[operations.open_feed(person).token]))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return response.content.decode().replace("\r\n ", "")


def test_name_and_proven_phone_open_the_page(client, person):
    find = reverse("public:my-calendar-find")
    client.post(find, {"step": "phone", "phone": PHONE})
    code = re.search(r"\d{6}", TextMessage.objects.get().body)[0]
    response = client.post(find, {"step": "code", "phone": PHONE, "code": code})
    form = {"phone": PHONE, "phone_pass": response.context["form"].fields["phone_pass"].initial}
    response = client.post(find, form | {"name": " 孙有 成"})
    assert response.status_code == 302 and PHONE not in response.url
    assert client.get(response.url).status_code == 200
    for stolen in ({"name": "周小满"}, {"name": "孙\0有成"}, {"name": "孙" * 10_000}, {"phone_pass": "x"}):
        assert client.post(find, form | {"name": "孙有成"} | stolen).status_code == 200


def test_without_a_gateway_it_stays_closed(client, person, settings):
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", ""
    find = reverse("public:my-calendar-find")
    for response in (client.get(find), client.post(find, {"phone": PHONE, "name": "孙有成"})):
        assert "没有开通短信" in response.content.decode()


def test_the_page_lists_what_is_ahead_and_holds_the_feed(client, world, person, volunteer, page):
    make_registration(make_session(world), person=person)
    make_registration(make_session(world), R.CANCELLED, person=person)
    make_registration(make_session(world, starts_at=timezone.now() - timedelta(days=3)), person=person)
    make_sign_up(make_shift(world), volunteer)
    response = client.get(page)
    assert [len(response.context[name]) for name in ("registrations", "sign_ups")] == [1, 1]
    assert (len(response.content) < 60_000, dict(response.cookies), response.context["address"]) == (True, {}, "")
    for _ in range(2):  # pressed twice
        client.post(page, {"do": "open"})
    feed = CalendarFeed.objects.get()
    address = client.get(page).context["address"]
    assert address.endswith(f"/mine/{feed.token}.ics")
    assert len(feed.token) == 32
    for wrong in ("", "x", "\0", "长" * 10_000):
        client.post(page, {"do": wrong})
    assert CalendarFeed.objects.get().closed_at is None


def test_the_feed_holds_ones_own_live_places_only(client, world, person, volunteer):
    session = make_session(world)
    make_registration(session, person=person)
    make_registration(session, person=make_person(world.community_union, "周小满"))
    make_registration(make_session(world, make_activity(world, name="旁人的讲座")))
    make_registration(make_session(world, make_activity(world, name="退掉的讲座")), R.CANCELLED, person=person)
    make_registration(make_session(world, make_activity(world, name="候补的讲座")), R.WAITING, person=person)
    make_registration(make_session(world, make_activity(world, name="审核的讲座")), R.PENDING, person=person)
    called_off = make_session(world, make_activity(world, name="停办的讲座"), state=SessionState.CANCELLED)
    make_registration(called_off, person=person)
    shift = make_shift(world)
    make_sign_up(shift, volunteer)
    make_sign_up(make_shift(world, name="旁人的班次"), make_volunteer(world, "周小满"))
    make_sign_up(make_shift(world, name="退掉的班次"), volunteer, U.CANCELLED)
    text = fetched(client, person)
    assert text.count("BEGIN:VEVENT") == 5
    assert f"UID:session-{session.pk}@sanlian" in text and f"UID:shift-{shift.pk}@sanlian" in text
    for summary in ("（候补）候补的讲座", "（待审核）审核的讲座", "（已取消）停办的讲座", "志愿服务：义诊引导"):
        assert f"SUMMARY:{summary}" in text
    for hidden in ("旁人", "退掉", person.name, "周小满", PHONE, "/r/", "/w/t/"):
        assert hidden not in text
    assert session.get_public_url() in text and shift.get_public_url() in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_takes_the_same_queries(client, world, person, volunteer, django_assert_num_queries, count):
    for number in range(count):
        make_registration(make_session(world), person=person)
        make_sign_up(make_shift(world, starts_at=timezone.now() + timedelta(days=number + 1)), volunteer)
    feed = operations.open_feed(person)
    with django_assert_num_queries(3):
        client.get(reverse("public:my-feed", args=[feed.token]))


@pytest.mark.parametrize("act", ["renew", "close"])
def test_an_address_can_be_taken_back(client, person, page, act):
    old = reverse("public:my-feed", args=[operations.open_feed(person).token])
    assert client.get(old).status_code == 200
    client.post(page, {"do": act})
    assert client.get(old).status_code == 404
    address = client.get(page).context["address"]
    if act == "close":
        assert address == ""
    else:
        assert client.get(address).status_code == 200


def test_guessed_addresses_open_nothing(client, person):
    operations.open_feed(person)
    for token in ("x", str(person.pk), "A" * 32, "A" * 500):
        assert client.get(reverse("public:my-feed", args=[token])).status_code == 404
    for ticket in ("x", "1", "1.2.3", "１.２", own_calendar_ticket(person)[:-1]):
        assert client.get(reverse("public:my-calendar", args=[ticket])).status_code == 404


def test_a_page_lasts_a_day(client, page, monkeypatch):
    monkeypatch.setattr("services.tickets.OWN_CALENDAR_SECONDS", -1)
    for response in (client.get(page), client.post(page, {"do": "open"})):
        assert response.status_code == 404
    assert CalendarFeed.objects.count() == 0


def test_one_calendar_is_fetched_so_often(client, person, settings):
    settings.PUBLIC_FEEDS_PER_HOUR = 1
    path = reverse("public:my-feed", args=[operations.open_feed(person).token])
    assert [client.get(path, REMOTE_ADDR=f"10.0.0.{number}").status_code for number in range(2)] == [200, 429]


def test_a_calendar_follows_its_person_into_the_row_that_is_kept(client, world, person):
    kept = make_person(world.community_union, "孙有成", "13700009999")
    ticket = own_calendar_ticket(person)
    feed = operations.open_feed(person)
    merge_people(person, by=world.street, into=kept, reason="同一人两个手机号")
    feed.refresh_from_db()
    assert feed.person == kept
    page = reverse("public:my-calendar", args=[ticket])
    assert feed.token in client.get(page).context["address"]
    client.post(page, {"do": "close"})
    assert CalendarFeed.objects.filter(closed_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_open_one(world):
    person = make_person(world.community_union)
    together(lambda: operations.open_feed(person), lambda: operations.open_feed(person))
    assert CalendarFeed.objects.count() == 1
