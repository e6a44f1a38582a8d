"""Totals set once after thousands of rows instead of once for each of them.

The triggers that keep them update a row for every row below it; within one transaction every update leaves a dead row
behind that the next one has to pass. So the bulk steps set them aside and sum up at the end what they would have
added. ``tests.sanlian.test_demo_services`` holds the totals against the rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pgtrigger
from django.db import connection


@dataclass(frozen=True)
class Total:
    """Kept by which triggers, guarded by which, and what they come to."""

    kept_by: tuple[str, ...]
    guard: str
    sum_up: str


OF_SESSIONS = Total(
    ("services.Registration:count_places", "services.Attendance:add_to_session"),
    "services.Session:written_by_triggers_only",
    """
    UPDATE services_session session SET
        registered = (
            SELECT count(*) FROM services_registration WHERE session_id = session.id AND state = 'registered'
        ),
        (person_times, named_times) = (
            SELECT coalesce(sum(headcount), 0), count(person_id) FROM services_attendance
            WHERE session_id = session.id AND role = 'participant' AND is_counted
        )
    """,
)  # bulk rows only: nobody in the waiting list, no name taken back
OF_SHIFTS = Total(
    ("services.ShiftSignUp:count_taken",),
    "services.Shift:written_by_triggers_only",
    """
    UPDATE services_shift shift SET taken = (
        SELECT count(*) FROM services_shiftsignup
        WHERE shift_id = shift.id AND state NOT IN ('cancelled', 'absent')
    )
    """,
)
OF_VOLUNTEERS = Total(
    ("services.HourEntry:add_hours",),
    "services.Volunteer:written_by_triggers_only",
    """
    UPDATE services_volunteer volunteer SET hours = entries.hours FROM (
        SELECT volunteer_id, sum(hours) AS hours FROM services_hourentry GROUP BY volunteer_id
    ) entries WHERE entries.volunteer_id = volunteer.id
    """,
)


@contextmanager
def summed_up(total: Total) -> Iterator[None]:
    """Inside, rows are written without the triggers that add them up; afterwards ``total`` is right."""
    with pgtrigger.ignore(*total.kept_by):
        yield
    with pgtrigger.ignore(total.guard), connection.cursor() as cursor:
        cursor.execute(total.sum_up)
