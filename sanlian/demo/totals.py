"""Totals of the sessions, set once after tens of thousands of rows instead of once for each of them.

The triggers that keep them update a session for every row of its registrations and attendance; within one transaction
every update leaves a dead row behind that the next one has to pass. So the bulk steps set them aside and sum up at the
end what they would have added. ``tests.sanlian.test_demo_services`` holds the sums against the rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection

KEPT_BY = ("services.Registration:count_places", "services.Attendance:add_to_session")
GUARD = "services.Session:written_by_triggers_only"
SUM_UP = """
    UPDATE services_session session SET
        registered = (
            SELECT count(*) FROM services_registration WHERE session_id = session.id AND state = 'registered'
        ),
        (person_times, named_times) = (
            SELECT coalesce(sum(headcount), 0), count(person_id) FROM services_attendance
            WHERE session_id = session.id AND role = 'participant' AND is_counted
        )
"""


@contextmanager
def summed_up() -> Iterator[None]:
    """Inside, rows of registrations and attendance are written without their triggers; afterwards the totals are right.

    For bulk rows only: none in the waiting list, and no name taken back.
    """
    with pgtrigger.ignore(*KEPT_BY):
        yield
    with pgtrigger.ignore(GUARD), connection.cursor() as cursor:
        cursor.execute(SUM_UP)
