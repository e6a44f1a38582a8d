"""Scans by the API: four doors at one session over HTTP, beside the least a check-in can be at that concurrency."""

import json
import os
import uuid
from datetime import date

from django.utils import timezone
from rest_framework.authtoken.models import Token

from benchmarks.http import Ask, by_status, percentile, sustained, web
from benchmarks.measure import PROCESSES, bare_check_in, new_session, rate
from benchmarks.table import Row
from orgs.enums import Role
from orgs.models import Membership, Person, User
from projects.enums import ProjectState
from services.enums import ActivityState
from services.models import Attendance, Registration, Session
from services.tickets import registration_ticket

SCANS = int(os.environ.get("BENCH_SCANS", "3000"))
WARM = 200  # both workers have loaded everything and hold their connections
DOORS = 4
GOAL, GOAL_P95 = 150, 60


def parts() -> dict:
    """What is measured here, by name."""
    return {"scans": scans}


def scans() -> list[Row]:
    """Each ticket once, one at a time from each door; every answer is looked at."""
    pattern = Session.objects.select_related("activity", "organization")
    pattern = pattern.filter(
        activity__state=ActivityState.PUBLISHED, activity__project__state=ProjectState.ACTIVE
    ).first()
    limit = rate(bare_check_in, [new_session(pattern).pk])
    session, token = new_session(pattern), doorkeeper(pattern.organization)
    asks = [scan(session, ticket, token) for ticket in tickets(session, WARM + SCANS)]
    with web() as port:
        sustained(port, asks.__getitem__, WARM, DOORS)
        answers, seconds = sustained(port, lambda number: asks[WARM + number], SCANS, DOORS)
    check(answers, session)
    measured, p95 = SCANS / seconds, percentile(answers, 95)
    return [
        Row("scans by API", measured, limit, "/s", f"≥ {GOAL}/s", measured >= GOAL),
        Row("scans by API, p95", p95, 1000 * PROCESSES / limit, "ms", f"< {GOAL_P95} ms", p95 < GOAL_P95),
    ]


def doorkeeper(organization) -> str:
    """The key of somebody who may check people in there, and nothing else."""
    user, _ = User.objects.get_or_create(username="bench-door")
    Membership.objects.get_or_create(
        user=user, organization=organization, role=Role.COMMUNITY_UNION, defaults={"valid_from": date(2020, 1, 1)}
    )
    return Token.objects.get_or_create(user=user)[0].key


def tickets(session: Session, number: int) -> list[str]:
    people = Person.objects.order_by("pk")[:number]
    rows = Registration.objects.bulk_create(Registration(session=session, person=person) for person in people)
    if len(rows) < number:
        raise SystemExit(f"The generated set has only {len(rows)} people; {number} are needed to scan.")
    return [registration_ticket(row) for row in rows]


def scan(session: Session, ticket: str, token: str) -> Ask:
    body = {"nonce": str(uuid.uuid4()), "at": timezone.now().isoformat(), "ticket": ticket}
    headers = {"Content-Type": "application/json", "Authorization": f"Token {token}"}
    return Ask(f"/api/v1/sessions/{session.pk}/scans/", "POST", json.dumps(body).encode(), headers=headers)


def check(answers: list, session: Session) -> None:
    """A refused scan is a fast one, and a lost one faster still."""
    results = {json.loads(answer.body)["result"] for answer in answers if answer.status == 200}
    came = Attendance.objects.filter(session=session).count()
    if by_status(answers) != {200: SCANS} or results != {"counted"} or came != WARM + SCANS:
        raise SystemExit(f"Not every scan counted: {by_status(answers)}, {results}, {came} on record.")
