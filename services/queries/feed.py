"""Reads worth a name: what stands in one's own calendar."""

from datetime import date, timedelta

from django.db.models import QuerySet

from orgs.models import Person
from services.enums import ShiftSignUpState
from services.models import CalendarFeed, Registration, ShiftSignUp
from services.queries.community import FED_AHEAD, FED_BEFORE
from services.queries.volunteer import day_begins

TAKES_PART = (ShiftSignUpState.SIGNED_UP, ShiftSignUpState.SIGNED_IN, ShiftSignUpState.SIGNED_OUT)


def live_feed(person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person, closed_at=None).first()


def own_registrations(person: Person, start: date, end: date) -> QuerySet[Registration]:
    """Live ones for sessions of these days, soonest first; a session that was called off is among them."""
    rows = Registration.objects.live().filter(person=person)  # unscoped: one's own
    rows = rows.filter(session__starts_on__gte=start, session__starts_on__lte=end)
    return rows.select_related("session__activity", "session__organization").order_by("session__starts_at", "pk")


def own_sign_ups(person: Person, start: date, end: date) -> QuerySet[ShiftSignUp]:
    """Places in shifts of these days, soonest first."""
    rows = ShiftSignUp.objects.filter(volunteer__person=person, state__in=TAKES_PART)  # unscoped: one's own
    period = {"shift__starts_at__gte": day_begins(start), "shift__starts_at__lt": day_begins(end + timedelta(days=1))}
    return rows.filter(**period).select_related("shift__organization").order_by("shift__starts_at", "pk")


def fed_days(today: date) -> tuple[date, date]:
    """What a subscribed calendar holds: from a month ago on."""
    return today - FED_BEFORE, today + FED_AHEAD
