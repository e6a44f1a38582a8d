"""Reads worth a name: shifts."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from orgs.models import User
from orgs.scope import in_subtrees, org_paths
from projects.models import Project
from projects.permissions import CONTRACTOR_STAFF
from services.enums import SessionState, ShiftSignUpState
from services.models import Session, Shift, ShiftSignUp, Volunteer
from services.models.volunteer import UNDER_WAY

LOOKS_BACK = timedelta(days=31)


def shift_projects(user: User) -> QuerySet[Project]:
    """Projects under which ``user`` may set up shifts now."""
    own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor")
    return Project.objects.visible_to(user).filter(own, state__in=UNDER_WAY).order_by("-pk")


def shift_sessions(user: User) -> QuerySet[Session]:
    """Sessions that may want volunteers: not cancelled, of these projects, soonest first."""
    rows = Session.objects.filter(activity__project__in=shift_projects(user).order_by())
    rows = rows.filter(state=SessionState.PLANNED, starts_at__gt=timezone.now() - LOOKS_BACK)
    return rows.select_related("activity").order_by("starts_at", "pk")


def live_sign_up(shift: Shift, volunteer: Volunteer) -> ShiftSignUp | None:
    """The volunteer's place in the shift, unless it was given up."""
    rows = shift.sign_ups.exclude(state=ShiftSignUpState.CANCELLED).filter(volunteer=volunteer)
    return rows.select_related("shift__organization", "volunteer__person").first()
