"""What a person can do to organisations, users and people."""

from orgs.operations.person import register_person, relate_person

__all__ = ["register_person", "relate_person"]
