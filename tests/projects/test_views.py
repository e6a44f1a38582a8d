"""Pages: what they show, what they refuse, what stays on them."""

import pytest
from django.urls import reverse

from tests.cast import make_project

LISTS = ("need-list", "project-list", "fund-list", "ledgerentry-list", "instalment-list")


@pytest.mark.parametrize("name", LISTS)
def test_lists_answer(world, signed_in, name):
    make_project(world, "approved")
    response = signed_in(world.district).get(reverse(f"projects:{name}"))
    assert response.status_code == 200


def test_records_answer(world, signed_in):
    project = make_project(world, "approved")
    client = signed_in(world.district)
    need = project.needs.get()
    for row in (project, need, project.fund):
        assert client.get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ("need-create", "project-create", "fund-create"))
def test_forms_answer(world, signed_in, name):
    user = {"need-create": world.community, "project-create": world.ngo, "fund-create": world.finance}[name]
    assert signed_in(user).get(reverse(f"projects:{name}")).status_code == 200
