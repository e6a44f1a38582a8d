"""A year of a whole city over the real tree: 100,000 sessions, 1,000,000 attendances by 200,000 people."""

import random
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from benchmarks import rows
from benchmarks.copying import copy, numbered, without_triggers
from benchmarks.size import Size
from evaluations.models import Rating, RatingReceipt
from orgs.enums import OrganizationKind, Role
from orgs.models import Membership, Organization, Person, PersonOrganization, User
from projects.models import Fund, LedgerEntry, Project
from services.models import Activity, Attendance, Session

DIVISIONS = Path(__file__).resolve().parent.parent / "sanlian" / "demo" / "shenyang_divisions.csv"
USERNAME = "bench"
CONTRACTORS = 20


def ensure(size: Size, out) -> None:
    """Load the set unless one of this very size and of today is there; never half of it (one transaction)."""
    call_command("migrate", verbosity=0)
    if is_loaded(size):
        out.write(f"Using the set loaded earlier today: {size}.\n")
        return
    out.write(f"Loading {size} …\n")
    started = time.perf_counter()
    call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic():
        load(size, random.Random(2026))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    out.write(f"Loaded in {time.perf_counter() - started:.1f} s.\n")


def is_loaded(size: Size) -> bool:
    """Measuring adds planned sessions with attendances of their own; the held ones are the set."""
    held = Session.objects.held()
    newest = held.order_by("-starts_on").values_list("starts_on", flat=True).first()
    return (
        newest == timezone.localdate() - timedelta(days=1)
        and held.count() == size.sessions
        and Person.objects.count() >= size.people  # those who signed up while it was measured stay
        and Attendance.objects.filter(session__in=held).count() >= size.sessions * size.each
    )


def load(size: Size, dice: random.Random) -> None:
    """Everything, in the order the foreign keys ask for."""
    call_command("import_divisions", str(DIVISIONS), verbosity=0)
    user = administrator()
    communities = list(Organization.objects.filter(level="community").values_list("pk", flat=True))
    projects = put(Project, rows.project_rows(size, dice, user, money(user), communities, contractors()))
    put(LedgerEntry, rows.commitment_rows(user, projects))
    activities = put(Activity, rows.activity_rows(size, dice, user, projects))
    place = {project["id"]: project["organization"] for project in projects}
    people = put(Person, rows.person_rows(size, sorted(set(place.values()))))
    put(PersonOrganization, rows.link_rows(people))
    sessions = put(Session, rows.session_rows(size, dice, activities, place))
    with without_triggers(Attendance, Session), connection.cursor() as cursor:
        copy(Attendance, rows.attendance_rows(size, dice, user, sessions, neighbours(people)))
        cursor.execute(TOTAL_OF_SESSIONS)
    copy(Rating, rows.rating_rows(size, dice, sessions))
    receipts()


TOTAL_OF_SESSIONS = """
    UPDATE services_session s SET person_times = a.times, named_times = a.named
    FROM (SELECT session_id, sum(headcount) times, count(person_id) named
          FROM services_attendance WHERE role = 'participant' GROUP BY session_id) a
    WHERE s.id = a.session_id
"""


def put(model, new: Iterable[dict]) -> list[dict]:
    """COPY the rows with keys, which later rows refer to."""
    made = numbered(model, new)
    copy(model, made)
    return made


def neighbours(people: list[dict]) -> dict[int, list[int]]:
    """The people of each place."""
    found = defaultdict(list)
    for person in people:
        found[person["organization"]].append(person["id"])
    return found


def administrator() -> User:
    """Who looks at the lists: the whole city is theirs."""
    user = User.objects.create_user(USERNAME, password=None, name="基准")
    city = Organization.objects.get(depth=1)
    Membership.objects.create(user=user, organization=city, role=Role.CITY_ADMIN, valid_from="2020-01-01")
    return user


def contractors() -> list[int]:
    made = (
        Organization(name=f"服务中心{number}", code=f"SO-{number:04d}", kind=OrganizationKind.SOCIAL)
        for number in range(CONTRACTORS)
    )
    return [Organization.objects.add_child(Organization.objects.get(depth=1), instance=body).pk for body in made]


def money(user: User) -> list[int]:
    """One fund with plenty per district."""
    funds, today = [], timezone.localdate()
    for district in Organization.objects.filter(level="district"):
        fund = Fund.objects.create(organization=district, year=today.year, kind="union", name="专项")
        key = f"appropriation:{fund.pk}"
        LedgerEntry.objects.create(fund=fund, kind="appropriation", amount=10**9, by=user, key=key, on=today)
        funds.append(fund.pk)
    return funds


def receipts() -> None:
    """The first of every session have rated it."""
    place = Window(RowNumber(), partition_by="session", order_by=F("pk").asc())
    rated = Attendance.objects.annotate(place=place).filter(place__lte=rows.RATED).order_by("pk")
    copy(RatingReceipt, ({"attendance": pk} for pk in rated.values_list("pk", flat=True).iterator()))
