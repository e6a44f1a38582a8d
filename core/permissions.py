"""Permissions carry the name of the operation they open."""

from collections.abc import Callable


def permission_of(operation: Callable) -> str:
    """``projects.operations.project.approve_project`` → ``"projects.approve_project"``."""
    return f"{operation.__module__.split('.')[0]}.{operation.__name__}"
