"""Reads worth a name: the base of coverage."""

from datetime import date

from orgs.models import Organization
from services.counting import Base
from services.models import ServiceBase


def base_of(organization: Organization, day: date) -> Base | None:
    """The base of ``organization`` in force on ``day``; a place that has none of its own has no coverage."""
    row = ServiceBase.objects.in_force(organization, day)
    return row and Base(row.number, row.source, row.as_of)
