"""Needs to verify, to answer and to tell about."""

from collections.abc import Iterator

from core.templatetags.ui import day
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects.enums import NeedState
from projects.models import Need
from projects.queries.need import needs_to_feed_back
from reports.todo.kind import Todo, todo


def needs_to_verify(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.STREET_UNION,)), "organization")
    rows = Need.objects.visible_to(user).filter(here, state=NeedState.COLLECTED)
    rows = rows.select_related("organization").order_by("raised_at", "pk")
    yield todo("待核实的需求", rows, "projects:need-list", {"state": NeedState.COLLECTED}, need_note)


def needs_to_tell(user) -> Iterator[Todo]:
    """Only where the user serves as a street or community: the district does not phone for every community."""
    here = in_subtrees(org_paths(user, (Role.STREET_UNION, Role.COMMUNITY_UNION)), "organization")
    rows = needs_to_feed_back(user).filter(here).select_related("organization").order_by("moved_at", "pk")
    yield todo("待回告反映人的需求", rows, "projects:need-list", {"only": "to_feed_back"}, need_note)


def needs_to_answer(user) -> Iterator[Todo]:
    rows = Need.objects.visible_to(user).filter(state=NeedState.VERIFIED)
    rows = rows.select_related("organization").order_by("-raised_at", "-pk")
    yield todo("可以申报项目的需求", rows, "projects:need-list", {"state": NeedState.VERIFIED}, need_note)


def need_note(need: Need) -> str:
    return f"{need.organization.short_name}，{day(need.raised_at)} 提出"
