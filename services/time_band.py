"""8小时内 or 8小时外: seen from the local clock and the Chinese working calendar."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from core.calendar import is_published, is_workday, workdays_among
from services.enums import TimeBand

UNCERTAIN = "该年度放假安排尚未公布，暂按周一至周五为工作日推算时段。"


def band_of(starts_at: datetime) -> TimeBand:
    """Inside when the session starts on a working day within the working hours (configurable default)."""
    return _band(starts_at, is_workday)


def bands_of(moments: Iterable[datetime]) -> dict[datetime, TimeBand]:
    """``band_of`` of many starts with one look into the calendar."""
    moments = list(moments)
    workdays = workdays_among(timezone.localtime(moment).date() for moment in moments)
    return {moment: _band(moment, workdays.__contains__) for moment in moments}


def _band(starts_at: datetime, is_worked: Callable[[date], bool]) -> TimeBand:
    local = timezone.localtime(starts_at)
    opens, closes = settings.WORKING_HOURS
    inside = opens <= local.hour < closes and is_worked(local.date())
    return TimeBand.INSIDE if inside else TimeBand.OUTSIDE


def note_on(starts_at: datetime) -> str:
    """What a page says next to the band when the year's holidays are not published yet, else nothing."""
    return "" if is_published(timezone.localtime(starts_at).date()) else UNCERTAIN
