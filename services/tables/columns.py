"""Classes, sorting and links that several tables share."""

MINOR = {"td": {"class": "minor"}}
DATE = {"td": {"class": "date"}}
NO_WRAP = {"td": {"class": "text-nowrap"}}


def by(*fields) -> tuple:
    """Sort by ``fields``, ties by key: without it a row could be on two pages and another on none."""
    return (*fields, "pk")


def link(record) -> str:
    """The row's own page."""
    return record.get_absolute_url()


def session_link(record) -> str:
    """The page of the session a row belongs to."""
    return record.session.get_absolute_url()
