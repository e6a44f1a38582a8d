"""Where services are held: the 阵地 of every community with a story."""

from decimal import Decimal

from orgs.enums import Role, Tier, VenueKind
from orgs.operations import create_venue
from sanlian.demo import clock
from sanlian.demo import organizations as at
from sanlian.demo.world import World

REGISTERED = at.FOUNDED + 6
WEEKDAYS = "周一至周五 9:00–17:00"
EVENINGS = "周一至周六 9:00–20:30"
ALWAYS = "每天 8:00–20:00"
# name → kind, square metres, people, opening hours, facilities
EVERYWHERE = {
    "职工之家多功能厅": (VenueKind.HOME, 180, 80, EVENINGS, "投影、音响、折叠桌椅"),
    "职工之家培训室": (VenueKind.HOME, 90, 50, EVENINGS, "投影、白板、电脑10台"),
    "社区会议室": (VenueKind.HALL, 80, 50, WEEKDAYS, "投影"),
    "社区服务大厅": (VenueKind.HALL, 150, 80, WEEKDAYS, "自助终端、等候座椅、无障碍坡道"),
    "社区广场": (VenueKind.OUTDOOR, 1200, 400, "全天", "照明、电源"),
}
NOT_IN_WEAK = {
    "职工书屋": (VenueKind.READING, 60, 40, EVENINGS, "图书两千册、阅览桌"),
    "工会驿站": (VenueKind.REST, 40, 20, ALWAYS, "饮水、微波炉、充电、急救箱"),
    "职工之家训练室": (VenueKind.HALL, 120, 60, EVENINGS, "心肺复苏模拟人、AED训练机"),
}
ONLY_IN = {
    at.KAIXUAN: {
        "职工子女爱心托管室": (VenueKind.HOME, 110, 35, "放学后至20:00，周六 9:00–17:00", "课桌、图书角、监控"),
        "心灵驿站": (VenueKind.PSYCHOLOGY, 25, 8, EVENINGS, "沙盘、放松椅"),
        "社工室": (VenueKind.SOCIAL_WORK, 30, 10, WEEKDAYS, "资料柜"),
    },
    at.SHUIYUANDI: {"职工法律服务站": (VenueKind.MEDIATION, 45, 40, WEEKDAYS, "接待桌两张")},
    at.YINGBIN: {"老娘舅调解室": (VenueKind.MEDIATION, 30, 12, WEEKDAYS, "圆桌、录音设备")},
}
DOORS = {
    at.KAIXUAN: ("41.81620", "123.43710"), at.CHENXING: ("42.05180", "123.52640"),
    at.SHUIYUANDI: ("41.77950", "123.41080"), at.HUIGONG: ("41.81290", "123.43120"),
}  # fmt: skip
STEP = Decimal("0.00040")  # from one door of a community to the next


def load_venues(world: World) -> int:
    """Registered by each community's union; those with coordinates can tell inside from outside."""
    with clock.at(world.office(REGISTERED)):
        for code in at.COMMUNITIES:
            by, organization = world.staff(Role.COMMUNITY_UNION, code), world.organizations[code]
            for number, (name, facts) in enumerate(venues_of(code).items()):
                world.venues[code, name] = create_venue(
                    by=by, organization=organization, name=name, **described(code, number, facts)
                )
    return len(world.venues)


def venues_of(code: str) -> dict[str, tuple]:
    extra = {} if code in at.TIERS[Tier.WEAK] else NOT_IN_WEAK
    return EVERYWHERE | extra | ONLY_IN.get(code, {})


def described(code: str, number: int, facts: tuple) -> dict:
    kind, area, capacity, hours, facilities = facts
    place = at.office(600 + at.COMMUNITIES.index(code))
    door = {}
    if code in DOORS:
        latitude, longitude = map(Decimal, DOORS[code])
        door = {"latitude": latitude + STEP * number, "longitude": longitude}
    return {
        "kind": kind, "area": area, "capacity": capacity, "opening_hours": hours, "facilities": facilities,
        "phone": place, "is_accessible": kind in (VenueKind.REST, VenueKind.HALL), **door,
    }  # fmt: skip
