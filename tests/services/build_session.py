"""Venues, lecturers, series and sessions in a given state."""

from datetime import timedelta

from django.utils import timezone

from orgs.enums import VenueKind
from orgs.models import Venue
from services.models import Lecturer, Series
from tests.cast import make_activity, make_session


def evening(days=3, hour=19):
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def make_venue(w, **fields):
    """The community's hall for 60."""
    defaults = {"organization": w.community_union, "name": "社区职工之家", "kind": VenueKind.HOME, "capacity": 60}
    return Venue.objects.create(**(defaults | fields))


def make_lecturer(w, **fields):
    """In the contractor's pool, trial lecture passed."""
    defaults = {"organization": w.contractor, "name": "赵启明", "passed_on": timezone.localdate()}
    return Lecturer.objects.create(**(defaults | fields))


def make_series(w, activity=None, count=3, starts_at=None, **fields):
    """``count`` sessions, a week apart, from the day after tomorrow on unless told otherwise."""
    activity = activity or make_activity(w)
    series = Series.objects.create(activity=activity, title="每周二 19:00–20:30", by=w.worker)
    starts_at = starts_at or evening(days=2)
    for week in range(count):
        make_session(w, activity, starts_at=starts_at + timedelta(weeks=week), series=series, **fields)
    return series


def meeting(starts_at=None, hours=2, **fields):
    """What ``schedule_session`` and its kin take."""
    starts_at = starts_at or evening()
    defaults = {"venue": "职工之家", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)}
    return {"capacity": 40} | defaults | fields
