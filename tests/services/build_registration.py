"""Registrations, questions and people in any state, as rows."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from core.crypto import blind_index
from orgs.models import Person
from services.enums import FieldKind, RegistrationState
from services.models import FormField, Registration

NUMBERS = count(1)


def make_person(organization, name="", phone="", **fields) -> Person:
    number = next(NUMBERS)
    name, phone = name or f"职工{number}", phone or f"137{number:08}"
    return Person.objects.create(
        organization=organization, name=name, phone=phone, phone_index=blind_index(phone), **fields
    )


def make_registration(session, state=RegistrationState.REGISTERED, person=None, **fields) -> Registration:
    """In ``state``; an offer is good for an hour."""
    if state == RegistrationState.OFFERED:
        fields.setdefault("offered_until", timezone.now() + timedelta(hours=1))
    person = person or make_person(session.organization)
    return Registration.objects.create(session=session, person=person, state=state, **fields)


def make_question(activity, label="穿多大的衣服", kind=FieldKind.TEXT, **fields) -> FormField:
    return FormField.objects.create(activity=activity, label=label, kind=kind, **fields)
