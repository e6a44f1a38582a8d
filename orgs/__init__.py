"""Organisations, people, memberships and who sees what."""
