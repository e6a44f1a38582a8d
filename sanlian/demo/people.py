"""The people served: invented, each belonging to one community, most of them coming again and again."""

from collections.abc import Iterable
from random import Random

from core.crypto import blind_index
from orgs.enums import Gender, ServiceGroup
from orgs.models import Person
from sanlian.demo.names import identity_number, person_name, phone

VISITS_EACH = 4.4  # how often a named person comes in the year, on average
MEMBERS = 0.62
WITH_IDENTITY_NUMBER = 0.15  # those registered by union staff from their membership card
COMMON_GROUPS = (
    ServiceGroup.EMPLOYEE,
    ServiceGroup.EMPLOYEE,
    ServiceGroup.EMPLOYEE,
    ServiceGroup.MIGRANT,
    ServiceGroup.NEW_FORM,
    ServiceGroup.RETIRED,
    ServiceGroup.RESIDENT,
)
RARE_GROUPS = (ServiceGroup.HARDSHIP, ServiceGroup.DISABLED, ServiceGroup.MODEL, ServiceGroup.MINORITY)


class People:
    """Makes people without saving them; no two share a telephone."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.made = 0
        self.taken: set[str] = set()

    def pool(self, visits: float) -> list[Person]:
        """Enough people to make that many visits."""
        return [self.person() for _ in range(max(int(visits / VISITS_EACH), 40))]

    def person(self) -> Person:
        rng = self.rng
        self.made += 1
        gender = rng.choice((Gender.MALE, Gender.FEMALE))
        number = phone(self.made)
        person = Person(
            name=person_name(rng, gender),
            gender=gender if rng.random() < 0.8 else Gender.UNKNOWN,
            phone=number,
            phone_index=blind_index(number),
            groups=self.groups(gender),
            is_member=rng.random() < MEMBERS,
        )
        if rng.random() < WITH_IDENTITY_NUMBER:
            self.identify(person, gender)
        return person

    def groups(self, gender: str) -> list[str]:
        rng = self.rng
        groups = {rng.choice(COMMON_GROUPS)}
        if gender == Gender.FEMALE and rng.random() < 0.5:
            groups.add(ServiceGroup.WOMAN)
        if rng.random() < 0.06:
            groups.add(rng.choice(RARE_GROUPS))
        return sorted(groups)

    def identify(self, person: Person, gender: str) -> None:
        """The number decides birth date and gender, as in ``orgs.operations``. One that is taken is left out."""
        number, born = identity_number(self.rng, gender)
        index = blind_index(number)
        if index not in self.taken:
            self.taken.add(index)
            person.id_number, person.id_number_index = number, index
            person.birth_date, person.gender = born, gender


def belong(people: Iterable[Person], group: str) -> None:
    """Whoever comes to a service for ``group`` belongs to it."""
    for person in people:
        if group not in person.groups:
            person.groups = sorted({*person.groups, group})
