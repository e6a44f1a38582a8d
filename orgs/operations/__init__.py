"""What a person can do to organisations, users and people."""

from orgs.operations.division import ImportResult, import_divisions
from orgs.operations.merging import merge_people
from orgs.operations.organization import create_organization, update_organization
from orgs.operations.person import register_person, reveal_person, update_person
from orgs.operations.user import create_user, end_membership, grant_membership, reset_password, update_user
from orgs.operations.venue import create_venue, update_venue

__all__ = [
    "ImportResult",
    "create_organization",
    "create_user",
    "create_venue",
    "end_membership",
    "grant_membership",
    "import_divisions",
    "merge_people",
    "register_person",
    "reset_password",
    "reveal_person",
    "update_organization",
    "update_person",
    "update_user",
    "update_venue",
]
