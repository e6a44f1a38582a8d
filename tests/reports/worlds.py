"""Random small worlds, and the same figures by SQL over the raw rows, written apart from the code under test."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.db import connection
from django.utils import timezone

from evaluations.models import Rating
from orgs.models import Person
from projects.enums import EntryKind, ProjectState
from projects.models import LedgerEntry
from services.enums import AttendanceRole, CheckInMethod, SessionState, TimeBand
from services.models import Attendance
from tests.cast import make_activity, make_project, make_session

ROLES = (AttendanceRole.PARTICIPANT,) * 8 + (AttendanceRole.STAFF, AttendanceRole.VOLUNTEER)
STATES = (SessionState.HELD,) * 4 + (SessionState.PLANNED, SessionState.CANCELLED)


def make_random_world(w, seed: int, sessions: int = 24, people: int = 12, days: int = 90):
    """Projects of two contractors in three communities, with sessions, attendance, ratings and payments."""
    random, today = Random(seed), timezone.localdate()
    places = [w.community_union, w.neighbour, w.stranger_union, w.street_union]
    persons = [Person.objects.create(name=f"甲{n}", organization=places[0]) for n in range(people)]
    activities = [
        make_activity(w, random_project(w, random, place, contractor, today))
        for place in places
        for contractor in (w.contractor, w.rival)
        if random.random() < 0.8
    ] or [make_activity(w)]
    for _ in range(sessions):
        day = today - timedelta(days=random.randrange(days))
        activity = random.choice(activities)
        session = make_session(
            w,
            activity,
            starts_at=timezone.make_aware(datetime.combine(day, time(19))),
            state=random.choice(STATES),
            time_band=random.choice(TimeBand.values),
        )
        fill_session(session, random, persons)


def random_project(w, random: Random, place, contractor, today):
    project = make_project(
        w,
        random.choice((ProjectState.SUBMITTED, ProjectState.ACTIVE, ProjectState.COMPLETED)),
        organization=place,
        contractor=contractor,
        starts_on=today - timedelta(days=random.randrange(30, 200)),
        ends_on=today - timedelta(days=random.randrange(-60, 29)),
    )
    if project.fund_id and random.random() < 0.7:
        LedgerEntry.objects.create(
            fund=project.fund,
            project=project,
            kind=EntryKind.PAYMENT,
            amount=Decimal(random.randrange(1, 3_000_000)) / 100,
            key=f"payment:{project.pk}",
            by=w.finance,
            on=today - timedelta(days=random.randrange(60)),
        )
    return project


def fill_session(session, random: Random, persons) -> None:
    now = timezone.now()
    Attendance.objects.bulk_create(
        Attendance(session=session, person=person, role=random.choice(ROLES), method=CheckInMethod.QR, at=now)
        for person in random.sample(persons, random.randrange(len(persons) + 1))
    )
    if random.random() < 0.4:
        crowd = Attendance(session=session, headcount=random.randrange(1, 40), method=CheckInMethod.HEADCOUNT, at=now)
        crowd.save()
        if random.random() < 0.3:
            undone = Attendance(session=session, headcount=-crowd.headcount, reverses=crowd)
            undone.method, undone.at = CheckInMethod.HEADCOUNT, now
            undone.save()
    Rating.objects.bulk_create(
        Rating(session=session, score=random.randrange(1, 6), on=session.starts_on) for _ in range(random.randrange(4))
    )


RAW = """
WITH s AS (
    SELECT s.* FROM services_session s
    JOIN orgs_organization o ON o.id = s.organization_id
    JOIN services_activity a ON a.id = s.activity_id
    JOIN projects_project p ON p.id = a.project_id
    JOIN orgs_organization c ON c.id = p.contractor_id
    WHERE {place} AND s.starts_on BETWEEN %(start)s AND %(end)s
), h AS (SELECT * FROM s WHERE state = 'held'),
t AS (SELECT t.* FROM services_attendance t JOIN h ON h.id = t.session_id WHERE t.role = 'participant'),
p AS (
    SELECT p.* FROM projects_project p
    JOIN orgs_organization o ON o.id = p.organization_id
    JOIN orgs_organization c ON c.id = p.contractor_id
    WHERE {place}
),
l AS (SELECT l.* FROM projects_ledgerentry l JOIN p ON p.id = l.project_id WHERE l."on" BETWEEN %(start)s AND %(end)s)
SELECT
    (SELECT COUNT(*) FROM p WHERE state IN ('approved', 'active', 'final_review', 'completed')
        AND starts_on <= %(end)s AND ends_on >= %(start)s),
    (SELECT COALESCE(SUM(amount), 0) FROM l WHERE kind = 'commitment'),
    (SELECT COALESCE(SUM(amount), 0) FROM l WHERE kind = 'payment'),
    (SELECT COUNT(*) FROM h),
    (SELECT COUNT(*) FROM h WHERE time_band = 'outside'),
    (SELECT COALESCE(SUM(headcount), 0) FROM t),
    (SELECT COUNT(*) FROM t WHERE person_id IS NOT NULL),
    (SELECT COUNT(DISTINCT person_id) FROM t),
    (SELECT COUNT(*) FROM evaluations_rating r JOIN s ON s.id = r.session_id),
    (SELECT COUNT(*) FROM evaluations_rating r JOIN s ON s.id = r.session_id WHERE r.score >= 4)
"""


def raw_statistics(organization, start, end) -> tuple:
    """The ten figures by SQL alone: territory for a union body, contracts for a social organization."""
    side = "c" if organization.kind == "social" else "o"
    asked = {"path": f"{organization.path}%", "start": start, "end": end}
    with connection.cursor() as cursor:
        cursor.execute(RAW.format(place=f"{side}.path LIKE %(path)s"), asked)
        return cursor.fetchone()


def as_tuple(found) -> tuple:
    """``reports.queries.Statistics`` in the order of ``raw_statistics``."""
    made = found.services
    return (
        found.projects,
        found.committed,
        found.paid,
        made.sessions,
        made.outside_sessions,
        made.person_times,
        made.named_times,
        made.persons,
        found.satisfaction.valid,
        found.satisfaction.satisfied,
    )
