"""One human being is written in one way, and called what human beings are called."""

import pytest

from core.errors import DomainError
from orgs.models import Person
from orgs.operations import register_person
from orgs.queries import person_known_as

PHONE = "13800000001"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 王 小芳 ", "王小芳"),
        ("王\u200b小芳", "王小芳"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("Anna  Lee", "Anna Lee"),
        ("O'Neil-Brown", "O'Neil-Brown"),
        ("王小芳（二车间）", "王小芳（二车间）"),
    ],
)
def test_a_name_has_one_spelling_and_is_found_by_any(world, typed, name):
    person = register_person(organization=world.community_union, name=typed, phone=PHONE)
    assert person.name == name
    assert [person_known_as(text, f"+86 {PHONE}") for text in (typed, name)] == [person, person]


@pytest.mark.parametrize("typed", ["１２３", "-0.00", "🙂", "·", "<b>王</b>", "王;小芳", "\u200b"])
def test_what_is_no_name_is_refused(world, typed):
    with pytest.raises(DomainError, match="姓名"):
        register_person(organization=world.community_union, name=typed, phone=PHONE)
    assert Person.objects.count() == 0
