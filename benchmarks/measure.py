"""The measurements: medians of repeated runs, product and limit taking turns so that both see the same machine."""

import multiprocessing
import os
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from benchmarks.generate import USERNAME
from benchmarks.size import Size
from benchmarks.table import Row
from benchmarks.timing import administrator, fetch, median_ms
from orgs.models import Organization, Person, User
from orgs.scope import STEP
from services import operations
from services.enums import CheckInMethod
from services.models import Attendance, Session

PROCESSES = 4
CHECK_INS = int(os.environ.get("BENCH_CHECK_INS", "150"))  # per process and side
DEEP_PAGE = 1500

FIGURES = """
    SELECT count(DISTINCT s.id), sum(a.headcount), count(DISTINCT a.person_id)
    FROM services_session s
    JOIN services_attendance a ON a.session_id = s.id
    JOIN orgs_organization o ON o.id = s.organization_id
    WHERE s.state = 'held' AND s.starts_on BETWEEN %s AND %s AND o.path LIKE %s AND a.role = 'participant'
"""


def parts(size: Size) -> dict[str, Callable[[], list[Row]]]:
    """What is measured here, by name."""
    client = administrator()
    return {
        "lists": lambda: lists(client, size),
        "dashboard": lambda: [dashboard(client)],
        "check-ins": lambda: [check_ins()],
    }


def lists(client: Client, size: Size) -> list[Row]:
    """The list page and the API list of 50 sessions against bare views: at most twice their time."""
    rows = []
    deep = max(min(DEEP_PAGE, size.sessions // 50), 1)
    page, api = ("/services/sessions/", "/bare/"), ("/api/v1/sessions/", "/bare/api/")
    for name, (product, bare), query in (
        ("list, page 1", page, ""),
        (f"list, page {deep:,}", page, f"page={deep}"),
        ("list, filtered", page, narrowed()),
        ("list, searched", page, "q=义诊12"),
        ("API list", api, ""),
    ):
        measured, limit = median_ms(fetch(client, f"{product}?{query}"), fetch(client, f"{bare}?{query}"))
        rows.append(Row(name, measured, limit, "ms", "≤ 2 × limit", measured <= 2 * limit))
    return rows


def narrowed() -> str:
    """One district's held sessions of the last thirty days: where a click on a dashboard's figure leads."""
    latest = Session.objects.held().select_related("organization").first()
    district = Organization.objects.get(path=latest.organization.path[: 2 * STEP])
    start = timezone.localdate() - timedelta(days=30)
    return urlencode({"state": "held", "organization": district.code, "start": start.isoformat()})


def dashboard(client: Client) -> Row:
    """The city's dashboard for twelve months, beside the one SQL statement that counts its three largest figures."""
    city = Organization.objects.get(depth=1)
    end = timezone.localdate()
    period = [end - timedelta(days=364), end, f"{city.path}%"]

    def figures():
        with connection.cursor() as cursor:
            cursor.execute(FIGURES, period)
            cursor.fetchone()

    measured, limit = median_ms(fetch(client, "/dashboard/"), figures)
    return Row("city dashboard", measured, limit, "ms", "< 60 ms", measured < 60)


def bare_check_in(session: Session, person: Person, user: User) -> None:
    """The least a check-in can be: lock the session's row, insert one attendance."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        Attendance.objects.create(
            session=session, person=person, method=CheckInMethod.STAFF, at=timezone.now(), by=user
        )


def real_check_in(session: Session, person: Person, user: User) -> None:
    operations.check_in_person(session, by=user, name=person.name, phone=person.phone, method=CheckInMethod.STAFF)


def worker(check_in: Callable, number: int, session_ids: list[int], barrier, done) -> None:
    """One process: its own people at sessions shared with the others."""
    connections.close_all()
    user = User.objects.get(username=USERNAME)
    sessions = list(Session.objects.filter(pk__in=session_ids).select_related("activity__project", "organization"))
    people = list(Person.objects.order_by("pk")[number * CHECK_INS : (number + 1) * CHECK_INS])
    barrier.wait()
    for turn, person in enumerate(people):
        check_in(sessions[turn % len(sessions)], person, user)
    done.put(time.perf_counter())


def rate(check_in: Callable, session_ids: list[int]) -> float:
    """Check-ins a second by all processes together."""
    fork = multiprocessing.get_context("fork")
    barrier, done = fork.Barrier(PROCESSES + 1), fork.Queue()
    connections.close_all()
    crew = [fork.Process(target=worker, args=(check_in, n, session_ids, barrier, done)) for n in range(PROCESSES)]
    for process in crew:
        process.start()
    barrier.wait()
    started = time.perf_counter()
    finished = max(done.get(timeout=300) for _ in crew)
    for process in crew:
        process.join()
    return PROCESSES * CHECK_INS / (finished - started)


def check_ins() -> Row:
    """Sessions of today nobody attends yet, new ones for each side."""
    pattern = Session.objects.select_related("activity").first()
    groups = []
    for _ in range(2):
        groups.append([new_session(pattern).pk for _ in range(4)])
    limit = rate(bare_check_in, groups[0])
    measured = rate(real_check_in, groups[1])
    return Row("check-ins", measured, limit, "/s", "≥ limit / 3", measured >= limit / 3)


def new_session(pattern: Session) -> Session:
    now = timezone.now()
    return Session.objects.create(
        activity=pattern.activity,
        organization=pattern.organization,
        venue="基准",
        starts_at=now - timedelta(minutes=10),
        ends_at=now + timedelta(hours=2),
        starts_on=timezone.localdate(now),
        time_band="outside",
        capacity=10_000,
    )
