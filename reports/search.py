"""One box for everything: organisations, projects, activities and people, each within the viewer's scope."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from core.crypto import blind_index
from orgs.models import Organization, Person
from orgs.models.person import normal_id_number, normal_phone
from orgs.queries import matching_organizations
from projects.models import Project
from services.models import Activity

LIMIT = 10


@dataclass(frozen=True)
class Group:
    """What was found of one kind; ``url`` is the list that shows all of it."""

    title: str
    rows: list[dict]
    has_more: bool
    url: str


def search(user, words: str, *, with_numbers: bool = False) -> list[Group]:
    """Groups with at least one row for ``words``; nothing for an empty box.

    ``with_numbers`` also finds a person by a whole phone or identity number.
    """
    words = words.strip()
    if not words:
        return []
    found = (
        organizations(user, words),
        projects(user, words),
        activities(user, words),
        people(user, words, with_numbers),
    )
    return [group for group in found if group.rows]


def organizations(user, words: str) -> Group:
    rows = matching_organizations(Organization.objects.visible_to(user), words).order_by("depth", "path")
    return group("组织", rows, "orgs:organization-list", words, lambda row: row.get_kind_display())


def projects(user, words: str) -> Group:
    rows = Project.objects.visible_to(user).filter(Q(name__icontains=words) | Q(code__istartswith=words))
    rows = rows.select_related("organization").order_by("-pk")
    return group(
        "项目",
        rows,
        "projects:project-list",
        words,
        lambda row: f"{row.get_state_display()}，{row.organization.short_name}",
    )


def activities(user, words: str) -> Group:
    rows = Activity.objects.visible_to(user).filter(name__icontains=words).select_related("project").order_by("-pk")
    return group("活动", rows, "services:activity-list", words, lambda row: row.project.name)


def people(user, words: str, with_numbers: bool) -> Group:
    """By name from its start, by phone or identity number only in full."""
    condition = Q(name__startswith=words)
    if with_numbers and any(mark.isdigit() for mark in words):
        condition |= Q(phone_index=blind_index(normal_phone(words)))
        condition |= Q(id_number_index=blind_index(normal_id_number(words)))
    rows = Person.objects.told_to(user).filter(condition).order_by("-pk")
    return group("人员", rows, "orgs:person-list", "", lambda row: row.masked_phone)


def group(title: str, rows: QuerySet, url_name: str, words: str, note) -> Group:
    found = list(rows[: LIMIT + 1])
    return Group(
        title=title,
        rows=[{"title": str(row), "note": note(row), "url": row.get_absolute_url()} for row in found[:LIMIT]],
        has_more=len(found) > LIMIT,
        url=f"{reverse(url_name)}?{urlencode({'q': words} if words else {})}",
    )
