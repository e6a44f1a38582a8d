"""Reads worth a name: attendance."""

from django.db.models import QuerySet, Sum

from orgs.models import Person
from services.models import Attendance
from services.queries.activity import _per


def participants(attendances: QuerySet[Attendance]) -> QuerySet[Person]:
    """The distinct people behind ``attendances`` that are ``services.counting.standing``, with their ``times``."""
    rows = attendances.order_by()
    times = _per(rows, "person", Sum("headcount"))
    return Person.objects.filter(pk__in=rows.values("person")).annotate(times=times)


def order_of_arrival(attendance: Attendance) -> int:
    """第几位 among those who checked in by name."""
    return attendance.session.attendances.filter(person__isnull=False, pk__lte=attendance.pk).count()
