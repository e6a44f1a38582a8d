"""Parameters: the shipped default, the newest dated value, and what a past day was decided under."""

from datetime import date
from decimal import Decimal

import pytest

from projects import parameters
from projects.enums import ParameterName
from projects.models import Parameter


def test_every_parameter_has_a_default():
    assert set(parameters.DEFAULTS) == set(ParameterName)


@pytest.mark.django_db
def test_default_until_a_dated_value_comes_into_force(world):
    Parameter.objects.create(
        name=ParameterName.PUBLICITY_DAYS, value=7, valid_from=date(2026, 5, 1), source_text="内控制度", by=world.city
    )
    assert parameters.days(ParameterName.PUBLICITY_DAYS, date(2026, 4, 30)) == 5
    assert parameters.days(ParameterName.PUBLICITY_DAYS, date(2026, 5, 1)) == 7
    assert parameters.value(ParameterName.WEAK_SHARE) == Decimal(30)
