"""The aggregate every other app hangs from."""

from orgs.models.organization import Organization
from orgs.models.person import Person, PersonEvent, PersonOrganization
from orgs.models.user import Membership, User

__all__ = ["Membership", "Organization", "Person", "PersonEvent", "PersonOrganization", "User"]
