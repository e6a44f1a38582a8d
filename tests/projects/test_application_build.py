"""The builder of applications makes rows the rules agree with."""

import pytest

from projects import content
from projects.enums import ApplicationState
from tests.projects.build_application import ASKED_FOR, make_application


@pytest.mark.django_db
@pytest.mark.parametrize("state", ApplicationState.values)
def test_an_application_in_any_state(world, state):
    application = make_application(world, state=state)
    assert application.state == state
    assert application.amount == ASKED_FOR
    assert content.problems(application) == []
