"""Encryption at rest and the blind index."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import blind_index, decrypt, encrypt
from orgs.models import Person
from orgs.operations import register_person

PHONE = "13900000001"


@given(st.text())
def test_round_trip(text):
    assert decrypt(encrypt(text)) == text


def test_the_same_text_never_looks_the_same_twice():
    assert encrypt(PHONE) != encrypt(PHONE)


@pytest.mark.parametrize("position", [0, 12, -1])
def test_a_changed_byte_is_noticed(position):
    blob = bytearray(encrypt(PHONE))
    blob[position] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(bytes(blob))


def test_another_key_neither_reads_nor_finds(settings):
    blob, index = encrypt(PHONE), blind_index(PHONE)
    settings.FIELD_KEY = b"x" * 32
    with pytest.raises(InvalidTag):
        decrypt(blob)
    assert blind_index(PHONE) != index


def test_the_index_is_equal_for_equal_texts_and_empty_for_nothing():
    assert blind_index(PHONE) == blind_index(PHONE)
    assert blind_index(PHONE) != blind_index("13900000002")
    assert len(blind_index(PHONE)) == 64
    assert blind_index("") == ""


def test_the_database_holds_no_plain_number(world):
    person = register_person(organization=world.community_union, name="王晓明", phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("select p::text from orgs_person p where id = %s", [person.pk])
        row = cursor.fetchone()[0]
    assert PHONE not in row
    assert PHONE.encode().hex() not in row
    assert Person.objects.get(pk=person.pk).phone == PHONE


def test_an_empty_number_stays_empty(world):
    person = register_person(organization=world.community_union, name="王晓明", phone=PHONE)
    assert Person.objects.get(pk=person.pk).id_number == ""
