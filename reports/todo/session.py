"""Sessions to run, and those in one's own community."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from core.templatetags.ui import moment
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from reports.todo.kind import Todo, todo
from services.enums import ActivityState, SessionState
from services.models import Session


def own_sessions(user) -> Q:
    """Those one leads or works at, and all of one's organization for its head."""
    own = Q(activity__lead=user) | Q(activity__project__worker=user)
    return own | in_subtrees(org_paths(user, (Role.NGO,)), "activity__project__contractor")


def sessions_to_run(user) -> Iterator[Todo]:
    yield from session_todos(user, own_sessions(user), is_runner=True)


def sessions_here(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.COMMUNITY_UNION, Role.PARTY)), "organization")
    yield from session_todos(user, here, is_runner=False)


def session_todos(user, mine: Q, *, is_runner: bool) -> Iterator[Todo]:
    """Sessions of today and tomorrow; for those who run them also the past ones nobody has confirmed."""
    today = timezone.localdate()
    planned = Session.objects.visible_to(user).filter(mine, state=SessionState.PLANNED)
    planned = planned.select_related("activity", "organization")
    soon = planned.filter(starts_on__range=(today, today + timedelta(days=1)), activity__state=ActivityState.PUBLISHED)
    days = {"start": today, "end": today + timedelta(days=1), "state": SessionState.PLANNED}
    yield todo("今明两天的场次", soon.order_by("starts_at", "pk"), "services:session-list", days, session_note)
    if is_runner:
        past = planned.filter(starts_on__lt=today).order_by("starts_at", "pk")
        over = {"end": today - timedelta(days=1), "state": SessionState.PLANNED}
        yield todo("已过日期、待确认是否举办的场次", past, "services:session-list", over, session_note)


def session_note(session: Session) -> str:
    return f"{moment(session.starts_at)}，{session.organization.short_name}，{session.venue}"
