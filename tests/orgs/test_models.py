"""What an organization knows about itself."""

from datetime import date

import pytest

from orgs.models import Organization
from orgs.models.person import normal_phone


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


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("138 0000-0001", "13800000001"),
        ("+86 13800000001", "13800000001"),
        ("１３８００００0001", "13800000001"),
        ("13٨٠٠٠٠٠٠٠١", "13800000001"),
        ("1380000000१", "13800000001"),
        ("13800000001²", "13800000001"),
        ("", ""),
    ],
)
def test_one_phone_in_every_script_is_one_phone(typed, phone):
    assert normal_phone(typed) == phone
