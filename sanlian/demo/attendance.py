"""Save the visits: tens of thousands of rows, written in bulk as the operations would write them one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from orgs.enums import Role
from orgs.models import Organization, Person, PersonEvent, PersonOrganization, User
from sanlian.demo import clock
from sanlian.demo.sessions import Dated
from sanlian.demo.totals import OF_SESSIONS, summed_up
from sanlian.demo.visits import Visit
from sanlian.demo.volunteers import Member
from sanlian.demo.world import World
from services import workflow
from services.enums import CheckInMethod, RegistrationState
from services.models import Attendance, Registration, RegistrationEvent, Session

MISCOUNTED = 0.02  # headcounts that were wrong at first
ONLINE_MINIMUM = 5  # the default of the rule centre
BATCH = 2000


@dataclass(frozen=True)
class Contact:
    """Somebody of an organization, and of the contractor at work there, met this person."""

    person: Person
    organization: Organization
    contractor: int | None
    at: datetime
    by: User | None


def save_people(world: World, visits: list[Visit], members: list[Member]) -> int:
    """Everyone is registered at their first contact and known to each community and contractor that met them."""
    contacts = sorted([*map(visited, visits), *(joined(world, row) for row in members)], key=lambda row: row.at)
    first: dict[int, Contact] = {}
    for contact in contacts:
        first.setdefault(id(contact.person), contact)
    for contact in first.values():
        contact.person.organization, contact.person.created_at = contact.organization, contact.at
    with clock.backdated():
        people = Person.objects.bulk_create([contact.person for contact in first.values()], batch_size=BATCH)
        PersonEvent.objects.bulk_create([registered(world, row) for row in first.values()], batch_size=BATCH)
        PersonOrganization.objects.bulk_create(acquaintances(contacts), batch_size=BATCH)
    return len(people)


def visited(visit: Visit) -> Contact:
    by = None if visit.signed_up_at else visit.checked_in_by
    contractor = visit.session.activity.project.contractor_id
    return Contact(visit.person, visit.session.organization, contractor, visit.first_contact, by)


def joined(world: World, member: Member) -> Contact:
    by = world.staff(Role.COMMUNITY_UNION, member.organization.code)
    team = member.team.organization
    return Contact(member.person, member.organization, team.pk, member.since, by)


def registered(world: World, contact: Contact) -> PersonEvent:
    """By union staff when an identity number is known, else by whoever made the first contact."""
    by = contact.by
    if contact.person.id_number:
        by = world.staff(Role.COMMUNITY_UNION, contact.organization.code)
    return PersonEvent(subject=contact.person, kind="register", by=by, at=contact.at)


def acquaintances(contacts: list[Contact]) -> list[PersonOrganization]:
    """One link for each person and organization that met them, since the first time; ``contacts`` are in order."""
    since: dict[tuple[int, int], datetime] = {}
    for contact in contacts:
        for organization in (contact.organization.pk, contact.contractor):
            since.setdefault((contact.person.pk, organization), contact.at)
    return [
        PersonOrganization(person_id=person, organization_id=organization, since=moment)
        for (person, organization), moment in since.items()
    ]


def save_registrations(visits: Iterable[Visit]) -> int:
    """Sign-ups on the public page, by the people themselves; some gave their place back."""
    signed_up = sorted((visit for visit in visits if visit.signed_up_at), key=lambda visit: visit.signed_up_at)
    with clock.backdated(), summed_up(OF_SESSIONS):
        registrations = Registration.objects.bulk_create([registration(visit) for visit in signed_up], batch_size=BATCH)
        pairs = zip(registrations, signed_up, strict=True)
        events = sorted((event for pair in pairs for event in events_of(*pair)), key=lambda event: event.at)
        RegistrationEvent.objects.bulk_create(events, batch_size=BATCH)
    return len(registrations)


def registration(visit: Visit) -> Registration:
    state = RegistrationState.CANCELLED if visit.cancelled_at else RegistrationState.REGISTERED
    return Registration(
        session=visit.session, person=visit.person, created_at=visit.signed_up_at, state=state,
        phone_verified_at=visit.signed_up_at if visit.session.activity.verifies_phone else None,
    )  # fmt: skip


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
        if item.session.is_online:
            continue
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
    with summed_up(OF_SESSIONS):
        for start, end in pairwise([0, *cuts, len(rows)]):
            Attendance.objects.bulk_create(rows[start:end], batch_size=BATCH)
    return rows


def named(visit: Visit) -> Attendance:
    """Written down at once, but where somebody was added afterwards."""
    return Attendance(
        session=visit.session, person=visit.person, role=visit.role, method=visit.method, at=visit.came_at,
        recorded_at=visit.recorded_at or visit.came_at, by=visit.checked_in_by, inside=visit.inside,
        online_minutes=visit.minutes, is_counted=visit.minutes is None or visit.minutes >= ONLINE_MINIMUM,
        nonce=visit.nonce,
    )  # fmt: skip


def headcount(session: Session, count: int, minutes: int = 40) -> Attendance:
    moment = session.starts_at + timedelta(minutes=minutes)
    return Attendance(
        session=session, headcount=count, method=CheckInMethod.HEADCOUNT, by=session.activity.lead, at=moment,
        recorded_at=moment,
    )  # fmt: skip


def reversal(row: Attendance) -> Attendance:
    """A digit too many, taken back five minutes later."""
    moment = row.at + timedelta(minutes=5)
    return Attendance(
        session=row.session, headcount=-row.headcount, method=CheckInMethod.CORRECTION, by=row.by, at=moment,
        recorded_at=moment, reverses=row,
    )  # fmt: skip
