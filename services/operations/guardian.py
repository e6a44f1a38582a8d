"""The guardian a minor needs."""

from django.utils import timezone

from core.errors import DomainError
from orgs.identity_number import is_phone
from orgs.models import Person
from orgs.models.person import normal_phone
from services.ages import is_minor
from services.models import Volunteer

GUARDIAN = ("guardian_name", "guardian_phone", "guardian_consented_on")


def guardian_of(person: Person, name: str, phone: str, consents: bool) -> dict:
    """The guardian's columns for ``person``, empty for adults; raises ``DomainError`` for a minor without one."""
    if not is_minor(person.birth_date, timezone.localdate()):
        return dict(zip(GUARDIAN, ("", "", None), strict=True))
    name, phone = name.strip(), normal_phone(phone)
    if not (name and phone and consents):
        raise DomainError("未满18周岁须由监护人同意：请填写监护人姓名和电话，并勾选“监护人同意”。")
    if not is_phone(phone):
        raise DomainError("监护人电话不正确。请填写11位手机号，或带区号的固定电话。")
    return dict(zip(GUARDIAN, (name, phone, timezone.localdate()), strict=True))


def check_guardian(volunteer: Volunteer) -> None:
    """Raises ``DomainError`` for a minor whose guardian has not consented."""
    if is_minor(volunteer.person.birth_date, timezone.localdate()) and not volunteer.guardian_consented_on:
        raise DomainError("未满18周岁，还没有监护人同意的记录。请先补登监护人再办理。")
