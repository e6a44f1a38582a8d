"""A person's own calendar: open it, give it another address, close it."""

from django.db import transaction
from django.utils import timezone

from core.workflow import locked
from orgs.models import Person
from services.models import CalendarFeed
from services.queries.feed import live_feed


def open_feed(person: Person) -> CalendarFeed:
    """The address in use, else a new one; pressing twice makes one."""
    with transaction.atomic():
        person = locked(person)
        return live_feed(person) or CalendarFeed.objects.create(person=person)


def renew_feed(person: Person) -> CalendarFeed:
    """Another address; phones that have the old one get nothing any more."""
    with transaction.atomic():
        close_feed(person)
        return CalendarFeed.objects.create(person=person)


def close_feed(person: Person) -> None:
    """No address works any more, also none of a row merged into this person."""
    with transaction.atomic():
        person = locked(person)
        CalendarFeed.objects.filter(person=person, closed_at=None).update(closed_at=timezone.now())
