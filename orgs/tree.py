"""Writing the organization tree: one writer at a time, because a new path depends on its siblings."""

from django.db import connection

from orgs.models import Organization

LOCK = 20_211_008  # any constant of our own: the advisory lock every change of the tree takes


def lock_tree() -> None:
    """Wait for other writers; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def place_children(parent: Organization | None, children: list[Organization], last: str) -> None:
    """Give unsaved ``children`` their paths after ``last``, the path of the present last child (or empty)."""
    depth = parent.depth + 1 if parent else 1
    base = parent.path if parent else ""
    first = Organization._str2int(last[-Organization.steplen :]) + 1 if last else 1
    for step, child in enumerate(children, start=first):
        child.depth, child.path = depth, Organization._get_path(base, depth, step)
