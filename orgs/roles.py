"""Which role fits which body, and who may grant it. The one table for both."""

from orgs.enums import OrganizationKind, Role, UnionLevel
from orgs.models.organization import Organization
from orgs.models.user import User
from orgs.scope import grants_of

UNIONS = (UnionLevel.CITY, UnionLevel.DISTRICT, UnionLevel.STREET)
# The levels of union bodies, or the kinds of other bodies, a role belongs to.
FITS: dict[str, tuple[str, ...]] = {
    Role.CITY_ADMIN: (UnionLevel.CITY,),
    Role.DISTRICT_UNION: (UnionLevel.DISTRICT,),
    Role.STREET_UNION: (UnionLevel.STREET,),
    Role.COMMUNITY_UNION: (UnionLevel.COMMUNITY, UnionLevel.GRASSROOTS),
    Role.PARTY: (OrganizationKind.PARTY,),
    Role.NGO: (OrganizationKind.SOCIAL,),
    Role.WORKER: (OrganizationKind.SOCIAL,),
    Role.SUPERVISOR: (OrganizationKind.SOCIAL,),
    Role.EXPERT: UNIONS,
    Role.FINANCE: UNIONS,
    Role.AUDITOR: (UnionLevel.CITY, UnionLevel.DISTRICT),
    Role.LEADER: UNIONS,
}
BELOW_STREET = (Role.COMMUNITY_UNION, Role.PARTY, Role.NGO, Role.WORKER, Role.SUPERVISOR, Role.LEADER)
GRANTABLE: dict[str, tuple[str, ...]] = {
    Role.CITY_ADMIN: tuple(Role),
    Role.DISTRICT_UNION: tuple(role for role in Role if role != Role.CITY_ADMIN),
    Role.STREET_UNION: (Role.STREET_UNION, *BELOW_STREET),
    Role.NGO: (Role.WORKER, Role.SUPERVISOR),
}


def roles_for(organization: Organization) -> list[str]:
    """Roles that may be held at ``organization``."""
    here = organization.level or organization.kind
    return [role for role, places in FITS.items() if here in places]


def grantable_roles(user: User, organization: Organization | None = None) -> set[str]:
    """Roles ``user`` may give, at ``organization`` or anywhere."""
    return {
        role
        for grant in grants_of(user)
        if organization is None or organization.path.startswith(grant.organization.reach)
        for role in GRANTABLE.get(grant.role, ())
    }
