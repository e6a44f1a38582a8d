"""Scans from the door: counted once, none lost, refused ones kept with their reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from services import operations
from services.enums import ActivityState, CheckInMethod, RegistrationState, ScanResult
from services.models import Attendance, CheckOut, Scan
from services.operations.scan import Seen
from services.tickets import registration_ticket
from tests.services.build_attendance import make_person, make_registration, make_running, nonce


@pytest.fixture
def signed_up(world, running):
    return make_registration(running, make_person(world))


def scan(session, ticket, by, number=None, at=None, **fields):
    number, at = number or nonce(), at or timezone.now()
    return operations.record_scan(session, by=by, nonce=number, at=at, seen=Seen(ticket=ticket, **fields))


def counted(session) -> tuple:
    session.refresh_from_db()
    return session.person_times, session.named_times, session.attendances.count()


def test_a_good_ticket_checks_in(world, running, signed_up):
    at = timezone.now() - timedelta(minutes=3)
    found = scan(running, registration_ticket(signed_up), world.community, "n-1", at)
    row = Attendance.objects.get()
    assert (found.result, found.reason, found.attendance, found.by) == (ScanResult.COUNTED, "", row, world.community)
    assert (row.person, row.method, row.at, row.nonce) == (signed_up.person, CheckInMethod.PERSONAL, at, "n-1")
    assert row.recorded_at - row.at >= timedelta(minutes=3)
    assert counted(running) == (1, 1, 1)


def test_the_address_of_the_registration_page_is_a_ticket_too(world, running, signed_up):
    address = f"https://example.test/p/r/{registration_ticket(signed_up)}/"
    assert scan(running, address, world.worker).result == ScanResult.COUNTED


def test_the_same_nonce_returns_the_first_answer(world, running, signed_up):
    ticket = registration_ticket(signed_up)
    first = scan(running, ticket, world.worker, "n-1")
    assert scan(running, ticket, world.worker, "n-1") == first
    assert (counted(running), Scan.objects.count()) == ((1, 1, 1), 1)


def test_the_same_nonce_returns_a_first_refusal(world, running):
    first = scan(running, "nonsense", world.worker, "n-1")
    again = scan(running, registration_ticket(make_registration(running, make_person(world))), world.worker, "n-1")
    assert (again, again.result, counted(running)) == (first, ScanResult.REFUSED, (0, 0, 0))


def test_a_nonce_belongs_to_one_session(world, running, signed_up, activity):
    scan(running, registration_ticket(signed_up), world.worker, "n-1")
    other = make_running(world, activity)
    with pytest.raises(DomainError, match="已用于另一场"):
        scan(other, registration_ticket(signed_up), world.worker, "n-1")


def test_a_second_scan_is_told_when_the_first_was(world, running, signed_up):
    at = timezone.localtime().replace(second=0, microsecond=0) - timedelta(minutes=5)
    first = scan(running, registration_ticket(signed_up), world.worker, at=at)
    second = scan(running, registration_ticket(signed_up), world.community)
    assert (second.result, second.reason) == (ScanResult.ALREADY, f"{at:%H:%M}已签到")
    assert (second.attendance, counted(running), Scan.objects.count()) == (first.attendance, (1, 1, 1), 2)


def test_another_session_is_refused(world, running, session):
    elsewhere = make_registration(session, make_person(world))
    found = scan(running, registration_ticket(elsewhere), world.worker)
    assert (found.result, found.reason[:6], counted(running)) == (ScanResult.REFUSED, "报名的是另一", (0, 0, 0))


@pytest.mark.parametrize("ticket", ["x", "1", "1.AAAA", "１２３.x", "http://evil.example/1", "\x00", "a" * 10_000, " "])
def test_other_text_is_refused(world, running, ticket):
    found = scan(running, ticket, world.worker)
    assert (found.result, found.reason[:10]) == (ScanResult.REFUSED, "这不是报名后得到的签")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.PENDING, "报名还在审核"),
        (RegistrationState.WAITING, "报名还在候补"),
        (RegistrationState.OFFERED, "递补的名额还没有确认"),
        (RegistrationState.CANCELLED, "这条报名已取消"),
        (RegistrationState.EXPIRED, "这条报名已取消"),
    ],
)
def test_only_a_confirmed_place_checks_in(world, running, state, words):
    found = scan(running, registration_ticket(make_registration(running, make_person(world), state)), world.worker)
    assert (found.result, found.reason.startswith(words), counted(running)) == (ScanResult.REFUSED, True, (0, 0, 0))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-90, "还没有到签到时间"), (3, "登记的时间还没有到"), (None, "")],
)
def test_the_moment_of_the_scan_is_bounded(world, running, signed_up, minutes, words):
    at = timezone.now() + timedelta(minutes=minutes) if minutes else None
    found = scan(running, registration_ticket(signed_up), world.worker, at=at)
    assert (found.result == ScanResult.REFUSED, found.reason[: len(words)]) == (bool(words), words)


def test_a_clock_a_little_ahead_means_now(world, running, signed_up):
    before = timezone.now()
    scan(running, registration_ticket(signed_up), world.worker, at=before + timedelta(seconds=90))
    assert before <= Attendance.objects.get().at <= timezone.now()


def test_scans_of_the_evening_may_come_the_next_day_but_say_so(world, activity):
    over = make_running(world, activity)
    type(over).objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(days=1), ends_at=timezone.now() - timedelta(hours=22)
    )
    ticket = registration_ticket(make_registration(over, make_person(world)))
    late = scan(over, ticket, world.worker)
    assert (late.result, late.reason[:12]) == (ScanResult.REFUSED, "扫码时间不在本场签到时间")
    in_time = scan(over, ticket, world.worker, at=timezone.now() - timedelta(hours=23))
    assert (in_time.result, counted(over)) == (ScanResult.COUNTED, (1, 1, 1))


def test_a_held_session_still_takes_what_was_scanned_in_time(world, running, signed_up, come):
    come(running, "李强")
    operations.hold_session(running, by=world.worker)
    assert scan(running, registration_ticket(signed_up), world.worker).result == ScanResult.COUNTED


def test_nothing_is_scanned_into_a_cancelled_session(world, activity):
    session = make_running(world, activity, state="cancelled")
    found = scan(session, registration_ticket(make_registration(session, make_person(world))), world.worker)
    assert (found.result, found.reason) == (ScanResult.REFUSED, "本场已取消，不能签到。")


def test_nothing_is_scanned_under_a_cancelled_activity(world, running, signed_up):
    running.activity.state = ActivityState.CANCELLED
    running.activity.save(update_fields=["state"])
    found = scan(running, registration_ticket(signed_up), world.worker)
    assert (found.result, counted(running)) == (ScanResult.REFUSED, (0, 0, 0))


# Leaving


def test_leaving(world, running, signed_up):
    ticket = registration_ticket(signed_up)
    scan(running, ticket, world.worker, at=timezone.now() - timedelta(minutes=5))
    found = scan(running, ticket, world.worker, "n-2", leave=True)
    left = CheckOut.objects.get()
    assert (found.result, found.attendance, left.nonce) == (ScanResult.LEFT, left.attendance, "n-2")
    again = scan(running, ticket, world.worker, leave=True)
    assert (again.result, again.reason[-3:], CheckOut.objects.count()) == (ScanResult.ALREADY, "已签退", 1)


def test_nobody_leaves_who_never_came(world, running, signed_up):
    found = scan(running, registration_ticket(signed_up), world.worker, leave=True)
    assert (found.result, found.reason) == (ScanResult.REFUSED, "还没有签到，不能签退。请先签到。")


def test_nobody_leaves_before_they_came(world, running, signed_up):
    ticket = registration_ticket(signed_up)
    scan(running, ticket, world.worker)
    early = scan(running, ticket, world.worker, at=timezone.now() - timedelta(minutes=9), leave=True)
    assert (early.result, early.reason[:8]) == (ScanResult.REFUSED, "签退时间早于签到")


# Picked from the list, walk-ins, headcounts


def record(session, by, number=None, **seen):
    return operations.record_scan(session, by=by, nonce=number or nonce(), at=timezone.now(), seen=Seen(**seen))


def test_picked_from_the_list(world, running, signed_up, session):
    found = record(running, world.worker, registration=signed_up.pk)
    assert (found.result, found.attendance.method) == (ScanResult.COUNTED, CheckInMethod.STAFF)
    assert record(running, world.worker, registration=10**15).result == ScanResult.REFUSED
    other = make_registration(session, make_person(world))
    assert record(running, world.worker, registration=other.pk).reason[:6] == "报名的是另一"


def test_a_walk_in(world, running):
    found = record(running, world.worker, name="李强", phone="13800000009")
    assert (found.result, found.attendance.person.name, counted(running)) == (ScanResult.COUNTED, "李强", (1, 1, 1))
    assert record(running, world.worker, name="李强", phone="13800000009").result == ScanResult.ALREADY
    assert record(running, world.worker, name="李强", phone="13800000009", leave=True).result == ScanResult.LEFT


@pytest.mark.parametrize("who", [{"name": "李强", "phone": "12345"}, {"name": " ", "phone": "13800000009"}])
def test_a_walk_in_with_a_bad_number_is_refused_and_kept(world, running, who):
    assert (record(running, world.worker, **who).result, counted(running)) == (ScanResult.REFUSED, (0, 0, 0))
    assert Scan.objects.count() == 1


def test_a_headcount_sent_twice_counts_once(world, running):
    first = record(running, world.worker, "n-1", headcount=30)
    assert record(running, world.worker, "n-1", headcount=30) == first
    assert counted(running) == (30, 0, 1)
    assert record(running, world.worker, headcount=0).result == ScanResult.REFUSED


# Taken back


def test_a_person_taken_back_counts_again_when_scanned(world, running, signed_up):
    ticket = registration_ticket(signed_up)
    row = scan(running, ticket, world.worker).attendance
    operations.reverse_attendance(row, by=world.worker)
    assert counted(running) == (0, 0, 2)
    found = scan(running, ticket, world.worker)
    assert (found.result, found.attendance, counted(running)) == (ScanResult.COUNTED, row, (1, 1, 3))
    operations.reverse_attendance(row, by=world.worker)
    assert counted(running) == (0, 0, 4)


def test_a_scan_takes_four_statements(world, running, signed_up, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):  # with the two of the savepoint, which is a transaction elsewhere
        scan(running, registration_ticket(signed_up), world.worker)
