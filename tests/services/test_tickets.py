"""Signed tickets and the code on the screen: only what we signed, only while it is fresh."""

import pytest

from core.errors import DomainError
from orgs.operations import register_person
from services import operations
from services.tickets import (
    ATTENDANCE,
    attendance_of,
    check_code,
    check_in_code,
    check_in_pass,
    check_pass,
    check_voice_code,
    registration_number,
    registration_of,
    registration_ticket,
    ticket_of,
    voice_code,
    voice_seconds_left,
)
from tests.cast import make_session
from tests.services.build_attendance import make_registration
from tests.services.pages import signed_ago


def test_a_ticket_leads_to_its_attendance(running, come):
    attendance = come(running)
    assert attendance_of(ticket_of(attendance)) == attendance


def test_a_ticket_leads_to_its_registration(session):
    registration = operations.register_participant(session, name="王小芳", phone="13800000001")
    assert registration_of(registration_ticket(registration)) == registration


@pytest.mark.parametrize("text", ["", "1", "1.", "abc", "1.AAAA", "..", "９.x"])
def test_other_text_is_refused(db, text):
    with pytest.raises(DomainError):
        attendance_of(text)


def test_a_ticket_is_good_for_one_kind_of_row(running, come, session):
    registration = operations.register_participant(session, name="王小芳", phone="13800000001")
    with pytest.raises(DomainError):
        attendance_of(registration_ticket(registration))
    with pytest.raises(DomainError):
        registration_of(ticket_of(come(running)))


def test_a_tampered_ticket_is_refused(running, come):
    ticket = ticket_of(come(running))
    with pytest.raises(DomainError):
        attendance_of("9" + ticket)


def test_the_code_works_for_thirty_seconds(session):
    check_code(session, signed_ago(check_in_code, session, 28))
    with pytest.raises(DomainError, match="二维码已过期"):
        check_code(session, signed_ago(check_in_code, session, 32))


def test_no_two_passes_are_alike(session):
    first, second = check_in_pass(session), check_in_pass(session)
    assert check_pass(session, first) != check_pass(session, second)
    assert check_pass(session, first) == check_pass(session, first)


def test_the_number_to_say_changes_every_five_minutes(session):
    start = 1_790_000_100 // 300 * 300
    said = voice_code(session, start)
    assert (len(said), said.isdigit(), voice_code(session, start + 299)) == (6, True, said)
    assert voice_code(session, start + 300) != said
    assert (voice_seconds_left(start), voice_seconds_left(start + 299)) == (300, 1)
    for moment in (start, start + 299, start + 359):  # a minute's grace for who heard it just before
        check_voice_code(session, said, moment)
    check_voice_code(
        session, " ".join(said).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}), start
    )
    with pytest.raises(DomainError, match="口令不对"):
        check_voice_code(session, said, start + 361)


@pytest.mark.parametrize("said", ["", "12345", "abcdef", "\x00", "٣٣٣٣٣٣", "9" * 10_000])
def test_another_number_is_refused(session, said):
    with pytest.raises(DomainError, match="口令不对"):
        check_voice_code(session, said)


def test_the_number_to_say_is_the_sessions_own(world, session):
    assert voice_code(session, 0) != voice_code(make_session(world), 0)


def test_a_registrations_number_is_read_from_its_ticket_or_page(session):
    registration = make_registration(
        session, register_person(organization=session.organization, name="王小芳", phone="13800000001")
    )
    ticket = registration_ticket(registration)
    for scanned in (ticket, f" {ticket}\n", f"https://example.test/p/r/{ticket}/", f"/p/r/{ticket}"):
        assert registration_number(scanned) == registration.pk


def test_the_pass_works_for_ten_minutes(session):
    check_pass(session, signed_ago(check_in_pass, session, 590))
    with pytest.raises(DomainError, match="二维码已过期"):
        check_pass(session, signed_ago(check_in_pass, session, 610))


def test_a_code_is_good_for_its_session_only(world, activity, session):
    other = make_session(world, activity)
    with pytest.raises(DomainError):
        check_code(session, check_in_code(other))


def test_a_code_is_no_pass(session):
    with pytest.raises(DomainError):
        check_pass(session, check_in_code(session))


def test_a_well_signed_ticket_of_no_row_is_refused(db):
    with pytest.raises(DomainError, match="已失效"):
        attendance_of(ATTENDANCE.sign(999_999))
