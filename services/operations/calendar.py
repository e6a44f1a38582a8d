"""The working calendar, where the published holidays do not say enough."""

from datetime import date

from django.db import transaction

from core.models import CalendarDay
from orgs.models import User
from services.models import Session
from services.time_band import band_of


def declare_day(*, by: User, date: date, is_workday: bool, note: str = "") -> CalendarDay:
    """Make ``date`` a working day or a day off, whatever the holiday library says; declaring again replaces.

    The time bands of all sessions of that day follow at once, held ones included: they are derived.
    """
    with transaction.atomic():
        day, _ = CalendarDay.objects.update_or_create(
            date=date, defaults={"is_workday": is_workday, "note": note, "by": by}
        )
        for session in Session.objects.select_for_update().filter(starts_on=date):
            Session.objects.filter(pk=session.pk).update(time_band=band_of(session.starts_at))
    return day
