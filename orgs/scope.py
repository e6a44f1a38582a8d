"""The only place that knows which organisations a user may see."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from orgs.enums import Role

STEP = 4  # characters a level of the tree takes in ``Organization.path``
ASSIGNED_ONLY = (Role.EXPERT,)  # an outside expert sees what is assigned by name, no territory


def grants_of(user) -> tuple:
    """The memberships in force today, narrowed to the identity chosen in the header."""
    return user.grants if user.is_authenticated else ()


def org_paths(user, roles: Iterable[str] | None = None) -> list[str]:
    """Tree paths the user reaches (each covers its whole subtree), optionally by these roles only."""
    return [
        grant.organization.reach
        for grant in grants_of(user)
        if grant.role not in ASSIGNED_ONLY and (roles is None or grant.role in roles)
    ]


def ancestor_paths(paths: Iterable[str]) -> list[str]:
    """Every proper ancestor of ``paths``."""
    return sorted({path[:end] for path in paths for end in range(STEP, len(path), STEP)})


def in_subtrees(paths: list[str], *org_fields: str) -> Q:
    """Rows with at least one of ``org_fields`` under one of ``paths``; no path, no rows."""
    condition = Q(pk__in=[])
    for field in org_fields:
        lookup = f"{field}__path__startswith" if field else "path__startswith"
        for path in paths:
            condition |= Q(**{lookup: path})
    return condition


def has_role(user, *roles: str) -> bool:
    """Whether the user holds one of ``roles`` anywhere."""
    return any(grant.role in roles for grant in grants_of(user))


def has_role_over(user, organization, *roles: str) -> bool:
    """Whether one of ``roles`` held by the user reaches ``organization``."""
    return organization is not None and any(organization.path.startswith(path) for path in org_paths(user, roles))


class OrgScopedQuerySet(models.QuerySet):
    """``visible_to`` for any model that hangs off organisations; name the foreign keys in ``org_fields``."""

    org_fields: tuple[str, ...] = ("organization",)

    def visible_to(self, user):
        return self.filter(self.within(org_paths(user)))

    def within(self, paths: list[str]) -> Q:
        """Which rows lie under one of ``paths``."""
        return in_subtrees(paths, *self.org_fields)
