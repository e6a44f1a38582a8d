"""What every page behind a QR code keeps to, whichever app it belongs to: no cookie, no script, a limit, an answer in
Chinese to an address that leads nowhere."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

SAMPLES = {
    "SlugConverter": "nothing-here",
    "StringConverter": "1.made-up",
    "IntConverter": 1,
    "PathConverter": "no/where",
}


def pages() -> list[str]:
    """The address of every public page, made up where it names something."""
    found = []
    for namespace in ("public", "rate", "call"):
        for pattern in get_resolver().namespace_dict[namespace][1].url_patterns:
            wanted = pattern.pattern.converters
            found.append(
                reverse(
                    f"{namespace}:{pattern.name}",
                    kwargs={name: SAMPLES[type(converter).__name__] for name, converter in wanted.items()},
                )
            )
    return found


PAGES = pages()


@pytest.fixture
def phone(db):
    cache.clear()
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("path", PAGES)
def test_a_made_up_address_is_answered_without_cookie_or_workbench(phone, path):
    for response in (phone.get(path), phone.post(path, {"name": "王小芳", "phone": "13800000001"})):
        text = response.content.decode(errors="replace")
        assert (response.status_code in (200, 404, 405), len(response.cookies)) == (True, 0), response.status_code
        assert ["<script" in text, "/accounts/login" in text, "工作台" in text] == [False] * 3
        assert response.status_code != 404 or "<h1>" in text


@pytest.mark.parametrize("path", PAGES)
def test_every_public_page_has_its_limit(phone, settings, path):
    settings.PUBLIC_GETS_PER_MINUTE = settings.PUBLIC_POSTS_PER_MINUTE = 0
    for response in (phone.get(path), phone.post(path)):
        assert (response.status_code, "请" in response.content.decode(), len(response.cookies)) == (429, True, 0)
