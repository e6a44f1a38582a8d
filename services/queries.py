"""Reads worth a name."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from orgs.models import Organization, Person, User
from orgs.scope import in_subtrees, org_paths
from projects.enums import ProjectState
from projects.models import Project
from projects.models.project import RUNNING
from projects.permissions import CONTRACTOR_STAFF
from services.enums import ActivityState, SessionState
from services.models import Activity, Attendance, Registration, Session

PLANNABLE = (ProjectState.APPROVED, ProjectState.CONTRACTING, ProjectState.SIGNED, *RUNNING)


def _per(rows: QuerySet, key: str, value) -> Coalesce:
    """One aggregate of ``rows`` per outer row as a subquery: joins would multiply one count by the other."""
    grouped = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(value=value).values("value")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def with_session_counts(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Adds ``planned`` and ``held`` sessions and the 人次 of the held ones to each activity."""
    sessions = Session.objects.all()
    held = sessions.filter(state=SessionState.HELD)
    return activities.annotate(
        planned=_per(sessions.filter(state=SessionState.PLANNED), "activity", Count("pk")),
        held=_per(held, "activity", Count("pk")),
        person_times=_per(held, "activity", Sum("person_times")),
    )


def participants(attendances: QuerySet[Attendance]) -> QuerySet[Person]:
    """The distinct named people behind ``attendances`` with their number of ``times``."""
    rows = attendances.order_by()
    times = _per(rows, "person", Sum("headcount"))
    return Person.objects.filter(pk__in=rows.filter(person__isnull=False).values("person")).annotate(times=times)


def plannable_projects(user: User) -> QuerySet[Project]:
    """Projects under which ``user`` may plan activities now."""
    own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor")
    return Project.objects.visible_to(user).filter(own, state__in=PLANNABLE).order_by("-pk")


def plannable_activities(user: User) -> QuerySet[Activity]:
    """Activities for which ``user`` may schedule sessions now."""
    rows = Activity.objects.visible_to(user).filter(project__in=plannable_projects(user))
    return rows.exclude(state=ActivityState.CANCELLED).select_related("project")


def places_for(user: User) -> QuerySet[Organization]:
    """Where ``user`` may hold sessions: the communities of the projects one's organization carries out.

    Wider than ``Organization.visible_to``: a contractor does not see the territory, only whom it serves.
    """
    own = Project.objects.filter(in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor"))
    return Organization.objects.filter(pk__in=own.values("organization"))


def upcoming(activity: Activity, now) -> QuerySet[Session]:
    """Sessions people may still sign up for, soonest first."""
    rows = activity.sessions.filter(state=SessionState.PLANNED, ends_at__gt=now)
    return rows.select_related("organization").order_by("starts_at", "pk")


def place_in_line(registration: Registration) -> int:
    """第几位 among the live registrations of the session."""
    return registration.session.registrations.live().filter(pk__lte=registration.pk).count()


def order_of_arrival(attendance: Attendance) -> int:
    """第几位 among those who checked in by name."""
    return attendance.session.attendances.filter(person__isnull=False, pk__lte=attendance.pk).count()
