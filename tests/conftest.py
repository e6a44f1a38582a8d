"""The cast: everybody acts in the same small world."""

import pytest
from rest_framework.test import APIClient

from tests.cast import make_world


def pytest_collection_modifyitems(items):
    """The demo's tests share one load that takes a minute. First in line they stay with one worker: what an idle worker
    steals is taken from the end."""
    items.sort(key=lambda item: item.path.parent.name != "demo")


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def signed_in(client):
    """``signed_in(user)`` → the test client with that user logged in."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def api():
    """``api(user)`` → a DRF client acting as that user."""

    def client_of(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return client_of
