"""A rush for places: 500 phones ask for 100 of them within five seconds, over HTTP.

The product's form beside a bare view that does what any sign-up must: lock the session's row, count, insert. Both run
on the same gunicorn, each phone with an address of its own.
"""

import os
import sys
from collections.abc import Callable
from datetime import timedelta

from django.db import connections
from django.urls import reverse
from django.utils import timezone

from benchmarks import http
from benchmarks.table import Row
from orgs.models import Person
from services.models import Activity, Registration, Session
from services.phone_codes import new_pass

PHONES = int(os.environ.get("BENCH_PHONES", "500"))
PLACES = int(os.environ.get("BENCH_PLACES", "100"))
SECONDS = 5.0
LIMIT = 1500  # ms within which 95 of 100 have their answer


def parts() -> dict[str, Callable[[], list[Row]]]:
    """What is measured here, by name."""
    return {"sign-up": sign_up}


def sign_up() -> list[Row]:
    """The rush on both sides, each with a session of its own; refuses to report a time for a wrong result."""
    pattern = Session.objects.select_related("activity__project", "organization").first()
    activity = plain_activity(pattern)
    bare, real = (rush_session(pattern, activity) for _ in range(2))
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:PHONES])
    connections.close_all()
    with http.web() as port:
        warm_up(port, rush_session(pattern, activity))
        limit = rush(port, [bare_ask(bare, number, people) for number in range(PHONES)])
        answers = rush(port, [real_ask(real, number) for number in range(PHONES)])
    check(bare, limit, 200)
    check(real, answers, 302)
    sys.stdout.write(f"Load of the machine while {PHONES} phones asked: {os.getloadavg()[0]:.1f}.\n")
    measured, physical = http.percentile(answers, 95), http.percentile(limit, 95)
    return [
        Row("sign-up p95, limit 1.5 s", measured, LIMIT, "ms", "< 1500 ms", measured < LIMIT),
        Row("sign-up p95, bare insert", measured, physical, "ms", "beside it", True),
    ]


def plain_activity(pattern: Session) -> Activity:
    """A published activity without questions or conditions; phones are proven, as everywhere messages can be sent."""
    old = pattern.activity
    return Activity.objects.create(
        project=old.project, name="抢票基准", kind=old.kind, lead=old.lead, state="published",
        verifies_phone=True,
    )  # fmt: skip


def rush_session(pattern: Session, activity: Activity) -> Session:
    starts_at = timezone.now() + timedelta(days=1)
    return Session.objects.create(
        activity=activity,
        organization=pattern.organization,
        venue="基准",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        starts_on=timezone.localdate(starts_at),
        time_band="outside",
        capacity=PLACES,
    )


def bare_ask(session: Session, number: int, people: list[int]) -> http.Ask:
    """The person is in the registry already: the least there can be to do."""
    data = {"session": session.pk, "person": people[number % len(people)], "number": number}
    return http.Ask.form("/bare/sign-up/", data, address=http.own_address(number))


def real_ask(session: Session, number: int) -> http.Ask:
    """A name and a phone nobody knows yet, proven by a code just now: the most there can be to do."""
    path, phone = reverse("public:session", args=[session.token]), f"1{session.pk % 7 + 3}{number:09}"
    data = {"name": f"抢票{session.pk}号", "phone": phone, "phone_pass": new_pass(phone)}
    return http.Ask.form(path, data, address=http.own_address(number))


def warm_up(port: int, session: Session) -> None:
    """Every thread of every worker has answered before the clock runs: templates loaded, connections open."""
    http.at_moments(port, [real_ask(session, 10**6 + number) for number in range(40)], 1.0)


def rush(port: int, asks: list[http.Ask]) -> list[http.Answer]:
    return http.at_moments(port, asks, SECONDS)


def check(session: Session, answers: list[http.Answer], good: int) -> None:
    """Exactly the places there are, everybody else in line in the order of arrival, no error among the answers."""
    if http.by_status(answers) != {good: PHONES}:
        raise SystemExit(f"The rush was answered with {http.by_status(answers)}.")
    rows = list(Registration.objects.filter(session=session).order_by("pk").values_list("state", flat=True))
    if rows != ["registered"] * PLACES + ["waiting"] * (PHONES - PLACES):
        raise SystemExit(f"{rows.count('registered')} of {PLACES} places were given, {rows.count('waiting')} wait.")
