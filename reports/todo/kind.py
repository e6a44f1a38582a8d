"""One kind of waiting things."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet, Window
from django.urls import reverse

SHOWN = 5


@dataclass(frozen=True)
class Todo:
    """One kind of waiting things: how many, the first few, and the list of all."""

    title: str
    total: int
    rows: list[dict]
    url: str


def todo(
    title: str,
    rows: QuerySet,
    url_name: str,
    filters: dict,
    note: Callable,
    address: Callable = lambda row: row.get_absolute_url(),
) -> Todo:
    """One query for the first rows and, counted beside them, for how many there are."""
    first = list(rows.annotate(total=Window(Count(F("pk"))))[:SHOWN])
    return Todo(
        title=title,
        total=first[0].total if first else 0,
        rows=[{"title": str(row), "note": note(row), "url": address(row)} for row in first],
        url=f"{reverse(url_name)}?{urlencode(filters)}",
    )
