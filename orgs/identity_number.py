"""Citizen identity numbers (GB 11643) and phones: validity, and what a number says about the holder."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from id_validator import validator

from orgs.enums import Gender
from orgs.models.person import normal_id_number

PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")  # a mobile number, or a fixed line with its area code


def is_phone(digits: str) -> bool:
    """Whether the normalised digits can be dialled."""
    return bool(PHONE.fullmatch(digits))


@dataclass(frozen=True)
class IdentityNumber:
    """A valid number with the birth date and gender it carries."""

    text: str
    birth_date: date
    gender: str


def parse_identity_number(text: str) -> IdentityNumber | None:
    """The number behind ``text`` (full-width digits and a small x are fine), or None when it is not valid.

    18 characters: the 15-digit numbers of the first generation ended in 2013. Region, birth date and check
    character must hold, and nobody is born tomorrow.
    """
    number = normal_id_number(text)
    if len(number) != 18 or not number.isascii() or not validator.is_valid(number):
        return None
    birth_date = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    if birth_date > timezone.localdate():
        return None
    return IdentityNumber(number, birth_date, Gender.MALE if int(number[16]) % 2 else Gender.FEMALE)
