"""Sign-ups for the sessions to come, through the real operation, by people who have come before."""

from datetime import timedelta

from orgs.models import Person
from sanlian.demo import clock
from sanlian.demo.world import World
from services.models import Session
from services.operations import register_participant

FULL = 1  # so many of the sessions are booked out
TAKEN = (0.2, 0.75)  # share of the places taken in the others


def sign_up(world: World, sessions: list[Session]) -> int:
    """The nearer a session, the more places are taken; one is full."""
    count = 0
    for number, session in enumerate(sorted(sessions, key=lambda session: session.starts_at)):
        share = 1 if number == FULL else world.rng.uniform(*TAKEN) / (1 + max(number - 6, 0) / 4)
        known = Person.objects.filter(known_to__organization=session.organization).order_by("pk")
        people = list(known[: session.capacity * 6])
        chosen = world.rng.sample(people, min(round(session.capacity * share), len(people)))
        count += sum(register(world, session, person) for person in chosen)
    return count


def register(world: World, session: Session, person: Person) -> bool:
    """Some time in the last days, never after now or after the start."""
    latest = min(world.now, session.starts_at)
    with clock.at(latest - timedelta(minutes=world.rng.randint(20, 8000))):
        register_participant(session, name=person.name, phone=person.phone)
    return True
