"""What is special about some arrivals: entered late, outside the place, too short online, scanned, taken back."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from orgs.enums import Role
from orgs.models import Person
from orgs.operations import merge_people
from sanlian.demo import organizations as at
from sanlian.demo.names import phone
from sanlian.demo.sessions import Dated
from sanlian.demo.visits import Visit
from sanlian.demo.world import World
from services.enums import ActivityKind as Kind
from services.enums import AttendanceRole, CheckInMethod, ScanResult
from services.models import Attendance, CheckOut, Scan
from services.operations import check_in_person, reverse_attendance

LATE = 12  # entries made a day or more afterwards
INSIDE = 0.94
SHORT = (2, 4)  # minutes online that do not count
SCANNED = 10  # tickets at the session with a scanner
LEFT_DAYS = 60  # since then the times of leaving are on record
ASKED = (CheckInMethod.QR, CheckInMethod.VOICE)  # with one's own phone
REFUSED = (
    "报名的是另一场，不是本场。本人到场的，请用“现场补登”登记。",
    "这不是报名后得到的签到码。没有报名的，请用“现场补登”登记。",
)


def mark_visits(world: World, held: list[Dated], visits: list[Visit]) -> None:
    """Before they are saved."""
    came = [row for row in visits if row.came_at and row.role == AttendanceRole.PARTICIPANT]
    for row in came:
        place = row.session.place
        if row.session.activity.asks_location and row.method in ASKED and place and place.latitude:
            row.inside = world.rng.random() < INSIDE
    for row, minutes in zip([row for row in came if row.session.is_online], SHORT, strict=False):
        row.minutes = minutes
    enter_late(world, [row for row in came if row.method == CheckInMethod.STAFF])
    session = scanned_session(held)
    for row in [row for row in came if row.session is session][:SCANNED]:
        row.method, row.nonce = CheckInMethod.PERSONAL, nonce(world)


def enter_late(world: World, rows: list[Visit]) -> None:
    """Some the day after; one a week after the month it belongs to was over."""
    for row in world.rng.sample(rows[: -len(rows) // 10], LATE):
        row.recorded_at = row.came_at + timedelta(days=world.rng.randint(1, 3), hours=2)
    last_month = world.moment(world.today.replace(day=1), 0) - timedelta(days=15)
    before = [row for row in rows if row.came_at < last_month.replace(day=28)]
    row = before[-1]
    row.recorded_at = min(world.moment(next_month(row.came_at), 10), world.now)


def next_month(moment: datetime):
    """The eighth of the month after."""
    return (moment.date().replace(day=28) + timedelta(days=10)).replace(day=8)


def nonce(world: World) -> str:
    return str(uuid.UUID(int=world.rng.getrandbits(128), version=4))


def scanned_session(held: list[Dated]):
    """The newest afternoon of the childcare."""
    return next(item.session for item in reversed(held) if item.plan.kind == Kind.CHILDCARE)


def save_departures(world: World, held: list[Dated], attendance: list[Attendance]) -> int:
    """When the children of the last weeks were fetched, and what the scanner at the door sent."""
    border = world.day(-LEFT_DAYS)
    rows = [
        row for row in attendance
        if row.person_id and row.role == AttendanceRole.PARTICIPANT and row.session.starts_on >= border
        and childcare(row)
    ]  # fmt: skip
    scanned = scanned_session(held)
    outs = [
        CheckOut(
            attendance=row, at=row.session.ends_at + timedelta(minutes=world.rng.randint(-25, 12)),
            nonce=nonce(world) if row.session_id == scanned.pk else None, by=row.session.activity.lead,
        )
        for row in rows
    ]  # fmt: skip
    CheckOut.objects.bulk_create(outs, batch_size=1000)
    scans = list(scans_of(world, scanned, [row for row in rows if row.session_id == scanned.pk], outs))
    Scan.objects.bulk_create(sorted(scans, key=lambda row: row.received_at))
    return len(outs) + len(scans)


def childcare(row: Attendance) -> bool:
    return row.session.activity.kind == Kind.CHILDCARE


def scans_of(world: World, session, rows: list[Attendance], outs: list[CheckOut]) -> Iterator[Scan]:
    """Each counted once; a second look at one, two refused, and some sent when the network was back."""
    lead = session.activity.lead

    def scan(result: str, moment: datetime, number: int, **facts) -> Scan:
        late = timedelta(minutes=24 if number % 4 == 3 else 0, seconds=1)
        return Scan(
            session=session, result=result, scanned_at=moment, received_at=moment + late, by=lead,
            **({"nonce": nonce(world)} | facts),
        )  # fmt: skip

    scanned = [row for row in rows if row.nonce]
    for number, row in enumerate(scanned):
        yield scan(ScanResult.COUNTED, row.at, number, nonce=row.nonce, attendance=row)
    first = scanned[0]
    yield scan(
        ScanResult.ALREADY, first.at + timedelta(minutes=2), 0, attendance=first, reason=f"{first.at:%H:%M}已签到"
    )
    for number, reason in enumerate(REFUSED):
        yield scan(ScanResult.REFUSED, session.starts_at + timedelta(minutes=3 + number), 0, reason=reason)
    for number, out in enumerate(row for row in outs if row.nonce):
        yield scan(ScanResult.LEFT, out.at, number, nonce=out.nonce, attendance=out.attendance)


def corrections_story(world: World, held: list[Dated]) -> Iterator[datetime]:
    """The wrong child was ticked off, and is taken off again in the evening."""
    session = scanned_session(held)
    yield session.ends_at + timedelta(hours=1)
    named = session.attendances.filter(person__isnull=False, role=AttendanceRole.PARTICIPANT, nonce=None)
    row = named.filter(rating_receipt=None, check_out__at__isnull=False).order_by("pk").last()
    reverse_attendance(row or named.order_by("pk").last(), by=session.activity.lead)


def merge_story(world: World, held: list[Dated]) -> Iterator[datetime]:
    """A father with a new telephone was registered a second time; the community found out."""
    own = [item.session for item in held if item.plan.kind == Kind.CHILDCARE]
    session, other = own[-6], own[-9]
    there = session.attendances.filter(person__isnull=False).values("person")
    known = Person.objects.filter(attendances__session=other, attendances__role=AttendanceRole.PARTICIPANT)
    person = known.exclude(pk__in=there).filter(id_number_index="").order_by("pk").first()
    yield session.starts_at + timedelta(minutes=9)
    row = check_in_person(
        session, by=session.activity.lead, name=person.name, phone=phone(95_000_000), method=CheckInMethod.STAFF
    )
    yield session.ends_at + timedelta(days=2, hours=16)
    community = world.staff(Role.COMMUNITY_UNION, at.KAIXUAN)
    merge_people(row.person, by=community, into=person, reason="同一人更换手机号，本人到社区核对确认。")
