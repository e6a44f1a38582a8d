"""Reads worth a name: activity."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from orgs.models import User
from orgs.scope import in_subtrees, org_paths
from projects.enums import ProjectState
from projects.models import Project
from projects.models.project import RUNNING
from projects.permissions import CONTRACTOR_STAFF
from services.counting import ONLINE, held_among
from services.enums import ActivityState, SessionState
from services.models import Activity, Session

PLANNABLE = (ProjectState.APPROVED, ProjectState.CONTRACTING, ProjectState.SIGNED, *RUNNING)


def _per(rows: QuerySet, key: str, value) -> Coalesce:
    """One aggregate of ``rows`` per outer row as a subquery: joins would multiply one count by the other."""
    grouped = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(value=value).values("value")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def with_session_counts(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Adds ``planned`` and ``held`` sessions to each activity, and of the held ones 人次 and, online, 观看人次."""
    sessions = Session.objects.all()
    held = held_among(sessions)
    return activities.annotate(
        planned=_per(sessions.filter(state=SessionState.PLANNED), "activity", Count("pk")),
        held=_per(held, "activity", Count("pk")),
        person_times=_per(held.exclude(ONLINE), "activity", Sum("person_times")),
        online_times=_per(held.filter(ONLINE), "activity", Sum("person_times")),
    )


def plannable_projects(user: User) -> QuerySet[Project]:
    """Projects under which ``user`` may plan activities now."""
    own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor")
    return Project.objects.visible_to(user).filter(own, state__in=PLANNABLE).order_by("-pk")


def plannable_activities(user: User) -> QuerySet[Activity]:
    """Activities for which ``user`` may schedule sessions now."""
    rows = Activity.objects.visible_to(user).filter(project__in=plannable_projects(user))
    return rows.exclude(state__in=(ActivityState.DONE, ActivityState.CANCELLED)).select_related("project")
