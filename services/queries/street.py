"""Reads worth a name: the volunteer street."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from orgs.enums import UnionLevel
from orgs.models import Organization, User
from orgs.permissions import SERVICE_STAFF, UNION_STAFF
from orgs.scope import in_subtrees, org_paths
from services.models import StreetDay, StreetDuty
from services.models.volunteer import carried_out


def street_communities(user: User) -> QuerySet[Organization]:
    """Communities whose street ``user`` may keep: one's own, and for service staff those they serve."""
    served = carried_out(org_paths(user, SERVICE_STAFF), "contractor").order_by().values("organization")
    mine = in_subtrees(org_paths(user, UNION_STAFF), "")
    return Organization.objects.filter(mine | Q(pk__in=served), level=UnionLevel.COMMUNITY)


def with_duties(days: QuerySet[StreetDay]) -> QuerySet[StreetDay]:
    """Adds ``merchants`` (planned) and ``served`` to each day, without joins that would multiply rows."""
    duties = StreetDuty.objects.filter(day=OuterRef("pk")).order_by().values("day")

    def per_day(value):
        return Coalesce(Subquery(duties.annotate(n=value).values("n"), output_field=IntegerField()), 0)

    return days.annotate(merchants=per_day(Count("pk")), served=per_day(Sum("served")))
