"""What an organization knows about itself."""

from datetime import date

import pytest

from orgs.models import Organization


@pytest.mark.parametrize(
    ("number", "until", "can"),
    [
        ("", None, False),
        ("法证1号", None, True),
        ("法证1号", date(2026, 6, 30), True),
        ("法证1号", date(2026, 6, 29), False),
    ],
)
def test_only_a_legal_person_signs(number, until, can):
    body = Organization(legal_person_number=number, legal_person_until=until)
    assert body.can_contract(date(2026, 6, 30)) == can
