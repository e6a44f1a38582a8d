"""Reads worth a name: attendance."""

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from orgs.models import Person
from services.counting import standing
from services.models import Attendance
from services.queries.activity import _per

TAKEN_BACK = Attendance.objects.filter(original=OuterRef("pk"), headcount__lt=0, reversed_by=None)


def participants(attendances: QuerySet[Attendance]) -> QuerySet[Person]:
    """The distinct people behind ``attendances`` that are ``services.counting.standing``, with their ``times``."""
    rows = attendances.order_by()
    times = _per(rows, "person", Sum("headcount"))
    return Person.objects.filter(pk__in=rows.values("person")).annotate(times=times)


def whole(attendances: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """With when people left (``left_at``), and whether a later row took each back (``is_taken_back``)."""
    return attendances.annotate(left_at=F("check_out__at"), is_taken_back=Exists(TAKEN_BACK))


def order_of_arrival(attendance: Attendance) -> int:
    """第几位 among those who checked in by name."""
    return standing(attendance.session.attendances.filter(pk__lte=attendance.pk)).count()
