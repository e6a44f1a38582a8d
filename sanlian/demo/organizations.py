"""The real Shenyang tree, the communities with a story, and the invented bodies that hang under them."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from orgs.enums import Gender, Tier, UnionLevel
from orgs.enums import OrganizationKind as Kind
from orgs.models import Organization
from orgs.operations import create_organization, import_divisions, update_organization
from sanlian.demo import clock
from sanlian.demo.names import credit_code, person_name
from sanlian.demo.world import World

DIVISIONS = Path(__file__).parent / "shenyang_divisions.csv"

CITY = "2101"
HEPING, SHENHE, TIEXI, SHENBEI, KANGPING = "210102", "210103", "210106", "210113", "210123"
BEIZHAN = "210103014"
KAIXUAN, SHANDONGPU, HUIGONG, YINGBIN = "210103014001", "210103014003", "210103014004", "210103014008"
FUDONG = "210103013010"
SHUIYUANDI, SHASHAN = "210102001002", "210102001014"
HONGHU = "210106001019"
CHENXING, ZHENGLIANG, GUOSAN = "210113016002", "210113016003", "210113016203"
WEITANG = "210123001206"

PILOTS = (KAIXUAN, CHENXING)
TIERS = {
    Tier.STAR: PILOTS,
    Tier.ORDINARY: (SHANDONGPU, HUIGONG, FUDONG, SHUIYUANDI, HONGHU, ZHENGLIANG),
    Tier.WEAK: (YINGBIN, SHASHAN, GUOSAN, WEITANG),
}
COMMUNITIES = tuple(code for codes in TIERS.values() for code in codes)

CHENXI, ART, RESCUE, RIBBON, BEAUTY = "SO-0001", "SO-0002", "SO-0003", "SO-0004", "SO-0005"
LAWYERS, MATCHMAKERS, SPORT, HEALTH, MEDIATORS = "SO-0006", "SO-0007", "SO-0008", "SO-0009", "SO-0010"
FOUNDED = -500  # days: when the platform was set up, before anything else happened
ASSOCIATION, SERVICE_BODY, ENTERPRISE = "51", "52", "91"  # first two marks of a credit code


@dataclass(frozen=True)
class SocialOrganization:
    """A contractor, registered with the city or with a district."""

    code: str
    name: str
    form: str
    registered_at: str = CITY


CONTRACTORS = (
    SocialOrganization(CHENXI, "沈阳晨曦社会工作服务中心", SERVICE_BODY),
    SocialOrganization(ART, "沈阳职工艺术团", SERVICE_BODY),
    SocialOrganization(RESCUE, "沈阳北辰应急救援队", SERVICE_BODY),
    SocialOrganization(RIBBON, "沈阳绿丝带志愿者协会", ASSOCIATION),
    SocialOrganization(BEAUTY, "盛京美容美发协会", ASSOCIATION),
    SocialOrganization(LAWYERS, "沈阳正衡律师志愿服务协会", ASSOCIATION),
    SocialOrganization(MATCHMAKERS, "沈阳同心桥婚恋服务中心", SERVICE_BODY),
    SocialOrganization(SPORT, "沈阳力行职工体育协会", ASSOCIATION),
    SocialOrganization(HEALTH, "沈阳康宁健康促进中心", SERVICE_BODY),
    SocialOrganization(MEDIATORS, "沈河老娘舅劳动关系调解工作室", SERVICE_BODY, SHENHE),
)
ENTERPRISES = (
    (KAIXUAN, "凯旋商务楼宇物业有限公司"),
    (KAIXUAN, "北站速达快递有限公司"),
    (HONGHU, "洪湖重型机械制造有限公司"),
    (HONGHU, "铁西华宇食品有限公司"),
    (CHENXING, "沈北晨兴汽车零部件有限公司"),
    (GUOSAN, "郭三村稻米专业合作社"),
)
STREET = "演示大街"  # there is none of this name
ENTERPRISE_WITH_UNION = "QY-0003"


def load_divisions(world: World) -> int:
    """Import the official division codes as an administrator would; returns how many unions stand now."""
    with DIVISIONS.open("rb") as file:
        result = import_divisions(file)
    if result.errors:
        raise ValueError(f"shenyang_divisions.csv: {result.errors[:3]}")
    return result.created


def load_bodies(world: World) -> int:
    """Grade the communities; register party organisations, teams, stations, enterprises and contractors."""
    before = Organization.objects.count()
    with clock.at(world.office(FOUNDED)):
        grade(world)
        certify(world)
        for number, social in enumerate(CONTRACTORS, start=1):
            credit = credit_code(social.form, number)
            facts = {"credit_code": credit, **contact(f"沈阳市{STREET}{number}号", number)}
            facts |= legal_person(social.name, credit)
            add(world, social.registered_at, Kind.SOCIAL, social.code, social.name, **facts)
        for number, code in enumerate(COMMUNITIES, start=1):
            add_community_bodies(world, code, number)
        for number, (community, name) in enumerate(ENTERPRISES, start=1):
            credit = credit_code(ENTERPRISE, 100 + number)
            add(world, community, Kind.ENTERPRISE, f"QY-{number:04d}", name, credit_code=credit)
        add(world, ENTERPRISE_WITH_UNION, Kind.UNION, "JC-0001", "洪湖重型机械制造有限公司工会")
    look_up(world)
    return Organization.objects.count() - before


def contact(address: str, number: int) -> dict:
    """Where a party to a contract is found."""
    return {"address": address, "contact_phone": office(number)}


def legal_person(name: str, number: str) -> dict:
    """What a body needs to sign a contract in its own name; the representative is invented."""
    rng = Random(name)
    representative = person_name(rng, rng.choice((Gender.MALE, Gender.FEMALE)))
    return {"legal_representative": representative, "legal_person_number": number}


def certify(world: World) -> None:
    """The city and its districts are legal persons; streets and communities are not, and do not sign."""
    unions = Organization.objects.filter(level__in=(UnionLevel.CITY, UnionLevel.DISTRICT)).order_by("code")
    for number, union in enumerate(unions, start=200):
        facts = legal_person(union.name, f"辽工法证字第{union.code:0>8}号")
        facts |= contact(f"{union.place}{STREET}1号", number)
        update_organization(union, by=world.users["city"], **facts)


def grade(world: World) -> None:
    """The year's grading of the communities that have a story."""
    for tier, codes in TIERS.items():
        for code in codes:
            community = Organization.objects.get(code=code)
            update_organization(community, by=world.users["city"], tier=tier, is_pilot=code in PILOTS)


