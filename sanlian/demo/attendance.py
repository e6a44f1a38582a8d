"""Save the visits: tens of thousands of rows, written in bulk as the operations would write them one by one."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from orgs.enums import Role
from orgs.models import Person, PersonEvent, PersonOrganization
from sanlian.demo import clock
from sanlian.demo.sessions import Dated
from sanlian.demo.visits import Visit
from sanlian.demo.world import World
from services import workflow
from services.enums import CheckInMethod, RegistrationState
from services.models import Attendance, Registration, RegistrationEvent, Session

MISCOUNTED = 0.02  # headcounts that were wrong at first
BATCH = 2000


def save_people(world: World, visits: list[Visit]) -> int:
    """Everyone is registered at their first contact and known to each community and contractor that served them."""
    first: dict[int, Visit] = {}
    for visit in sorted(visits, key=lambda visit: visit.first_contact):
        first.setdefault(id(visit.person), visit)
    for visit in first.values():
        visit.person.organization = visit.session.organization
        visit.person.created_at = visit.first_contact
    with clock.backdated():
        people = Person.objects.bulk_create([visit.person for visit in first.values()], batch_size=BATCH)
        PersonEvent.objects.bulk_create([registered(world, visit) for visit in first.values()], batch_size=BATCH)
        PersonOrganization.objects.bulk_create(acquaintances(visits), batch_size=BATCH)
    return len(people)


def registered(world: World, visit: Visit) -> PersonEvent:
    """By union staff when an identity number is known, else by whoever made the first contact."""
    by = None if visit.signed_up_at else visit.checked_in_by
    if visit.person.id_number:
        by = world.staff(Role.COMMUNITY_UNION, visit.session.organization.code)
    return PersonEvent(subject=visit.person, kind="register", by=by, at=visit.first_contact)


def acquaintances(visits: list[Visit]) -> list[PersonOrganization]:
    """One link for each person and organization that served them, since the first time."""
    since: dict[tuple[int, int], datetime] = {}
    for visit in sorted(visits, key=lambda visit: visit.first_contact):
        contractor = visit.session.activity.project.contractor_id
        for organization in (visit.session.organization_id, contractor):
            since.setdefault((visit.person.pk, organization), visit.first_contact)
    return [
        PersonOrganization(person_id=person, organization_id=organization, since=moment)
        for (person, organization), moment in since.items()
    ]


def save_registrations(visits: Iterable[Visit]) -> int:
    """Sign-ups on the public page, by the people themselves; some gave their place back."""
    signed_up = sorted((visit for visit in visits if visit.signed_up_at), key=lambda visit: visit.signed_up_at)
    with clock.backdated():
        registrations = Registration.objects.bulk_create([registration(visit) for visit in signed_up], batch_size=BATCH)
        pairs = zip(registrations, signed_up, strict=True)
        events = sorted((event for pair in pairs for event in events_of(*pair)), key=lambda event: event.at)
        RegistrationEvent.objects.bulk_create(events, batch_size=BATCH)
    return len(registrations)


def registration(visit: Visit) -> Registration:
    state = RegistrationState.CANCELLED if visit.cancelled_at else RegistrationState.REGISTERED
    return Registration(session=visit.session, person=visit.person, created_at=visit.signed_up_at, state=state)


def events_of(registration: Registration, visit: Visit) -> Iterator[RegistrationEvent]:
    live = RegistrationState.REGISTERED
    yield RegistrationEvent(subject=registration, kind="create", to_state=live, at=visit.signed_up_at)
    if visit.cancelled_at:
        cancel = workflow.CANCEL_REGISTRATION
        yield RegistrationEvent(
            subject=registration, kind=cancel.name, from_state=live, to_state=cancel.target, at=visit.cancelled_at
        )


def save_attendance(world: World, held: list[Dated], visits: list[Visit]) -> list[Attendance]:
    """Named attendance and headcounts, in the order of time; a few headcounts are corrected by a reversal."""
    came = {id(item): [] for item in held}
    for visit in visits:
        if visit.came_at:
            came[id(visit.item)].append(visit)
    rows, wrong = [], []
    for item in held:
        rows += [named(visit) for visit in came[id(item)]]
        unnamed = round(len(came[id(item)]) * (1 / item.profile.named - 1) * world.rng.uniform(0.9, 1.1))
        if unnamed:
            rows.append(headcount(item.session, unnamed))
            if world.rng.random() < MISCOUNTED:
                wrong.append(headcount(item.session, unnamed * 10, minutes=25))
    return save_in_order([*rows, *wrong, *map(reversal, wrong)])


def save_in_order(rows: list[Attendance]) -> list[Attendance]:
    """As they were written, oldest first; what a reversal takes back is saved before it."""
    rows = sorted(rows, key=lambda row: row.at)
    cuts = [number for number, row in enumerate(rows) if row.reverses]
    for start, end in pairwise([0, *cuts, len(rows)]):
        Attendance.objects.bulk_create(rows[start:end], batch_size=BATCH)
    return rows


def named(visit: Visit) -> Attendance:
    return Attendance(
        session=visit.session, person=visit.person, role=visit.role, method=visit.method, at=visit.came_at,
        by=visit.checked_in_by,
    )  # fmt: skip


def headcount(session: Session, count: int, minutes: int = 40) -> Attendance:
    return Attendance(
        session=session, headcount=count, method=CheckInMethod.HEADCOUNT, by=session.activity.lead,
        at=session.starts_at + timedelta(minutes=minutes),
    )  # fmt: skip


def reversal(row: Attendance) -> Attendance:
    """A digit too many, taken back five minutes later."""
    return Attendance(
        session=row.session, headcount=-row.headcount, method=row.method, by=row.by, at=row.at + timedelta(minutes=5),
        reverses=row,
    )  # fmt: skip
