"""Registering people: found before made, checked, never twice."""

import pytest

from core.errors import DomainError
from orgs.identity_number import parse_identity_number
from orgs.models import Person, PersonEvent, PersonOrganization
from orgs.operations import register_person, update_person
from tests.racing import together

ID = "210102199001011237"


def test_register_person_makes_one_row_with_its_event(world):
    person = register_person(
        by=world.community, organization=world.community_union, name="王 晓明", phone="+86 138-0000-0001"
    )
    assert (person.name, person.phone, person.organization) == ("王晓明", "13800000001", world.community_union)
    assert list(person.events.values_list("kind", "by")) == [("register", world.community.pk)]
    assert list(person.known_to.values_list("organization", flat=True)) == [world.community_union.pk]


def test_register_person_finds_by_identity_number_and_fills_blanks(world):
    first = register_person(organization=world.community_union, name="王晓明", id_number=ID)
    again = register_person(
        organization=world.neighbour,
        name="王晓明",
        id_number="２１０１０２１９９００１０１１２３７",
        phone="13800000001",
        groups=["migrant"],
    )
    assert again == first and Person.objects.count() == 1
    first.refresh_from_db()
    assert (first.phone, first.gender, str(first.birth_date)) == ("13800000001", "male", "1990-01-01")
    assert first.groups == ["migrant"]
    assert first.known_to.count() == 2
    assert list(first.events.values_list("kind", flat=True)) == ["register", "update"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": " ", "phone": "13800000001"}, "没有姓名"),
        ({"name": "王晓明"}, "至少填写一项"),
        ({"name": "王晓明", "phone": "12345"}, "手机号不正确"),
        ({"name": "王晓明", "id_number": "210102199001011238"}, "身份证号不正确"),
        ({"name": "王晓明", "id_number": "210102199013011237"}, "身份证号不正确"),
    ],
)
def test_register_person_refuses_and_leaves_nothing(world, facts, words):
    with pytest.raises(DomainError, match=words):
        register_person(organization=world.community_union, **facts)
    assert (Person.objects.count(), PersonEvent.objects.count(), PersonOrganization.objects.count()) == (0, 0, 0)


def test_register_person_refuses_a_number_that_belongs_to_another_name(world):
    register_person(organization=world.community_union, name="王晓明", id_number=ID)
    with pytest.raises(DomainError, match="另一个姓名"):
        register_person(organization=world.neighbour, name="李大海", id_number=ID)
    assert PersonOrganization.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_registering_the_same_person_make_one_row(world):
    def register(organization):
        return lambda: register_person(organization=organization, name="王晓明", phone="13800000001")

    first, second = together(register(world.community_union), register(world.neighbour))
    assert first == second
    assert (Person.objects.count(), PersonEvent.objects.count(), PersonOrganization.objects.count()) == (1, 1, 2)


def test_register_person_refuses_a_second_number_for_the_same_name_and_phone(world):
    register_person(organization=world.community_union, name="王晓明", phone="13800000001", id_number=ID)
    with pytest.raises(DomainError, match="另一个身份证号"):
        register_person(
            organization=world.neighbour, name="王晓明", phone="13800000001", id_number="11010519491231002X"
        )
    assert Person.objects.count() == 1


def test_register_person_adds_a_gender_only_where_none_was_known(world):
    person = register_person(organization=world.community_union, name="王晓明", phone="13800000001")
    register_person(organization=world.community_union, name="王晓明", phone="13800000001", gender="female")
    register_person(organization=world.community_union, name="王晓明", phone="13800000001", gender="male")
    person.refresh_from_db()
    assert person.gender == "female"
    assert list(person.events.values_list("kind", flat=True)) == ["register", "update"]


def test_update_person_without_a_change_leaves_no_event(world):
    person = register_person(organization=world.community_union, name="王晓明", phone="13800000001")
    update_person(person, by=world.community, name="王晓明")
    assert list(person.events.values_list("kind", flat=True)) == ["register"]


def test_update_person_knows_its_fields(world):
    person = register_person(organization=world.community_union, name="王晓明", phone="13800000001")
    with pytest.raises(TypeError):
        update_person(person, by=world.community, phone_index="x")


@pytest.mark.parametrize("number", ["210102203001011236", "2101021990010112", "21010219900101123Ⅶ"])
def test_numbers_of_the_unborn_and_of_the_wrong_length_are_not_numbers(number):
    assert parse_identity_number(number) is None
