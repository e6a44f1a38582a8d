"""The attendance list of one large activity: five thousand names."""

import os
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from benchmarks.measure import new_session
from benchmarks.measure_purchase import queries
from benchmarks.sign_up import plain_activity
from benchmarks.table import Row
from benchmarks.timing import administrator, fetch, median_ms, queries_of, statement
from orgs.models import Person
from services.models import Attendance, Session

NAMES = int(os.environ.get("BENCH_NAMES", "5000"))
LIST_QUERIES = 10
BARE = """
    SELECT a.id, a.at, p.name, count(*) OVER () FROM services_attendance a
    JOIN services_session s ON s.id = a.session_id JOIN orgs_person p ON p.id = a.person_id
    WHERE s.activity_id = %s ORDER BY a.at DESC LIMIT 50
"""


def parts() -> dict[str, Callable[[], list[Row]]]:
    """What is measured here, by name."""
    return {"names": names}


def names() -> list[Row]:
    """The first page of the list beside one statement for the same fifty rows with their count."""
    session = crowd()
    client, query = administrator(), f"?activity={session.activity_id}"
    page = f"{reverse('services:attendance-list')}{query}"
    measured, limit = median_ms(fetch(client, page), statement(BARE, session.activity_id))
    return [
        Row(f"{NAMES:,} names, page 1", measured, limit, "ms", "< 300 ms", measured < 300),
        queries(f"{NAMES:,} names", queries_of(fetch(client, page)), LIST_QUERIES),
    ]


def crowd() -> Session:
    """A session everybody came to."""
    pattern = Session.objects.select_related("activity__project", "organization").first()
    session = new_session(pattern)
    Session.objects.filter(pk=session.pk).update(activity=plain_activity(pattern))
    session.refresh_from_db()
    people = Person.objects.order_by("pk").values_list("pk", flat=True)[:NAMES]
    now = timezone.now()
    rows = [Attendance(session=session, person_id=person, method="qr", at=now) for person in people]
    if len(Attendance.objects.bulk_create(rows, batch_size=1000)) < NAMES:
        raise SystemExit(f"The generated set has only {len(rows)} people; {NAMES} are needed.")
    return session
