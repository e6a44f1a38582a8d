"""Reads worth a name: registration."""

from services.models import Registration


def place_in_line(registration: Registration) -> int:
    """第几位 among the live registrations of the session."""
    return registration.session.registrations.live().filter(pk__lte=registration.pk).count()
