"""The aggregate every other app hangs from."""

from orgs.models.organization import Organization, OrganizationEvent
from orgs.models.person import Person, PersonEvent, PersonOrganization
from orgs.models.user import Membership, User
from orgs.models.venue import Venue, VenueEvent

__all__ = [
    "Membership",
    "Organization",
    "OrganizationEvent",
    "Person",
    "PersonEvent",
    "PersonOrganization",
    "User",
    "Venue",
    "VenueEvent",
]
