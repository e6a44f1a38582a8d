"""Who has not proven the phone learns nothing about anybody: a name and a phone are no secret."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import TextMessage
from orgs.models import Person
from services import operations
from services.group_lists import Line
from services.models import Registration, Session, ShiftSignUp, Volunteer
from services.tickets import registration_ticket
from tests.cast import make_activity, make_session
from tests.services.build_registration import make_person, make_registration
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer

WANG = {"name": "王小芳", "phone": "13800000001"}
STRANGER = {"name": "李强", "phone": "13800000002"}
STATES = ["pending", "waiting", "offered", "registered", "rejected", "expired", "cancelled"]


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


def said(response):
    """Everything the answer tells."""
    return response.status_code, response.headers.get("Location"), response.content, list(response.cookies)


def wang(world, **facts):
    return make_person(world.community_union, **WANG, **facts)


# Signing up


@pytest.mark.parametrize("capacity", [40, 1])
@pytest.mark.parametrize("needs_approval", [False, True])
@pytest.mark.parametrize("state", STATES)
def test_signing_up_again_answers_like_the_first_time(world, phone, state, needs_approval, capacity):
    activity = make_activity(world, needs_approval=needs_approval)
    session, twin = (make_session(world, activity, capacity=capacity + 1) for _ in range(2))
    for place in (session, twin):
        make_registration(place, "registered")
        if capacity == 1:
            make_registration(place, "waiting")
    make_registration(session, state, person=wang(world))
    make_registration(twin, state if state in ("waiting", "offered", "registered") else "cancelled")  # as many places
    answers = [phone.post(place.get_public_url(), WANG).content for place in (session, twin)]
    assert answers[0].replace(session.token.encode(), b"") == answers[1].replace(twin.token.encode(), b"")


def test_signing_up_again_changes_nothing_and_texts_the_way_back(phone, session):
    answers = [said(phone.post(session.get_public_url(), WANG)) for _ in range(2)]
    row = Registration.objects.get()
    assert (answers[0] == answers[1], row.events.count()) == (True, 1)
    assert (answers[0][0], "原报名继续有效" in answers[0][2].decode()) == (200, True)
    assert [word in answers[0][2].decode() for word in (WANG["name"], registration_ticket(row), "第")] == [False] * 3
    message = TextMessage.objects.get()  # the second came within the minute
    assert message.phone == WANG["phone"]
    assert ["“已报名”" in message.body, registration_ticket(row) in message.body] == [True, True]
    cache.clear()
    phone.post(session.get_public_url(), WANG)
    assert TextMessage.objects.count() == 2


def test_many_sign_ups_in_a_minute_are_all_texted(world, phone):
    for _ in range(3):
        phone.post(make_session(world).get_public_url(), WANG)
    assert TextMessage.objects.count() == 3


def test_the_figure_of_places_would_tell_who_was_there(world, phone):
    proven = make_session(world, make_activity(world, verifies_phone=True))
    by_list = make_session(world, make_activity(world, verifies_phone=True, takes_groups=True))
    shown = ["40" in text_of(phone.get(row.get_public_url())) for row in (proven, by_list, make_session(world))]
    assert shown == [True, False, False]
    full = make_session(world, capacity=1)
    for state in ("registered", "waiting"):
        make_registration(full, state)
    assert "前面有" not in text_of(phone.get(full.get_public_url()))


def test_a_full_session_that_started_refuses_who_is_there_already_too(world, phone, running):
    Session.objects.filter(pk=running.pk).update(capacity=1)
    make_registration(running, person=wang(world))
    answers = [said(phone.post(running.get_public_url(), who)) for who in (WANG, STRANGER)]
    assert (answers[0] == answers[1], "不再候补" in answers[0][2].decode()) == (True, True)


def birthday(years):
    return timezone.localdate().replace(day=1) - timedelta(days=366 * years)


@pytest.mark.parametrize("known", [None, birthday(30), birthday(10)])
@pytest.mark.parametrize("claimed", [birthday(30), birthday(10), ""])
@pytest.mark.parametrize("is_there", [True, False])
def test_what_the_registry_knows_of_somebodys_age_is_not_told(world, phone, known, claimed, is_there):
    session = make_session(world, make_activity(world, minimum_age=18))
    if is_there:
        make_registration(session, person=wang(world, birth_date=known))
    elif known:
        wang(world, birth_date=known)
    answers = [
        phone.post(session.get_public_url(), who | {"birth_date": claimed}).content.decode()
        .replace(who["name"], "").replace(who["phone"], "")
        for who in (WANG, STRANGER)
    ]  # fmt: skip
    assert answers[0] == answers[1]


def test_an_age_the_registry_knows_better_is_for_the_desk(world):
    session = make_session(world, make_activity(world, minimum_age=18))
    child = wang(world, birth_date=birthday(10))
    row = operations.register_participant(session, **WANG, birth_date=birthday(30))
    session.refresh_from_db()
    assert (row.person, row.state, session.registered) == (child, "pending", 0)
    with pytest.raises(DomainError, match="年满18周岁"):
        operations.register_participant(
            session, by=world.worker, name="王小芳", phone="13800000009", birth_date=child.birth_date
        )


def test_without_messages_the_page_says_what_holds(world, phone, session, mute):
    answers = [said(phone.post(session.get_public_url(), WANG)) for _ in range(2)]
    assert answers[0] == answers[1]
    text = answers[0][2].decode()
    assert ["原报名继续有效" in text, "短信" in text, "水源地社区联合工会" in text] == [True, False, True]
    assert (Registration.objects.count(), TextMessage.objects.count()) == (1, 0)


# The way back


@pytest.mark.parametrize("verifies_phone", [True, False])
def test_the_way_back_is_texted_and_says_nothing(world, phone, verifies_phone):
    session = make_session(world, make_activity(world, verifies_phone=verifies_phone))
    row = make_registration(session, person=wang(world))
    answers = [said(phone.post(find_path(session), WANG | {"name": name})) for name in (WANG["name"], "李强")]
    assert answers[0] == answers[1]
    assert registration_ticket(row) not in answers[0][2].decode()
    assert said(phone.post(find_path(session), WANG)) == answers[0]  # asked again at once: no second message
    assert [message.phone for message in TextMessage.objects.all()] == [WANG["phone"]]


def test_a_fixed_line_cannot_be_texted_and_is_told(phone, session):
    answer = phone.post(find_path(session), WANG | {"phone": "024-12345678"})
    assert "固定电话收不到短信" in text_of(answer)


def test_without_messages_nothing_is_looked_up(phone, session, mute):
    operations.register_participant(session, **WANG)
    answers = {phone.post(find_path(session), who).content for who in (WANG, STRANGER)}
    answers.add(phone.get(find_path(session)).content)
    assert (len(answers), "请到水源地社区联合工会当面核对" in answers.pop().decode()) == (1, True)


def test_nobody_tries_names_without_end(phone, session, settings):
    settings.PUBLIC_FINDS_PER_HOUR = 1
    answers = [phone.post(find_path(session), STRANGER) for _ in range(2)]
    assert ([answer.status_code for answer in answers], "查询太多" in text_of(answers[1])) == ([200, 429], True)


# With a proven phone


def proves(phone, path, number=WANG["phone"]):
    phone.post(path, {"step": "phone", "phone": number})
    code = re.search(r"\d{6}", TextMessage.objects.latest("pk").body)[0]
    form = phone.post(path, {"step": "code", "phone": number, "code": code}).context["form"]
    return {"phone": number, "phone_pass": form["phone_pass"].value()}


def test_who_proved_the_phone_comes_back_at_once(world, phone):
    session = make_session(world, make_activity(world, verifies_phone=True))
    row = make_registration(session, person=wang(world))
    path = session.get_public_url()
    assert phone.post(path, {"name": WANG["name"]} | proves(phone, path)).url == page_of(row)
    other = phone.post(path, STRANGER | {"phone_pass": "made.up"})
    assert ("手机号没有验证" in text_of(other), Registration.objects.count()) == (True, 1)


def test_while_no_message_can_be_sent_the_page_says_whom_to_call(world, phone, mute):
    union = world.community_union
    session = make_session(world, make_activity(world, verifies_phone=True))
    type(union).objects.filter(pk=union.pk).update(contact_phone="024-12345678")
    answers = [phone.get(session.get_public_url()), phone.post(session.get_public_url(), {"step": "phone", **WANG})]
    for answer in answers:
        sentence = "请致电024-12345678或到水源地社区联合工会代为报名，也可以活动当天直接到现场签到。"
        assert (answer.status_code, sentence in text_of(answer)) == (200, True)
    assert Registration.objects.count() == 0


# Lists of an enterprise


def hands_in(phone, session, *people):
    text = "\n".join(f"{who['name']} {who['phone']} 1990-01-01" for who in people)
    data = {"enterprise": "甲公司", "contact_name": "赵云", "contact_phone": "13900000001", "text": text}
    return phone.post(reverse("public:group-sign-up", args=[session.token]), data)


@pytest.mark.parametrize("minimum_age", [None, 16])
@pytest.mark.parametrize("capacity", [1, 40])
def test_a_list_tells_nobody_who_is_signed_up(world, phone, capacity, minimum_age):
    activity = make_activity(world, takes_groups=True, minimum_age=minimum_age)
    session = make_session(world, activity, capacity=capacity)
    make_registration(session, person=wang(world, birth_date=birthday(10)))
    first, again = (hands_in(phone, session, WANG, STRANGER) for _ in range(2))
    assert said(first) == said(again)
    assert [line.verdict for line in first.context["outcome"].lines] == ["已提交"] * 2
    assert "原报名继续有效" in text_of(first)
    assert Registration.objects.filter(session=session).count() == 2


def test_a_child_on_a_public_list_is_for_the_desk(world, phone):
    session = make_session(world, make_activity(world, takes_groups=True))
    wang(world, birth_date=birthday(10))
    hands_in(phone, session, STRANGER, WANG)
    assert list(session.registrations.values_list("state", flat=True)) == ["registered", "pending"]


def test_once_started_lists_are_no_longer_taken(world, phone):
    session = make_session(
        world, make_activity(world, takes_groups=True), starts_at=timezone.now() - timedelta(minutes=5)
    )
    assert "不再接受集体报名" in text_of(hands_in(phone, session, WANG))
    assert Registration.objects.count() == 0


# Volunteers, where no message can be sent


def test_registering_as_a_volunteer_tells_nobody_who_is_one(world, phone, mute):
    make_volunteer(world, phone=WANG["phone"])
    path = reverse("public:volunteer", args=[world.community_union.code])
    facts = {"birth_date": "1980-05-01", "consents": "on"}
    names = ("孙有成", "李强", "李强")
    answers = {said(phone.post(path, facts | WANG | {"name": name}))[:3] for name in names}
    assert (len(answers), Volunteer.objects.count()) == (1, 2)
    minor = facts | {"birth_date": f"{timezone.localdate().year - 16}-01-01"}
    told = ["须由监护人同意" in text_of(phone.post(path, minor | WANG | {"name": name})) for name in names]
    assert told == [True] * 3


def test_signing_up_for_a_shift_tells_nobody_who_is_a_volunteer(world, phone, mute):
    make_sign_up(shift := make_shift(world), make_volunteer(world, phone=WANG["phone"]))
    free = make_volunteer(world, "周明", phone=WANG["phone"])
    path = shift.get_public_url()
    names = ("孙有成", "李强", "周明")
    answers = {said(phone.post(path, WANG | {"name": name, "knows_risk": "on"}))[:3] for name in names}
    assert (len(answers), ShiftSignUp.objects.filter(volunteer=free).count()) == (1, 1)
    assert ShiftSignUp.objects.count() == 2
    assert "还需" not in text_of(phone.get(path))


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
