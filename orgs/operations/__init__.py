"""What a person can do to organisations, users and people."""

from orgs.operations.division import ImportResult, import_divisions
from orgs.operations.person import register_person, relate_person

__all__ = ["ImportResult", "import_divisions", "register_person", "relate_person"]
