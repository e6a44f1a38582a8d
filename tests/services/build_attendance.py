"""Registrations and attendance in every state, made directly."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from orgs.operations import register_person
from services.enums import CheckInMethod, RegistrationState
from services.models import Attendance, Registration, Scan, Session
from services.operations.scan import Seen, record_scan
from tests.cast import make_session

PHONES = count(13700000000)


def make_person(w, name="王小芳", phone=""):
    return register_person(organization=w.community_union, name=name, phone=phone or str(next(PHONES)))


def make_registration(session: Session, person, state=RegistrationState.REGISTERED, **fields) -> Registration:
    if state == RegistrationState.OFFERED:
        fields.setdefault("offered_until", timezone.now() + timedelta(hours=1))
    return Registration.objects.create(session=session, person=person, state=state, **fields)


def make_attendance(session: Session, person=None, **fields) -> Attendance:
    fields.setdefault("at", timezone.now())
    fields.setdefault("method", CheckInMethod.STAFF if person else CheckInMethod.HEADCOUNT)
    return Attendance.objects.create(session=session, person=person, **fields)


def make_running(w, activity=None, **fields) -> Session:
    """Started twenty minutes ago: open for check-in."""
    return make_session(w, activity, starts_at=timezone.now() - timedelta(minutes=20), **fields)


def nonce() -> str:
    return str(uuid4())


def scan_ticket(session: Session, ticket: str, by) -> Scan:
    """The ticket's holder stands at the door now."""
    return record_scan(session, by=by, nonce=nonce(), at=timezone.now(), seen=Seen(ticket=ticket))
