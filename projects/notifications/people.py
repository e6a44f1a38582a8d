"""The parties of a project, and how they are told of a step."""

from collections.abc import Iterable

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.models import Project
from projects.permissions import PURCHASERS


def event_key(obj, kind: str) -> str:
    """``need:7:match``, and ``need:7:match:2`` when it happens again; asked before the event is written."""
    earlier = obj.events.filter(kind=kind).count()
    return f"{obj._meta.model_name}:{obj.pk}:{kind}" + (f":{earlier + 1}" if earlier else "")


def purchasers(project: Project, *, but: User | None = None) -> list[User]:
    """The district that decides on the project; the city where no district can, or nobody in it besides ``but``."""
    reaching = User.objects.holding(project.organization, *PURCHASERS)
    district = User.objects.holding(project.organization, Role.DISTRICT_UNION)
    return [person for person in district if person != but] or [person for person in reaching if person != but]


def contractor_side(project: Project) -> list[User]:
    return [*User.objects.holding(project.contractor, Role.NGO), project.worker, project.created_by]


def community_side(project: Project) -> list[User]:
    local = User.objects.filter(memberships__organization=project.organization)
    return list(User.objects.holding(project.organization, Role.COMMUNITY_UNION).filter(pk__in=local))


def finance(project: Project) -> list[User]:
    return list(User.objects.holding(project.fund.organization, Role.FINANCE)) if project.fund else []


def tell_step(obj, kind: str, people: Iterable[User], *, by: User | None, title: str, body: str) -> None:
    """Once for each time the step is made, and not to whoever made it."""
    others = [person for person in people if person != by]
    notify(others, key=event_key(obj, kind), title=title, body=body, url=obj.get_absolute_url())
