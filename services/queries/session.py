"""Reads worth a name: session."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from orgs.enums import Role
from orgs.models import Membership, Organization, User, Venue
from orgs.scope import in_subtrees, org_paths
from projects.models import Project
from projects.permissions import CONTRACTOR_STAFF
from services.enums import SessionState
from services.models import Activity, Lecturer, Session

# Ordered by an enterprise, at its place and for its own people: they get the address, nobody else is invited.
FOR_ONE_ENTERPRISE = Q(order__enterprise__gt="")
ON_SITE = (*CONTRACTOR_STAFF, Role.SUPERVISOR)  # who may be named as social worker of a session


def places_for(user: User) -> QuerySet[Organization]:
    """Where ``user`` may hold sessions: the communities of the projects one's organization carries out.

    Wider than ``Organization.visible_to``: a contractor does not see the territory, only whom it serves.
    """
    own = Project.objects.filter(in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor"))
    return Organization.objects.filter(pk__in=own.values("organization"))


def upcoming(activity: Activity, now) -> QuerySet[Session]:
    """Sessions people may still sign up for, soonest first."""
    rows = activity.sessions.filter(state=SessionState.PLANNED, ends_at__gt=now).exclude(FOR_ONE_ENTERPRISE)
    return rows.select_related("organization").order_by("starts_at", "pk")


def venues_for(user: User) -> QuerySet[Venue]:
    """Where ``user`` may hold sessions, nearest to the top of the tree first."""
    return Venue.objects.visible_to(user).select_related("organization").order_by("organization__path", "name")


def lecturers_for(user: User) -> QuerySet[Lecturer]:
    """Who may be scheduled: in the pool, with a trial lecture passed."""
    return Lecturer.objects.visible_to(user).filter(is_active=True, passed_on__isnull=False).order_by("name")


def workers_for(user: User) -> QuerySet[User]:
    """The social workers of the contractors ``user`` plans for."""
    own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "organization")
    staff = Membership.objects.current().filter(own, role__in=ON_SITE)
    return User.objects.filter(is_active=True, pk__in=staff.values("user_id")).order_by("name")


def sessions_of_worker(user: User) -> QuerySet[Session]:
    """Where ``user`` is named as social worker or leads the activity, as far as they see it today; soonest first."""
    named = Session.workers.through.objects.filter(session=OuterRef("pk"), user=user)
    rows = Session.objects.visible_to(user).filter(Q(Exists(named)) | Q(activity__lead=user))
    return rows.select_related("activity", "organization").order_by("starts_at", "pk")
