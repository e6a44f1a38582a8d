"""Which star a volunteer may apply for, and whether they may apply at all."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from projects.enums import ParameterName
from projects.parameters import value
from services.enums import StarApplicationState, VolunteerState
from services.models import StarApplication, Volunteer

THRESHOLDS = (
    ParameterName.STAR_1_HOURS,
    ParameterName.STAR_2_HOURS,
    ParameterName.STAR_3_HOURS,
    ParameterName.STAR_4_HOURS,
    ParameterName.STAR_5_HOURS,
)
STARS = range(1, len(THRESHOLDS) + 1)


def hours_for(star: int) -> Decimal:
    """What ``star`` asks for today: a configurable default, no law."""
    return value(THRESHOLDS[star - 1])


def star_within_reach(volunteer: Volunteer) -> int:
    """The highest star above the present one that the confirmed hours suffice for; 0 when there is none."""
    if volunteer.state != VolunteerState.ACTIVE:
        return 0
    for star in reversed(STARS):
        if star <= volunteer.stars:
            return 0
        if volunteer.hours >= hours_for(star):
            return star
    return 0


def open_application(volunteer: Volunteer) -> StarApplication | None:
    """The one that is being looked at or publicised."""
    rows = StarApplication.objects.filter(volunteer=volunteer)
    return rows.filter(state__in=(StarApplicationState.SUBMITTED, StarApplicationState.PUBLICISED)).first()


def barred_until(volunteer: Volunteer) -> date | None:
    """The last day of the bar after a false report, when it is not over."""
    rows = StarApplication.objects.filter(volunteer=volunteer, barred_until__gte=timezone.localdate())
    return rows.order_by("-barred_until").values_list("barred_until", flat=True).first()


def standing_star(volunteer: Volunteer) -> int:
    """The highest star that was awarded and not revoked."""
    rows = StarApplication.objects.filter(volunteer=volunteer, state=StarApplicationState.AWARDED)
    return rows.order_by("-star").values_list("star", flat=True).first() or 0
