"""A real Chromium for tests marked ``browser``: pages on the live server, closed to the outside."""

import os
from pathlib import Path

import pytest
from django.conf import settings

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items):
    """Skip browser tests, each by its name, where there is no Chromium."""
    if CHROMIUM.exists():
        return
    skip = pytest.mark.skip(reason=f"no {CHROMIUM}: apt-get install chromium fonts-noto-cjk, or set CHROMIUM")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium():
    """One browser per process; importing Playwright here spares every other test its start-up."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, and Django would take it for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, live_server):
    """Make pages: ``new_page(width=375, height=812)``, each in a fresh session of its own.

    A script error or a request that leaves the live server fails the test: city networks are closed. Requests are
    watched, not routed: a routed browser keeps no cache and fetches every script again for every page.
    """
    contexts, complaints = [], []

    def watch(request):
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            complaints.append(f"left the server: {request.url}")

    def open_page(width: int = 1280, height: int = 900, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id=settings.TIME_ZONE,
            accept_downloads=True,
            **options,
        )
        context.on("request", watch)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    """One desktop page."""
    return new_page()