def add_community_bodies(world: World, code: str, number: int) -> None:
    """Every community with a story has its party branch and its volunteers, most have a place to rest and warm up."""
    place = Organization.objects.get(code=code).place
    branch = "党委" if code in PILOTS else "党支部"
    add(world, code, Kind.PARTY, f"DZ-{number:04d}", f"{place}{branch}")
    add(world, code, Kind.VOLUNTEER, f"ZY-{number:04d}", f"{place}职工志愿服务队")
    if code not in TIERS[Tier.WEAK]:
        add(world, code, Kind.STATION, f"ZD-{number:04d}", f"{place}工会驿站", contact_phone=office(50 + number))


def add(world: World, parent: str, kind: str, code: str, name: str, **facts) -> Organization:
    parent_row = Organization.objects.get(code=parent)
    return create_organization(by=world.users["city"], parent=parent_row, code=code, name=name, kind=kind, **facts)


def look_up(world: World) -> None:
    """Remember the bodies the rest of the demo refers to by code."""
    world.organizations = {row.code: row for row in named_bodies()}


def named_bodies():
    """What the rest of the demo refers to by code: everything but the thousands of other communities."""
    return Organization.objects.exclude(level=UnionLevel.COMMUNITY) | Organization.objects.filter(code__in=COMMUNITIES)


def office(number: int) -> str:
    """An office telephone in an exchange that does not exist."""
    return f"024-0000{number:04d}"


def party_code(community: str) -> str:
    """The code of the party organization of ``community``."""
    return f"DZ-{COMMUNITIES.index(community) + 1:04d}"
