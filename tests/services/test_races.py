"""Many at once on real PostgreSQL."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from orgs.models import Person
from orgs.operations import merge_people
from orgs.operations.merging import BUSY
from services import operations
from services.enums import CheckInMethod
from services.models import Attendance, Registration, Scan
from services.operations.registration import known_person
from services.operations.scan import Seen
from services.operations.session import locked_session
from services.tickets import registration_ticket
from tests.cast import make_activity, make_session, make_world
from tests.racing import together, until_somebody_waits, verdicts
from tests.services.build_attendance import make_attendance, make_person, make_registration, nonce, scan_ticket

pytestmark = pytest.mark.django_db(transaction=True)


def make_open_session(**fields):
    world = make_world()
    starts_at = timezone.now() + timedelta(minutes=10)
    return world, make_session(world, make_activity(world), starts_at=starts_at, **fields)


def test_twenty_at_once_for_five_places():
    _, session = make_open_session(capacity=5)

    def sign_up(number):
        return lambda: operations.register_participant(session, name=f"职工{number}", phone=f"138000000{number:02}")

    results = together(*[sign_up(number) for number in range(20)])
    states = sorted((result.pk, result.state) for result in results)
    assert [state for _, state in states] == ["registered"] * 5 + ["waiting"] * 15
    session.refresh_from_db()
    assert (session.registered, session.waiting, Person.objects.count()) == (5, 15, 20)


def test_the_same_person_signs_up_twice_at_once():
    _, session = make_open_session()

    def call():
        return operations.register_participant(session, name="王小芳", phone="13800000001")

    first, second = together(call, call)
    assert first == second
    assert (Registration.objects.count(), Person.objects.count()) == (1, 1)


def test_the_same_person_checks_in_twice_at_once():
    world, session = make_open_session()
    who = {"name": "王小芳", "phone": "13800000001"}
    first, second = together(
        lambda: operations.check_in_person(session, **who, method=CheckInMethod.QR),
        lambda: operations.check_in_person(session, by=world.worker, **who),
    )
    assert first == second
    assert (Attendance.objects.count(), Person.objects.count()) == (1, 1)


def test_one_headcount_is_reversed_once():
    world, session = make_open_session()
    wrong = operations.record_headcount(session, by=world.worker, headcount=50)
    results = together(*[lambda: operations.reverse_attendance(wrong, by=world.worker)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Attendance", "DomainError"]


def test_two_doors_scan_the_same_ticket_at_once():
    world, session = make_open_session()
    ticket = registration_ticket(make_registration(session, make_person(world)))

    def door():
        return scan_ticket(session, ticket, world.worker)

    scans = together(door, door)
    assert sorted(scan.result for scan in scans) == ["already", "counted"]
    assert (Attendance.objects.count(), Scan.objects.count()) == (1, 2)


@pytest.mark.parametrize("run", range(5))
def test_a_scan_and_a_cancellation_at_once_leave_one_winner(run):
    """Doors share the session's lock with each other, not with whoever cancels it."""
    world, session = make_open_session()
    tickets = [registration_ticket(make_registration(session, make_person(world, f"王小{mark}"))) for mark in "芳兰梅"]

    def door(ticket):
        return lambda: scan_ticket(session, ticket, world.worker)

    *scans, cancelled = together(
        *map(door, tickets), lambda: operations.cancel_session(session, by=world.worker, note="暴雨")
    )
    session.refresh_from_db()
    results = [scan.result for scan in scans]
    if session.state == "cancelled":
        assert (results, session.person_times) == (["refused"] * 3, 0)
    else:
        assert "已有签到记录" in str(cancelled)
        assert (results, session.person_times, session.named_times) == (["counted"] * 3, 3, 3)


def test_the_same_scan_is_sent_twice_at_once():
    world, session = make_open_session()
    number, at = nonce(), timezone.now()
    seen = Seen(headcount=30)

    def send():
        return operations.record_scan(session, by=world.worker, nonce=number, at=at, seen=seen)

    first, second = together(send, send)
    assert (first, Scan.objects.count(), Attendance.objects.count()) == (second, 1, 1)


def test_two_people_on_one_pass_at_once():
    _, session = make_open_session()
    number = nonce()

    def come(name, phone):
        return lambda: operations.check_in_person(session, name=name, phone=phone, method="qr", nonce=number)

    results = together(come("王小芳", "13800000001"), come("李强", "13800000002"))
    assert sorted(type(result).__name__ for result in results) == ["Attendance", "DomainError"]


def test_hold_and_cancel_at_once_leave_one_winner():
    world, session = make_open_session()
    operations.record_headcount(session, by=world.worker, headcount=5)
    type(session).objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    results = together(
        lambda: operations.hold_session(session, by=world.worker),
        lambda: operations.hold_session(session, by=world.ngo),
    )
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "Session"]
    assert session.events.count() == 1


@pytest.mark.parametrize("way", ["page", "walk-in"])
def test_signing_up_and_checking_in_somebody_new_at_once(way):
    """Both take the person first and the session then: nobody waits for somebody who waits for them."""
    world, session = make_open_session()
    who = {"name": "王小芳", "phone": "13800000001"}
    registered = Event()

    def sign_up():
        with transaction.atomic():
            person = known_person(session, by=None, **who)
            registered.set()
            until_somebody_waits()
            locked_session(session)
        return person

    def check_in():
        assert registered.wait(10)
        if way == "page":
            return operations.check_in_person(session, **who, method=CheckInMethod.QR).person
        seen = Seen(**who)
        scan = operations.record_scan(session, by=world.worker, nonce=nonce(), at=timezone.now(), seen=seen)
        return scan.attendance.person

    first, second = together(sign_up, check_in)
    assert (first, Attendance.objects.count()) == (second, 1)


def test_merging_steps_back_for_somebody_at_the_door():
    """The door holds the session and waits for the person; merging holds the person and wants the session."""
    world, session = make_open_session()
    one, other = make_person(world), make_person(world)
    for person in (one, other):
        make_registration(session, person)
    merging = Event()

    def door():
        with transaction.atomic():
            locked_session(session)
            merging.set()
            until_somebody_waits()
            return make_attendance(session, other)

    def merge():
        assert merging.wait(10)
        return merge_people(other, by=world.street, into=one, reason="本人电话确认")

    results = together(door, merge)
    assert verdicts(results) == ["ok", BUSY]
    assert (Attendance.objects.get().person, Person.objects.filter(merged_into=None).count()) == (other, 2)
    assert merge() == one
    assert Attendance.objects.get().person == one
