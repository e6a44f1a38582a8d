"""Signed tickets and the code on the screen: only what we signed, only while it is fresh."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import signing

from core.errors import DomainError
from services import operations
from services.tickets import (
    ATTENDANCE,
    attendance_of,
    check_code,
    check_in_code,
    check_in_pass,
    check_pass,
    registration_of,
    registration_ticket,
    ticket_of,
)
from tests.cast import make_session


def signed_ago(make, session, seconds):
    """What ``make`` gave out that long ago."""
    then = datetime.now() - timedelta(seconds=seconds)
    with patch.object(signing.time, "time", lambda: then.timestamp()):
        return make(session)


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


def test_the_code_works_for_ninety_seconds(session):
    check_code(session, signed_ago(check_in_code, session, 80))
    with pytest.raises(DomainError, match="二维码已过期"):
        check_code(session, signed_ago(check_in_code, session, 95))


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
