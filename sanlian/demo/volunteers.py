"""The volunteers: people of each community who help at its sessions, and those of the rescue team."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection

from orgs.enums import Gender, Role
from orgs.models import Organization, Person
from sanlian.demo import clock
from sanlian.demo import organizations as at
from sanlian.demo.names import person_name, phone
from sanlian.demo.world import World
from services import workflow
from services.ages import is_minor
from services.enums import ActivityKind, TeamKind, VolunteerSkill, VolunteerState
from services.models import Team, Volunteer, VolunteerEvent
from services.operations import create_team

EACH = 44  # of every community with a story
YOUNG = 2  # of them are under age
RESCUERS = 120
FOUNDERS = 0.75  # share of those who joined before the year under report
BATCH = 1000
RESCUE_TEAM, ART_TEAM, LAW_TEAM = "雄鹰应急救援队", "文艺轻骑兵", "律师志愿服务队"
SKILLS = tuple(skill for skill in VolunteerSkill if skill not in (VolunteerSkill.WATER, VolunteerSkill.OTHER))
RESCUE_SKILLS = (VolunteerSkill.FIRST_AID, VolunteerSkill.WATER, VolunteerSkill.DRIVING)
INTENTIONS = ("社区便民服务", "陪伴老人和孩子", "应急救援", "文体活动组织", "政策宣传", "")


@dataclass(eq=False)
class Member:
    """Somebody who serves as a volunteer; ``busy`` are the days on which they help already."""

    person: Person
    organization: Organization
    team: Team
    since: datetime
    skills: list[str]
    busy: set[date] = field(default_factory=set)
    volunteer: Volunteer | None = None

    def can_help(self, item) -> bool:
        """At a session of ``item``: in service by then, free on that day, of age where it is dangerous."""
        session = item.session
        if session.starts_on in self.busy or session.starts_at < self.since + timedelta(days=20):
            return False
        return item.plan.kind != ActivityKind.DRILL or not is_minor(self.person.birth_date, session.starts_on)


def load_teams(world: World) -> int:
    """One of each community; rescuers, performers and lawyers with the social organization they belong to."""
    with clock.at(world.office(at.FOUNDED + 8)):
        for number, code in enumerate(at.COMMUNITIES):
            name = f"{world.organizations[code].place}红马甲志愿服务队"
            make_team(world, Role.COMMUNITY_UNION, code, name, TeamKind.SERVICE, number, has_badge=number < 6)
        make_team(
            world,
            Role.NGO,
            at.RESCUE,
            RESCUE_TEAM,
            TeamKind.RESCUE,
            20,
            founded_on=date(2014, 6, 1),
            formal_members=55,
            equipment="冲锋舟2艘、橡皮艇3艘、绳索救援装备6套、AED 2台、无人机1架",
            qualification="省级社会应急力量分类分级测评（水域三级）",
            has_badge=True,
        )
        make_team(world, Role.NGO, at.ART, ART_TEAM, TeamKind.ART, 21, formal_members=24, has_badge=True)
        make_team(world, Role.NGO, at.LAWYERS, LAW_TEAM, TeamKind.SKILL, 22, formal_members=16)
    return len(world.teams)


def make_team(world: World, role: str, code: str, name: str, kind: str, number: int, **facts) -> None:
    leader = person_name(world.rng, world.rng.choice((Gender.MALE, Gender.FEMALE)))
    world.teams[name] = create_team(
        by=world.staff(role, code), organization=world.organizations[code], name=name, kind=kind, leader=leader,
        phone=phone(91_000_000 + number), **facts,
    )  # fmt: skip


def choose_members(world: World, pools: dict[int, list[Person]]) -> dict[int, list[Member]]:
    """By the key of their community, in the order of its pool; people are made but not saved."""
    members = {}
    for code in at.COMMUNITIES:
        organization = world.organizations[code]
        people = pools.get(organization.pk) or [world.people.person() for _ in range(EACH)]
        team = world.teams[f"{organization.place}红马甲志愿服务队"]
        members[organization.pk] = [enrol(world, row, organization, team) for row in people[:EACH]]
        young = [row.person for row in members[organization.pk] if not row.person.id_number][-YOUNG:]
        for number, person in enumerate(young):
            person.birth_date = world.day(-365 * 16 - 200 - 90 * number)
            person.groups, person.is_member = ["family"], False
    return members


def choose_rescuers(world: World) -> list[Member]:
    team = world.teams[RESCUE_TEAM]
    homes = [world.organizations[code] for code in (at.CHENXING, at.ZHENGLIANG, at.KAIXUAN)]
    rescuers = []
    for number in range(RESCUERS):
        member = enrol(world, world.people.person(), homes[number % len(homes)], team)
        member.skills = sorted({*world.rng.sample(RESCUE_SKILLS, 2), *member.skills[:1]})
        rescuers.append(member)
    return rescuers


def enrol(world: World, person: Person, organization: Organization, team: Team) -> Member:
    rng = world.rng
    since = world.office(rng.randint(-470, -372) if rng.random() < FOUNDERS else rng.randint(-371, -40))
    if not person.birth_date:
        person.birth_date = date(rng.randint(1958, 2003), rng.randint(1, 12), rng.randint(1, 28))
    return Member(person, organization, team, since, sorted(rng.sample(SKILLS, rng.randint(0, 3))))


def save_volunteers(world: World, members: list[Member]) -> int:
    """Registered and admitted by the community's union, as ``register_volunteer`` does it one by one."""
    members = sorted(members, key=lambda row: row.since)
    for member, pk in zip(members, reserve(len(members)), strict=True):
        member.volunteer = volunteer(world, member, pk)
    with clock.backdated():
        Volunteer.objects.bulk_create([member.volunteer for member in members], batch_size=BATCH)
        events = [event for member in members for event in events_of(world, member)]
        VolunteerEvent.objects.bulk_create(events, batch_size=BATCH)
    return len(members)


def reserve(count: int) -> list[int]:
    """The next ``count`` keys, which the volunteers' numbers carry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('services_volunteer', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def volunteer(world: World, member: Member, pk: int) -> Volunteer:
    guardian = {}
    if is_minor(member.person.birth_date, member.since.date()):
        name = member.person.name[:1] + world.rng.choice("建国秀英丽敏刚")
        guardian = {
            "guardian_name": name, "guardian_phone": phone(92_000_000 + pk),
            "guardian_consented_on": member.since.date(),
        }  # fmt: skip
    return Volunteer(
        pk=pk, number=f"ZY{member.since:%Y}{pk:06}", person=member.person, organization=member.organization,
        team=member.team, skills=member.skills, intention=world.rng.choice(INTENTIONS),
        area=member.organization.place, agrees_to_ranking=world.rng.random() < 0.6 and not guardian,
        registered_on=member.since.date(), state=VolunteerState.ACTIVE, **guardian,
    )  # fmt: skip


def events_of(world: World, member: Member) -> list[VolunteerEvent]:
    by, admit = world.staff(Role.COMMUNITY_UNION, member.organization.code), workflow.ADMIT_VOLUNTEER
    row, moment = member.volunteer, member.since
    return [
        VolunteerEvent(subject=row, kind="create", to_state=VolunteerState.PENDING, by=by, at=moment),
        VolunteerEvent(
            subject=row, kind=admit.name, from_state=VolunteerState.PENDING, to_state=admit.target, by=by, at=moment
        ),
    ]  # fmt: skip
