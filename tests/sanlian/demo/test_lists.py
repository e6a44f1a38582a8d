"""Lists over a year of records: what a page of thirty asks of the database, a page of two asks too."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from core.views import ListPage
from orgs.models import User

pytestmark = pytest.mark.django_db


def lists(resolver=None, namespaces=()):
    """Name of every list of pages and API that needs no key."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            yield from lists(pattern, (*namespaces, pattern.namespace) if pattern.namespace else namespaces)
        elif not pattern.pattern.converters and is_list(pattern):
            yield ":".join([*namespaces, pattern.name])


def is_list(pattern) -> bool:
    page, api = getattr(pattern.callback, "view_class", None), getattr(pattern.callback, "cls", None)
    return bool(page and issubclass(page, ListPage)) or bool(api and (pattern.name or "").endswith("-list"))


def asked(client, url, rows: int) -> int:
    size = "page_size" if url.startswith("/api/") else "per_page"
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, {size: rows}).status_code == 200, url
    return len(captured)


def test_no_list_asks_more_for_more_rows(client):
    """One question more is a setting that the first rows had no use for; a question for each row would be many."""
    client.force_login(User.objects.get(username="city"))
    names = sorted(set(lists()))
    grown = {name: asked(client, reverse(name), 2) - asked(client, reverse(name), 30) for name in names}
    assert {name: -more for name, more in grown.items() if more < -1} == {}
    assert len(names) > 120
