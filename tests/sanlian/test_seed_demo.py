"""The command that loads the demo."""

import pytest
from django.core.management import CommandError, call_command

from orgs.models import User


@pytest.mark.django_db
def test_the_command_refuses_outside_a_demo_directory():
    with pytest.raises(CommandError, match="no demo directory"):
        call_command("seed_demo")
    assert User.objects.count() == 0
