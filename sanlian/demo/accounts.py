"""The published accounts, one per role, and the colleagues without whom nothing would move."""

from random import Random

from django.contrib.auth.hashers import make_password

from orgs.enums import Gender, Role
from orgs.models import Membership, Organization, User
from orgs.operations import grant_membership
from sanlian.demo import ACCOUNTS, PASSWORD, clock
from sanlian.demo import organizations as at
from sanlian.demo.names import person_name
from sanlian.demo.world import World

# account → where it serves, in which role; `worker` has a second identity to switch to
POSTS = {
    "city": ((at.CITY, Role.CITY_ADMIN),),
    "district": ((at.SHENHE, Role.DISTRICT_UNION),),
    "street": ((at.BEIZHAN, Role.STREET_UNION),),
    "community": ((at.KAIXUAN, Role.COMMUNITY_UNION),),
    "party": ((at.party_code(at.KAIXUAN), Role.PARTY),),
    "ngo": ((at.CHENXI, Role.NGO),),
    "worker": ((at.CHENXI, Role.WORKER), (at.FUDONG, Role.COMMUNITY_UNION)),
    "supervisor": ((at.CHENXI, Role.SUPERVISOR),),
    "expert": ((at.CITY, Role.EXPERT),),
    "finance": ((at.SHENHE, Role.FINANCE),),
    "auditor": ((at.SHENHE, Role.AUDITOR),),
    "leader": ((at.CITY, Role.LEADER),),
}
DISTRICTS = (at.HEPING, at.TIEXI, at.SHENBEI, at.KANGPING)
LEADERS = (at.CITY, at.SHENHE)
PURCHASING = {at.CITY: Role.CITY_ADMIN} | dict.fromkeys((at.SHENHE, *DISTRICTS), Role.DISTRICT_UNION)
EXPERTS = 2  # besides the published account, so that every panel seats it


def appoint_administrator(world: World) -> User:
    """The first account, which nobody can grant: like the one a production starts with."""
    user = world.users["city"] = make_user(world, "city", make_password(PASSWORD))
    top = world.organizations[at.CITY] = Organization.objects.get(code=at.CITY)
    Membership.objects.create(user=user, organization=top, role=Role.CITY_ADMIN, valid_from=world.day(at.FOUNDED - 30))
    return user


def load_accounts(world: World) -> int:
    """The published accounts; then every union body with a story gets its staff, every contractor its people."""
    hashed = world.users["city"].password
    with clock.at(world.office(at.FOUNDED + 1)):
        for username in ACCOUNTS:
            engage(world, username, POSTS[username], hashed)
        for code, role in colleagues():
            if f"{role}@{code}" not in world.users:
                engage(world, f"{role.replace('_', '-')}-{code.lower()}", ((code, role),), "")
        for code, role in PURCHASING.items():
            appoint_deputy(world, code, role)
        for number in range(1, EXPERTS + 1):
            engage(world, f"expert-{number}", ((at.CITY, Role.EXPERT),), "", key=f"expert{number}")
    return User.objects.count()


def colleagues():
    """Who else serves where; these cannot sign in until someone sets their password."""
    yield at.CITY, Role.FINANCE
    yield at.CITY, Role.AUDITOR
    yield from ((code, Role.LEADER) for code in LEADERS)
    for code in DISTRICTS:
        yield code, Role.DISTRICT_UNION
        yield code, Role.FINANCE
        yield code, Role.AUDITOR
    yield from ((street, Role.STREET_UNION) for street in sorted({code[:9] for code in at.COMMUNITIES}))
    for code in at.COMMUNITIES:
        yield code, Role.COMMUNITY_UNION
    yield at.party_code(at.CHENXING), Role.PARTY
    for contractor in at.CONTRACTORS:
        yield contractor.code, Role.NGO
        yield contractor.code, Role.WORKER


def appoint_deputy(world: World, code: str, role: str) -> None:
    """The second pair of eyes: who checks an instalment does not approve it."""
    engage(world, f"deputy-{code}", ((code, role),), "", key=f"deputy@{code}")


def engage(world: World, username: str, posts: tuple[tuple[str, str], ...], hashed: str, key: str = "") -> None:
    """One user with the given posts, granted by the city; findable in the world by ``key`` or the first of them."""
    user = world.users.get(username) or make_user(world, username, hashed)
    for code, role in posts:
        if user != world.users["city"]:
            organization = world.organizations[code]
            grant_membership(organization, by=world.users["city"], user=user, role=role)
    code, role = posts[0]
    world.users[username] = world.users[key or f"{role}@{code}"] = user


def make_user(world: World, username: str, hashed: str) -> User:
    """An account without posts; without a password nobody can sign in with it."""
    rng = Random(username)
    return User.objects.create(
        username=username,
        name=person_name(rng, rng.choice((Gender.MALE, Gender.FEMALE))),
        email=f"{username}@demo.invalid",
        phone=at.office(500 + User.objects.count()),
        password=hashed or make_password(None),
        date_joined=world.office(at.FOUNDED),
    )
