"""Filters of the calendar of sessions: whose, where and who is there."""

from datetime import timedelta

import django_filters
from django.utils import timezone

from orgs.models import User, Venue
from services.filters.session import SessionFilter
from services.models import Session

OFFERED_DAYS = 180  # choices are what was in use in the last half year, or will be
GONE = {"invalid_choice": "没有这条记录，或者近半年没有场次。"}


def in_use(request, column: str):
    """Values of ``column`` among the sessions the reader sees; nobody asks while the API schema is being drawn."""
    since = timezone.localdate() - timedelta(days=OFFERED_DAYS)
    rows = Session.objects.visible_to(request.user).filter(starts_on__gte=since)
    return rows.order_by().values(column)


def venues_in_use(request):
    rows = Venue.objects.visible_to(request.user) if request else Venue.objects.none()
    return rows.filter(pk__in=in_use(request, "place")).order_by("organization__path", "name") if request else rows


def workers_in_use(request):
    if not request:
        return User.objects.none()
    return User.objects.filter(pk__in=in_use(request, "workers")).order_by("name")  # unscoped: of sessions one sees


class SessionCalendarFilter(SessionFilter):
    """The place and the people of ``SessionFilter``; the period comes from the page shown."""

    place = django_filters.ModelChoiceFilter(label="阵地", queryset=venues_in_use, error_messages=GONE)
    worker = django_filters.ModelChoiceFilter(
        label="到场社工", field_name="workers", queryset=workers_in_use, error_messages=GONE
    )
    q = state = kind = time_band = project = activity = service_item = series = clash = start = end = None
