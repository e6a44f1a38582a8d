"""The public face of calls: without an account, a cookie or a script."""

import pytest

from projects.models import Call
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", Call._meta.get_field("state").choices)
def test_only_announced_calls_exist(world, client, state):
    call = make_call(world, state[0])
    expected = 404 if state[0] in ("draft", "approved", "cancelled") else 200
    assert client.get(call.get_public_url()).status_code == expected


def test_the_list_names_open_calls(world, client):
    call = make_call(world)
    make_call(world, "closed", title="已经截止的征集")
    page = client.get("/c/").content.decode()
    assert (call.title in page, "已经截止的征集" in page) == (True, False)
