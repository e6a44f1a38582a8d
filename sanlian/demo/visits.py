"""Who signed up for which session and who came: invented here, saved in ``attendance``."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from orgs.models import Person
from sanlian.demo.people import belong
from sanlian.demo.sessions import Dated
from sanlian.demo.volunteers import Member
from sanlian.demo.world import World
from services.enums import ActivityKind as Kind
from services.enums import AttendanceRole, CheckInMethod
from services.models import Session

REGULAR_SESSIONS = 3  # so many full sessions could be filled with regulars alone
ABSENT = 0.09  # of those signed up, so many more did not come
GAVE_BACK = 0.3  # share of the absent who cancelled before
METHODS = (CheckInMethod.QR, CheckInMethod.STAFF, CheckInMethod.PERSONAL, CheckInMethod.VOICE)
METHOD_WEIGHTS = (60, 22, 12, 6)
ALONE = (CheckInMethod.QR, CheckInMethod.VOICE, CheckInMethod.ONLINE)  # nobody of the staff had to do it
FULL = 5  # which of the coming sessions, in the order of time, is booked out
TAKEN = (0.25, 0.8)  # share of the places taken in the others
HELPED = {Kind.CONVENIENCE: 3, Kind.CLINIC: 2, Kind.CHILDCARE: 2, Kind.DRILL: 1}  # volunteers of a session


@dataclass
class Visit:
    """One person and one session: signed up, came, or both."""

    person: Person
    item: Dated
    signed_up_at: datetime | None = None
    cancelled_at: datetime | None = None
    came_at: datetime | None = None
    role: str = AttendanceRole.PARTICIPANT
    method: str = CheckInMethod.QR
    member: Member | None = None  # who helped
    minutes: int | None = None  # spent online
    recorded_at: datetime | None = None  # when it was added afterwards
    inside: bool | None = None
    nonce: str | None = None

    @property
    def session(self) -> Session:
        return self.item.session

    @property
    def first_contact(self) -> datetime:
        return self.signed_up_at or self.came_at

    @property
    def checked_in_by(self):
        """Nobody when people did it themselves."""
        return None if self.method in ALONE else self.session.activity.lead


def invent_visits(
    world: World,
    held: list[Dated],
    coming: list[Dated],
    pools: dict[int, list[Person]],
    members: dict[int, list[Member]],
) -> list[Visit]:
    """Every named visit of the year and every place taken ahead; nothing is saved."""
    regulars, visits = {}, []
    for item in held:
        pool = pools[item.session.organization_id]
        key = (item.plan.name, item.session.organization_id)
        if key not in regulars:
            wanted = int(item.profile.size[1] * item.profile.named * REGULAR_SESSIONS) + 5
            regulars[key] = world.rng.sample(range(len(pool)), min(wanted, len(pool)))
        visits.extend(visits_of(world, item, pool, regulars[key], members[item.session.organization_id]))
    for number, item in enumerate(coming):
        visits.extend(places_taken(world, item, number, pools[item.session.organization_id]))
    return visits


def places_taken(world: World, item: Dated, number: int, pool: list[Person]) -> list[Visit]:
    """The nearer a session, the more places are taken; one is full."""
    share = 1 if number == FULL else world.rng.uniform(*TAKEN) / (1 + max(number - 8, 0) / 4)
    people = world.rng.sample(pool, min(round(item.session.capacity * share), len(pool)))
    latest = min(world.now, item.session.starts_at)
    return [
        Visit(person, item, signed_up_at=latest - timedelta(minutes=world.rng.randint(20, 8000))) for person in people
    ]


def pools_for(world: World, sessions: list[Dated]) -> dict[int, list[Person]]:
    """For every community that hosted, the people who live or work there."""
    expected = defaultdict(float)
    for item in sessions:
        expected[item.session.organization_id] += sum(item.profile.size) / 2 * item.profile.named
    return {pk: world.people.pool(visits) for pk, visits in sorted(expected.items())}


def visits_of(world: World, item: Dated, pool: list[Person], regulars: list[int], members: list[Member]) -> list[Visit]:
    """Named participants of one session, those who stayed away, and the volunteers who helped."""
    rng, session = world.rng, item.session
    named = max(round(rng.randint(*item.profile.size) * item.profile.named), 1)
    wanted = min(named, session.capacity, len(pool))
    chosen = dict.fromkeys(rng.sample(regulars, min(int(wanted * item.profile.loyalty), len(regulars))))
    others = iter(rng.sample(range(len(pool)), len(pool)))
    while len(chosen) < wanted:
        chosen.setdefault(next(others))
    visits = [arrive(world, item, pool[index]) for index in chosen]
    belong((visit.person for visit in visits), item.profile.group)
    signed_up = sum(visit.signed_up_at is not None for visit in visits)
    strangers = [index for index in others if index not in chosen]
    away = min(round(signed_up * ABSENT), session.capacity - signed_up, len(strangers))
    visits += [stay_away(world, item, pool[index]) for index in strangers[:away]]
    at_home = [members[index] for index in strangers[away:] if index < len(members)]
    free = [member for member in at_home if member.can_help(item)]
    return visits + [help_out(item, member) for member in free[: HELPED.get(item.plan.kind, 0)]]


def arrive(world: World, item: Dated, person: Person) -> Visit:
    """Checked in around the start, by code or by staff; most had signed up before."""
    rng = world.rng
    return Visit(
        person,
        item,
        signed_up_at=sign_up_moment(world, item) if rng.random() < item.profile.signed_up else None,
        came_at=item.session.starts_at + timedelta(seconds=rng.randint(-1500, 600)),
        **arrival(world, item.session),
    )


def arrival(world: World, session: Session) -> dict:
    """How the arrival was recorded; who joined a live stream stayed for some of it."""
    if session.is_online:
        return {"method": CheckInMethod.ONLINE, "minutes": world.rng.randint(12, 115)}
    return {"method": world.rng.choices(METHODS, METHOD_WEIGHTS)[0]}


def stay_away(world: World, item: Dated, person: Person) -> Visit:
    """Signed up and did not come; some gave their place back."""
    signed_up_at = sign_up_moment(world, item)
    ahead = item.session.starts_at - signed_up_at
    cancelled_at = signed_up_at + ahead * world.rng.uniform(0.1, 0.9) if world.rng.random() < GAVE_BACK else None
    return Visit(person, item, signed_up_at=signed_up_at, cancelled_at=cancelled_at)


def help_out(item: Dated, member: Member) -> Visit:
    member.busy.add(item.session.starts_on)
    return Visit(
        member.person, item, came_at=item.session.starts_at - timedelta(minutes=40), role=AttendanceRole.VOLUNTEER,
        method=CheckInMethod.STAFF, member=member,
    )  # fmt: skip


def sign_up_moment(world: World, item: Dated) -> datetime:
    """In the week before, once the activity is public."""
    public = item.session.activity.created_at + timedelta(hours=2)
    return max(item.session.starts_at - timedelta(minutes=world.rng.randint(120, 9000)), public)
