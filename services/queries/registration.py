"""Reads worth a name: registration."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from orgs.queries import person_known_as
from services.enums import AttendanceRole, RegistrationState, SessionState
from services.models import Attendance, Registration, Session


def place_in_line(registration: Registration) -> int:
    """第几位: among those waiting in the order places are given, else among those with a place."""
    rows = registration.session.registrations
    if registration.state == RegistrationState.WAITING:
        ahead = Q(priority__gt=registration.priority) | Q(priority=registration.priority, pk__lte=registration.pk)
        return rows.in_line().filter(ahead).count()
    return rows.coming().filter(pk__lte=registration.pk).count()


def registration_of_person(session: Session, name: str, phone: str) -> Registration | None:
    """The live registration of who gives this name and phone; nothing is made or changed."""
    person = person_known_as(name, phone)
    return person and session.registrations.live().filter(person=person).first()


def with_arrival(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Adds ``came``: whether the person was there as a participant. 缺席 is derived from it, never stored."""
    there = Attendance.objects.filter(
        session=OuterRef("session"), person=OuterRef("person"), role=AttendanceRole.PARTICIPANT
    )
    return registrations.annotate(came=Exists(there))


def absent(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Who had a place at a session that was held and did not come (``with_arrival`` first)."""
    return registrations.filter(state=RegistrationState.REGISTERED, session__state=SessionState.HELD, came=False)
