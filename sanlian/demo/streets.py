"""The volunteer streets: merchants of two communities and their turns, held for months and planned ahead."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orgs.enums import Role
from sanlian.demo import organizations as at
from sanlian.demo.names import phone
from sanlian.demo.world import World
from services.models import StreetDay
from services.operations import cancel_street_day, create_merchant, hold_street_day, plan_street_days

SATURDAY = 5
WEEKS, AHEAD = 19, 4  # of them still to come
CALLED_OFF = 6  # in the order of time
NO_SHOW = 0.08
STREETS = {
    at.CHENXING: (
        "蒲河便民街",
        (
            ("老周修鞋配钥匙", "修鞋、配钥匙"), ("晨兴家电维修", "小家电维修"), ("康宁大药房", "量血压、用药咨询"),
            ("阿丽美发", "义剪"), ("顺达自行车行", "自行车打气补胎"), ("光明眼镜", "清洗眼镜、测视力"),
            ("新风裁缝铺", "裁裤边、换拉链"), ("诚信手机维修", "手机贴膜、智能手机教学"),
            ("晨兴社区食堂", "热粥、热水"),
        ),
    ),
    at.KAIXUAN: (
        "凯旋街心花园",
        (
            ("北站理发馆", "义剪"), ("凯旋诊所", "量血压、测血糖"), ("惠民五金", "磨刀、修伞"),
            ("书香打印社", "复印、填表代书"), ("凯旋洗衣店", "衣物熨烫"), ("邮政凯旋网点", "防诈骗咨询"),
        ),
    ),
}  # fmt: skip


def street_story(world: World, code: str) -> Iterator[datetime]:
    """Merchants registered, a rota planned in one go, each Saturday's service recorded."""
    by, organization = world.staff(Role.COMMUNITY_UNION, code), world.organizations[code]
    street, merchants = STREETS[code]
    first = world.day(-7 * (WEEKS - AHEAD) + (SATURDAY - world.today.weekday()))
    yield world.office((first - world.today).days - 9)
    for number, (name, service) in enumerate(merchants):
        create_merchant(
            by=by, organization=organization, name=name, service=service, address=f"{street}{2 * number + 1}号",
            phone=phone(94_000_000 + 50 * len(merchants) + number), in_joint_union=number % 3 != 2,
        )  # fmt: skip
    yield world.office((first - world.today).days - 6)
    starts_at = world.moment(first, 9)
    days = plan_street_days(
        by=by, organization=organization, street=street, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2, minutes=30), days=WEEKS, every=7, merchants=4,
    )  # fmt: skip
    for number, day in enumerate(days):
        if day.ends_at + timedelta(hours=1) < world.now:
            yield from happen(world, day, number, by)


def happen(world: World, day: StreetDay, number: int, by) -> Iterator[datetime]:
    if number == CALLED_OFF:
        yield day.starts_at - timedelta(hours=15)
        cancel_street_day(day, by=by, note="大雨预警，当天取消，下周补办。")
        return
    yield day.ends_at + timedelta(minutes=20)
    counts = {duty.pk: world.rng.randint(9, 34) for duty in day.duties.all()}
    if world.rng.random() < NO_SHOW * len(counts):
        counts[min(counts)] = None
    hold_street_day(day, by=by, served=counts)
