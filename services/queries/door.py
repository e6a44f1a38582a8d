"""What the door page knows: who is expected, who is here, and how many."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef

from orgs.models import Organization, Person
from orgs.models.person import normal_phone
from projects.models import Project
from services.counting import standing
from services.models import Activity, Attendance, Registration, Session
from services.tickets import fingerprint, ticket_for, voice_code, voice_seconds_left

HERE = standing(Attendance.objects.filter(session=OuterRef("session_id"), person=OuterRef("person_id")))

# Both are asked once per scan, a hundred and fifty times a second: the ORM would spend more time on writing these two
# statements than the database on answering them.
FOR_PERMISSION = """
    SELECT session.token, place.id, place.path, contractor.path
    FROM services_session session
    JOIN services_activity activity ON activity.id = session.activity_id
    JOIN projects_project project ON project.id = activity.project_id
    JOIN orgs_organization place ON place.id = session.organization_id
    JOIN orgs_organization contractor ON contractor.id = project.contractor_id
    WHERE session.id = %s
"""
# The doors of one session share their lock: it keeps out whoever cancels, holds or moves the session (FOR UPDATE), and
# lets the trigger that counts the attendance (FOR NO KEY UPDATE) through, which alone makes the doors wait, from the
# insert to the commit. Two doors with one person are kept apart by the unique constraints.
LOCKED = """
    SELECT session.id, session.state, session.starts_at, session.ends_at, activity.state, project.state,
        registration.state, person.id, person.name, attendance.id, attendance.at
    FROM services_registration registration
    JOIN services_session session ON session.id = registration.session_id
    JOIN services_activity activity ON activity.id = session.activity_id
    JOIN projects_project project ON project.id = activity.project_id
    JOIN orgs_person person ON person.id = registration.person_id
    LEFT JOIN services_attendance attendance
        ON attendance.session_id = session.id AND attendance.person_id = registration.person_id
    WHERE registration.id = %s
    FOR KEY SHARE OF session, registration
"""


def door_of(pk: int) -> Session | None:
    """As much of the session as permissions ask for."""
    row = _row(FOR_PERMISSION, pk)
    if row is None:
        return None
    token, place, path, contractor = row
    activity = Activity(project=Project(contractor=Organization(path=contractor)))
    return Session(pk=pk, token=token, activity=activity, organization=Organization(pk=place, path=path))


@dataclass(frozen=True)
class Expected:
    """A registration with its session, and the attendance there was when the lock was asked for."""

    registration: Registration
    attended: Attendance | None

    @property
    def session(self) -> Session:
        return self.registration.session


def locked_registration(pk: int) -> Expected | None:
    """As much as a scan asks for; session and registration stay as they are until the caller's transaction ends."""
    row = _row(LOCKED, pk)
    if row is None:
        return None
    number, state, starts_at, ends_at, of_activity, of_project, own, person_id, name, attended, at = row
    activity = Activity(state=of_activity, project=Project(state=of_project))
    session = Session(pk=number, state=state, starts_at=starts_at, ends_at=ends_at, activity=activity)
    person = Person(pk=person_id, name=name)
    found = Attendance(pk=attended, at=at, session=session, person=person) if attended else None
    return Expected(Registration(pk=pk, state=own, session=session, person=person), found)


def _row(statement: str, pk: int) -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk])
        return cursor.fetchone()


def expected(session: Session):
    """Those with a confirmed place in order of arrival, and whether they are ``here``."""
    rows = Registration.objects.filter(session=session).coming().select_related("person").order_by("pk")
    return rows.annotate(here=Exists(HERE))


def roster(session: Session) -> list[dict]:
    """What a phone may keep for the hours without network.

    SECURITY: the number of the registration, a fingerprint that knows its ticket again and cannot be turned back into
    one, and the masked name. No phone numbers and no full names.
    """
    rows = expected(session).only("session_id", "person__name")
    return [
        {
            "id": row.pk,
            "print": fingerprint(ticket_for(row.pk)),
            "name": row.person.masked_name,
            "place": place,
            "here": row.here,
        }
        for place, row in enumerate(rows, 1)
    ]


def search(session: Session, text: str) -> list[dict]:
    """Those whose name contains ``text``, or whose phone ends with it; phones are encrypted and read one by one."""
    rows = enumerate(expected(session), 1)
    return [
        {"id": row.pk, "name": row.person.name, "phone": row.person.masked_phone, "place": place, "here": row.here}
        for place, row in rows
        if is_meant(row.person, text)
    ]


def is_meant(person: Person, text: str) -> bool:
    """Part of the name, or the last four digits of the phone and more."""
    tail = normal_phone(text)
    return text in person.name or (len(tail) >= 4 and person.phone.endswith(tail))


def counts(session: Session) -> dict:
    """How many are here, and the number staff say aloud."""
    found = Session.objects.values("person_times", "registered").get(pk=session.pk)
    return {**found, "voice": voice_code(session), "voice_seconds": voice_seconds_left()}
