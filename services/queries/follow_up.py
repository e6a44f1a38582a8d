"""Reads worth a name: follow-up."""

from django.db.models import Q, QuerySet

from orgs.models import Person, User
from orgs.permissions import SERVICE_STAFF, UNION_STAFF
from services.models import Session


def people_of(session: Session) -> QuerySet[Person]:
    """Those who came or signed up."""
    came = session.attendances.filter(person__isnull=False).values("person")
    return Person.objects.filter(Q(pk__in=came) | Q(pk__in=session.registrations.values("person")))


def people_for(session: Session) -> QuerySet[User]:
    """Who may be made responsible: the contractor's people and the community's."""
    contractor = User.objects.holding(session.activity.project.contractor, *SERVICE_STAFF)
    community = User.objects.holding(session.organization, *UNION_STAFF)
    return User.objects.filter(Q(pk__in=contractor.values("pk")) | Q(pk__in=community.values("pk"))).order_by("name")
