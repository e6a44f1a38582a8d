"""Who may do what to organisations, memberships and people; and the predicates every app uses."""

from functools import reduce

import rules

from orgs.enums import Role
from orgs.roles import grantable_roles
from orgs.scope import has_role, has_role_over, in_subtrees, org_paths

MANAGERS = (Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.STREET_UNION)
UNION_STAFF = (*MANAGERS, Role.COMMUNITY_UNION)
SERVICE_STAFF = (Role.NGO, Role.WORKER, Role.SUPERVISOR)
REGISTRARS = (*UNION_STAFF, *SERVICE_STAFF)


def holds(*roles: str) -> rules.Predicate:
    """The user holds one of ``roles`` anywhere; for what has no object yet."""
    return rules.predicate(lambda user: has_role(user, *roles), name=f"holds {', '.join(roles)}")


def over(path: str, *roles: str) -> rules.Predicate:
    """One of ``roles`` reaches the organization at ``path`` of the object (``""``: the object itself)."""
    steps = path.split(".") if path else []

    def test(user, obj):
        return obj is not None and has_role_over(user, reduce(getattr, steps, obj), *roles)

    return rules.predicate(test, name=f"over {path or 'self'}: {', '.join(roles)}")


@rules.predicate
def reaches(user, organization):
    """Any scoped role of the user covers the organization."""
    return organization is not None and any(organization.path.startswith(path) for path in org_paths(user))


@rules.predicate
def is_self(user, other):
    return user == other


@rules.predicate
def manages(user, other):
    """Every role ``other`` holds or is going to hold is one the user may grant: nobody takes over the account of a
    superior, not even the day before the promotion."""
    held = other.memberships_ahead if other is not None else ()
    return bool(held) and all(grant.role in grantable_roles(user, grant.organization) for grant in held)


@rules.predicate
def keeps(user, person):
    """A registrar's role reaches an organization that knows the person. To see a person by another role of the same
    user (a token acts in all of them) is not enough."""
    paths = org_paths(user, REGISTRARS)
    return person is not None and person.known_to.filter(in_subtrees(paths, "organization")).exists()


@rules.predicate
def recorded(user, person):
    """A registrar's role reaches whoever made the record."""
    made_by = in_subtrees(org_paths(user, REGISTRARS), "by__memberships__organization")
    return person is not None and person.events.filter(made_by, kind="register").exists()


@rules.predicate
def merges(user, person):
    """Street unions and above, where their role reaches an organization that knows the person; a community union for
    the people whose home it is. Without a person: whether the user merges anybody."""
    if person is None:
        return has_role(user, *UNION_STAFF)
    if has_role_over(user, person.organization, *UNION_STAFF):
        return True
    paths = org_paths(user, MANAGERS)
    return bool(paths) and person.known_to.filter(in_subtrees(paths, "organization")).exists()


rules.add_perm("orgs.import_divisions", holds(Role.CITY_ADMIN))
rules.add_perm("orgs.create_organization", holds(*MANAGERS))
rules.add_perm("orgs.update_organization", over("", *MANAGERS))
rules.add_perm("orgs.create_user", holds(*MANAGERS, Role.NGO))
rules.add_perm("orgs.update_user", is_self | manages)
rules.add_perm("orgs.reset_password", manages & ~is_self)
rules.add_perm("orgs.grant_membership", over("", *MANAGERS, Role.NGO))
rules.add_perm("orgs.end_membership", over("organization", *MANAGERS, Role.NGO))
rules.add_perm("orgs.register_person", holds(*REGISTRARS))
# Who merely met somebody cannot change the name and phone by which that person is known everywhere.
rules.add_perm("orgs.update_person", over("organization", *REGISTRARS) | recorded)
rules.add_perm("orgs.reveal_person", keeps)
rules.add_perm("orgs.merge_people", merges)
rules.add_perm("orgs.create_venue", holds(*UNION_STAFF, Role.NGO))
rules.add_perm("orgs.update_venue", over("organization", *UNION_STAFF, Role.NGO))
