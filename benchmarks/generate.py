"""A year of a whole city, made by COPY: 100,000 sessions, 1,000,000 attendances, 200,000 people."""

import csv
import io
import os
import random
import secrets
import time
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from core.crypto import blind_index, encrypt
from evaluations.models import Rating
from orgs.enums import OrganizationKind, Role
from orgs.models import Membership, Organization, Person, PersonOrganization, User
from projects.models import Fund, LedgerEntry, Project
from services.models import Activity, Attendance, Session

SESSIONS = int(os.environ.get("BENCH_SESSIONS", "100000"))
ATTENDANCES = int(os.environ.get("BENCH_ATTENDANCES", "1000000"))
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "200000"))
PROJECTS = max(SESSIONS // 50, 1)
ACTIVITIES = max(SESSIONS // 10, 1)
DIVISIONS = Path(__file__).resolve().parent.parent / "sanlian" / "demo" / "shenyang_divisions.csv"
USERNAME = "bench"


def ensure(out) -> None:
    """Load the set unless one of this very size is there; a half-loaded one is impossible (one transaction)."""
    call_command("migrate", verbosity=0)
    if Session.objects.count() == SESSIONS and Attendance.objects.count() >= ATTENDANCES:
        out.write(f"Using the {SESSIONS:,} sessions already loaded.\n")
        return
    out.write(f"Loading {SESSIONS:,} sessions, {ATTENDANCES:,} attendances, {PEOPLE:,} people …\n")
    started = time.perf_counter()
    call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic():
        load(random.Random(20261122))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    out.write(f"Loaded in {time.perf_counter() - started:.1f} s.\n")


def load(dice: random.Random) -> None:
    """Everything, in the order the foreign keys ask for."""
    call_command("import_divisions", str(DIVISIONS), verbosity=0)
    city = Organization.objects.get(depth=1)
    user = User.objects.create_user(USERNAME, password=None, name="基准")
    Membership.objects.create(user=user, organization=city, role=Role.CITY_ADMIN, valid_from="2020-01-01")
    contractors = [
        Organization.objects.add_child(
            Organization.objects.get(pk=city.pk),
            instance=Organization(name=f"服务中心{n}", code=f"SO-{n:04d}", kind=OrganizationKind.SOCIAL),
        ).pk
        for n in range(20)
    ]
    communities = list(Organization.objects.filter(level="community").values_list("pk", flat=True))
    projects = copy(Project, project_rows(dice, user, money(user), communities, contractors))
    copy(LedgerEntry, commitment_rows(user, projects))
    activities = copy(Activity, activity_rows(dice, user, projects))
    people = copy(Person, person_rows(dice, communities))
    copy(PersonOrganization, link_rows(people))
    place = dict(Project.objects.values_list("pk", "organization_id"))
    sessions = copy(Session, session_rows(dice, activities, place))
    copy(Attendance, attendance_rows(dice, user, sessions, people))
    copy(Rating, rating_rows(dice, sessions))


def money(user: User) -> list[int]:
    """One fund with plenty per district."""
    funds = []
    for district in Organization.objects.filter(level="district"):
        fund = Fund.objects.create(organization=district, year=2026, kind="union", name="专项")
        LedgerEntry.objects.create(
            fund=fund, kind="appropriation", amount=10**9, by=user, key=f"appropriation:{fund.pk}", on=today()
        )
        funds.append(fund.pk)
    return funds


def today():
    return timezone.localdate()


def copy(model, rows: Iterable[dict]) -> list[dict]:
    """COPY ``rows`` into the table with keys counted from 1, and move the sequence past them."""
    rows = [{"id": number, **row} for number, row in enumerate(rows, 1)] if model is not Rating else list(rows)
    offset = model.objects.order_by("-pk").values_list("pk", flat=True).first() if model is LedgerEntry else 0
    for row in rows if offset else ():
        row["id"] += offset
    names = list(rows[0])
    columns = [model._meta.pk.column if name == "id" else model._meta.get_field(name).column for name in names]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 50_000):
            text = io.StringIO()
            csv.writer(text).writerows([row[name] for name in names] for row in rows[start : start + 50_000])
            text.seek(0)
            cursor.cursor.copy_expert(f"COPY {model._meta.db_table} ({','.join(columns)}) FROM STDIN CSV", text)
        if model is not Rating:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, rows[-1]["id"]]
            )
    return rows


