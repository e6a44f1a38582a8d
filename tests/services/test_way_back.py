"""Back to one's own registration: a name and a phone are no secret and open nobody else's."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.models import TextMessage
from orgs.models import Person
from services import operations
from services.group_lists import Line
from services.models import Registration
from services.tickets import registration_ticket
from tests.cast import make_activity, make_session
from tests.services.build_registration import make_person, make_registration

WANG = {"name": "王小芳", "phone": "13800000001"}


@pytest.fixture
def phone():
    cache.clear()
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def mute(settings):
    """An installation without a gateway for messages."""
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", ""


def text_of(response):
    return response.content.decode()


def page_of(row):
    return reverse("public:registration", args=[registration_ticket(row)])


def find_path(session):
    return reverse("public:registration-find", args=[session.token])


def signs_up(client, session, form_key, **who):
    return client.post(session.get_public_url(), WANG | {"form_key": form_key} | who)


def test_every_copy_of_the_form_has_its_own_key(phone, session):
    keys = {re.search('name="form_key" value="([0-9a-f]{32})"', text_of(phone.get(session.get_public_url())))[1]}
    again = phone.get(session.get_public_url())
    assert again.context["form_key"] not in keys and not again.cookies
    wrong = signs_up(phone, session, "k1", name="")
    assert wrong.context["form_key"] == "k1"


def test_a_form_pressed_twice_comes_to_the_same_page(phone, session):
    answers = [signs_up(phone, session, "k1").url for _ in range(2)]
    assert answers == [page_of(Registration.objects.get())] * 2
    assert TextMessage.objects.count() == 0


@pytest.mark.parametrize("form_key", ["", "k2", "x" * 9999, "a\x00b"])
def test_a_name_and_a_phone_open_nobody_elses_registration(phone, session, form_key):
    signs_up(phone, session, "k1")
    row = Registration.objects.get()
    answer = signs_up(phone, session, form_key)
    assert ("您已报过名" in text_of(answer), registration_ticket(row) in text_of(answer)) == (True, False)
    message = TextMessage.objects.get()
    assert (message.phone, registration_ticket(row) in message.body) == (WANG["phone"], True)
    signs_up(phone, session, form_key)  # asked again at once: no second message
    assert (TextMessage.objects.count(), Registration.objects.count(), row.events.count()) == (1, 1, 1)


def test_the_key_of_ones_own_form_opens_no_other_registration(phone, session):
    row = make_registration(session, person=make_person(session.organization, name="李强", phone="13800000002"))
    signs_up(phone, session, "k1")
    answer = signs_up(phone, session, "k1", name="李强", phone="13800000002")
    assert ("您已报过名" in text_of(answer), registration_ticket(row) in text_of(answer)) == (True, False)


def test_who_proved_the_phone_comes_back_at_once(world, phone):
    session = make_session(world, make_activity(world, verifies_phone=True))
    row = make_registration(session, person=make_person(world.community_union, **WANG))
    path = session.get_public_url()
    phone.post(path, {"step": "phone", "phone": WANG["phone"]})
    code = re.search(r"\d{6}", TextMessage.objects.get().body)[0]
    form = phone.post(path, {"step": "code", "phone": WANG["phone"], "code": code}).context["form"]
    assert phone.post(path, WANG | {"phone_pass": form["phone_pass"].value()}).url == page_of(row)


@pytest.mark.parametrize("verifies_phone", [True, False])
def test_the_way_back_is_texted_and_says_nothing(world, phone, verifies_phone):
    session = make_session(world, make_activity(world, verifies_phone=verifies_phone))
    row = make_registration(session, person=make_person(world.community_union, **WANG))
    answers = [text_of(phone.post(find_path(session), WANG | {"name": name})) for name in (WANG["name"], "李强")]
    assert answers[0] == answers[1]
    assert registration_ticket(row) not in answers[0]
    assert text_of(phone.post(find_path(session), WANG)) == answers[0]  # asked again at once: no second message
    assert [message.phone for message in TextMessage.objects.all()] == [WANG["phone"]]


def test_a_fixed_line_cannot_be_texted_and_is_told(phone, session):
    answer = phone.post(find_path(session), WANG | {"phone": "024-12345678"})
    assert "固定电话收不到短信" in text_of(answer)


def test_without_messages_name_and_phone_are_all_there_is(phone, session, mute):
    row = operations.register_participant(session, **WANG)
    assert phone.post(find_path(session), WANG).url == page_of(row)
    assert signs_up(phone, session, "k2").url == page_of(row)
    assert "没有找到" in text_of(phone.post(find_path(session), WANG | {"name": "李强"}))
    assert Registration.objects.count() == 1


def test_nobody_tries_names_without_end(phone, session, settings, mute):
    settings.PUBLIC_FINDS_PER_HOUR = 1
    row = operations.register_participant(session, **WANG)
    assert "没有找到" in text_of(phone.post(find_path(session), WANG | {"name": "李强"}))
    response = phone.post(find_path(session), WANG)
    assert ("查询太多" in text_of(response), registration_ticket(row) in text_of(response)) == (True, False)


# What a stranger says about somebody


@pytest.mark.parametrize(("by_staff", "known"), [(False, None), (True, date(1990, 1, 1))])
def test_only_staff_or_a_proven_phone_add_to_the_registry(world, by_staff, known):
    session = make_session(world, make_activity(world, minimum_age=0, takes_groups=True))
    people = [make_person(world.community_union, name=name, phone=WANG["phone"]) for name in ("王小芳", "李强")]
    by = world.worker if by_staff else None
    operations.register_participant(session, by=by, **WANG, birth_date=date(1990, 1, 1))
    operations.sign_up_group(
        session, by=by, enterprise="甲公司", contact_name="赵云", contact_phone=WANG["phone"],
        lines=[Line(1, "李强", WANG["phone"], date(1990, 1, 1))],
    )  # fmt: skip
    assert {row.birth_date for row in Person.objects.filter(pk__in=[row.pk for row in people])} == {known}
    assert Registration.objects.filter(session=session).count() == 2
