"""Volunteers who wait to be admitted, shifts whose volunteers have gone home."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from core.templatetags.ui import day
from orgs.enums import Role
from orgs.permissions import UNION_STAFF
from orgs.scope import in_subtrees, org_paths
from projects.permissions import CONTRACTOR_STAFF
from reports.todo.kind import Todo, todo
from services.enums import ShiftState, VolunteerState
from services.models import Shift, Volunteer
from services.models.volunteer import carried_out


def volunteers_to_admit(user) -> Iterator[Todo]:
    """In one's own community, and in those whose projects one carries out."""
    here = in_subtrees(org_paths(user, UNION_STAFF), "organization")
    served = carried_out(org_paths(user, CONTRACTOR_STAFF), "contractor").order_by().values("organization")
    rows = Volunteer.objects.visible_to(user).filter(here | Q(organization__in=served), state=VolunteerState.PENDING)
    rows = rows.select_related("person", "organization").order_by("pk")

    def note(row):
        return f"{row.organization.short_name}，{day(row.registered_on)}登记"

    yield todo("待审核的志愿者", rows, "services:volunteer-list", {"state": VolunteerState.PENDING}, note)


def shifts_to_finish(user) -> Iterator[Todo]:
    """Those one leads, and for the head of a contractor all of its shifts."""
    own = Q(lead=user) | in_subtrees(org_paths(user, (Role.NGO,)), "project__contractor")
    over = Shift.objects.visible_to(user).filter(own, state=ShiftState.PUBLISHED, ends_at__lt=timezone.now())
    rows = over.select_related("organization").order_by("starts_at", "pk")
    filters = {"state": ShiftState.PUBLISHED, "end": timezone.localdate()}
    yield todo("待结束的志愿班次", rows, "services:shift-list", filters, lambda row: f"{row.when}，{row.venue}")