def project_rows(dice, user, funds, communities, contractors) -> Iterator[dict]:
    for number in range(PROJECTS):
        yield {
            "code": f"XM-B{number:05d}",
            "name": f"服务项目{number}",
            "category": dice.choice(("health", "psychology", "law", "culture")),
            "organization": dice.choice(communities),
            "contractor": dice.choice(contractors),
            "worker": user.pk,
            "goal": "基准",
            "starts_on": today() - timedelta(days=400),
            "ends_on": today() + timedelta(days=60),
            "budget": "50000.00",
            "fund": funds[number % len(funds)],
            "created_by": user.pk,
            "created_at": timezone.now(),
            "state": "active",
        }


def commitment_rows(user, projects) -> Iterator[dict]:
    for project in projects:
        yield {
            "fund": project["fund"],
            "project": project["id"],
            "kind": "commitment",
            "amount": project["budget"],
            "key": f"commitment:{project['id']}",
            "note": "",
            "by": user.pk,
            "on": today() - timedelta(days=project["id"] % 365),
            "at": timezone.now(),
        }


def activity_rows(dice, user, projects) -> Iterator[dict]:
    for number in range(ACTIVITIES):
        yield {
            "project": projects[number % len(projects)]["id"],
            "name": f"{dice.choice(('心理讲座', '义诊', '普法咨询', '文艺快闪', '技能培训'))}{number}",
            "kind": dice.choice(("psychology", "clinic", "law", "performance", "training")),
            "lead": user.pk,
            "description": "",
            "token": secrets.token_urlsafe(12),
            "created_at": timezone.now(),
            "state": "published",
        }


def person_rows(dice, communities) -> Iterator[dict]:
    for number in range(PEOPLE):
        phone = f"139{number:08d}"
        yield {
            "name": f"基准{number}",
            "gender": "unknown",
            "id_number": "\\x",
            "id_number_index": "",
            "phone": "\\x" + encrypt(phone).hex(),
            "phone_index": blind_index(phone),
            "groups": "{employee}",
            "is_member": True,
            "organization": communities[number % len(communities)],
            "created_at": timezone.now(),
        }


def link_rows(people) -> Iterator[dict]:
    for person in people:
        yield {"person": person["id"], "organization": person["organization"], "since": timezone.now()}


def session_rows(dice, activities, place) -> Iterator[dict]:
    for number in range(SESSIONS):
        activity = activities[number % len(activities)]
        day = today() - timedelta(days=dice.randrange(365))
        hour = dice.choice((9, 14, 15, 18, 19))
        starts_at = timezone.make_aware(datetime.combine(day, clock(hour)))
        yield {
            "activity": activity["id"],
            "organization": place[activity["project"]],
            "venue": "职工之家",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=90),
            "starts_on": day,
            "time_band": "inside" if hour < 17 and day.weekday() < 5 else "outside",
            "capacity": 50,
            "token": secrets.token_urlsafe(12),
            "state": "held",
        }


def attendance_rows(dice, user, sessions, people) -> Iterator[dict]:
    """Ten named people a session, neighbours in the register, so nobody is twice in one session."""
    each = ATTENDANCES // SESSIONS
    for session in sessions:
        first = dice.randrange(PEOPLE)
        for step in range(each):
            yield {
                "session": session["id"],
                "person": people[(first + step * 7) % PEOPLE]["id"],
                "headcount": 1,
                "role": "participant",
                "method": "qr",
                "at": session["starts_at"],
                "by": user.pk,
            }


def rating_rows(dice, sessions) -> Iterator[dict]:
    for session in sessions:
        for _ in range(2):
            yield {
                "id": uuid.UUID(int=dice.getrandbits(128), version=4),
                "session": session["id"],
                "score": dice.choices((5, 4, 3, 2), (60, 33, 5, 2))[0],
                "on": session["starts_on"],
            }
