"""Rankings by confirmed hours: nobody who did not agree is in one (志愿服务条例第20条)."""

from datetime import date

from django.db.models import F, Q, QuerySet, Sum, Window
from django.db.models.functions import Rank

from orgs.models import Organization
from services.enums import HourClaimState, VolunteerState
from services.models import Volunteer

SHOWN = 10


def ranking(volunteers: QuerySet[Volunteer], start: date | None, end: date | None) -> QuerySet[Volunteer]:
    """Those of ``volunteers`` who agreed and served in the period, with ``served`` hours and ``place``; equal hours
    share a place."""
    counted = Q(claims__state=HourClaimState.CONFIRMED)
    if start:
        counted &= Q(claims__served_on__gte=start)
    if end:
        counted &= Q(claims__served_on__lte=end)
    rows = volunteers.filter(agrees_to_ranking=True, state=VolunteerState.ACTIVE)
    rows = rows.annotate(served=Sum("claims__hours", filter=counted)).filter(served__gt=0)
    return rows.annotate(place=Window(Rank(), order_by=F("served").desc())).order_by("place", "pk")


def community_ranking(organization: Organization, start: date, end: date, limit: int = SHOWN) -> list[dict]:
    """For the public page of a community: place, family name and hours of its first volunteers."""
    rows = Volunteer.objects.filter(organization__path__startswith=organization.path).select_related("person")
    return [
        {"place": row.place, "name": row.person.masked_name, "hours": row.served}
        for row in ranking(rows, start, end)[:limit]
    ]
