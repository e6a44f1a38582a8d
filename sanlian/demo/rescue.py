"""A year of the rescue team: some twenty call-outs, from the alarm to the union's confirmation."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orgs.enums import Role
from sanlian.demo import organizations as at
from sanlian.demo.volunteers import RESCUE_TEAM, Member
from sanlian.demo.world import World
from services.enums import CallOutKind as Kind
from services.models import HourClaim
from services.operations import close_call_out, confirm_many, create_call_out, update_call_out, verify_call_out

LINE = 4  # registered volunteers of a call-out
DISTRICT_DIGITS = 6
# days from today, hour, kind, community, place, cause, result, helped
ALARMS = (
    (-341, 10, Kind.SEARCH, at.KAIXUAN, "北站周边", "老人外出未归。", "两小时后在公交站找到，已交家属。", 1),
    (-322, 15, Kind.GUARD, at.CHENXING, "晨兴社区广场", "便民服务日活动保障。", "活动平稳，处置中暑一人。", 1),
    (-301, 8, Kind.MEDICAL, at.ZHENGLIANG, "正良社区门前", "有人突然倒地。", "心肺复苏后移交急救。", 1),
    (-284, 19, Kind.TRAFFIC, at.GUOSAN, "郭三村村道", "车辆侧滑入沟。", "救出两人，移交急救。", 2),
    (-266, 6, Kind.MOUNTAIN, at.CHENXING, "石人山", "登山者迷路。", "引导下山，无人受伤。", 3),
    (-247, 14, Kind.GUARD, at.KAIXUAN, "凯旋社区广场", "职工联谊活动保障。", "活动平稳。", 0),
    (-229, 9, Kind.SEARCH, at.ZHENGLIANG, "蒲河沿岸", "走失儿童。", "四十分钟找到。", 1),
    (-208, 16, Kind.WATER, at.CHENXING, "蒲河浅滩", "钓鱼者被困。", "橡皮艇接回两人。", 2),
    (-190, 13, Kind.WATER, at.GUOSAN, "郭三村水渠", "少年溺水。", "救起一人，移交急救。", 1),
    (-171, 21, Kind.FLOOD, at.CHENXING, "晨兴社区低洼院落", "暴雨积水。", "转移十一人，排水三小时。", 11),
    (-170, 7, Kind.FLOOD, at.ZHENGLIANG, "正良社区地下车库", "暴雨倒灌。", "封堵沙袋，排水两小时。", 0),
    (-151, 17, Kind.WATER, at.SHUIYUANDI, "浑河南岸", "游泳者体力不支。", "救起一人。", 1),
    (-133, 11, Kind.GUARD, at.CHENXING, "志愿服务一条街", "大型便民活动保障。", "活动平稳。", 0),
    (-112, 20, Kind.SEARCH, at.KAIXUAN, "凯旋社区", "患病老人走失。", "次日凌晨找到。", 1),
    (-91, 9, Kind.TRAFFIC, at.CHENXING, "蒲河路", "追尾事故人员被困。", "破拆救出一人。", 1),
    (-70, 12, Kind.MEDICAL, at.HUIGONG, "惠工社区广场", "活动中有人晕倒。", "现场处置后送医。", 1),
    (-48, 15, Kind.GUARD, at.GUOSAN, "郭三村", "秋收文艺演出保障。", "活动平稳。", 0),
    (-26, 18, Kind.SEARCH, at.CHENXING, "晨兴社区", "老人走失。", "三小时后找到。", 1),
    (-9, 13, Kind.OTHER, at.KAIXUAN, "楼宇大厅", "电梯困人协助疏导。", "配合维保救出四人。", 4),
    (-4, 8, Kind.GUARD, at.CHENXING, "晨兴社区广场", "冬训活动保障。", "活动平稳。", 0),
)
REPORTED = 2  # the newest of them wait for the union
EQUIPMENT = {
    Kind.WATER: "橡皮艇一艘、救生衣八件、抛绳包四个", Kind.FLOOD: "冲锋舟一艘、排水泵两台、沙袋",
    Kind.MOUNTAIN: "绳索装备两套、无人机一架", Kind.SEARCH: "无人机一架、对讲机六部",
    Kind.MEDICAL: "AED一台、急救包两个",
}  # fmt: skip
USUAL = "急救包两个、对讲机四部"


def alarm_story(world: World, number: int, rescuers: list[Member]) -> Iterator[datetime]:
    """One call-out; the newest ones are only reported."""
    days, hour, kind, community, place, cause, result, helped = ALARMS[number]
    head, alarm_at = world.staff(Role.NGO, at.RESCUE), world.moment(world.day(days), hour, 12)
    yield alarm_at + timedelta(minutes=3)
    call_out = create_call_out(
        by=head, team=world.teams[RESCUE_TEAM], organization=world.organizations[community], kind=kind, place=place,
        alarm_at=alarm_at, cause=cause,
    )  # fmt: skip
    there = [row.volunteer for row in rescuers if row.since < alarm_at]
    members = world.rng.sample(there, LINE)
    departed = alarm_at + timedelta(minutes=world.rng.randint(5, 14))
    arrived = departed + timedelta(minutes=world.rng.randint(12, 45))
    ended = arrived + timedelta(minutes=world.rng.randint(50, 200))
    yield ended + timedelta(minutes=50)
    call_out = update_call_out(
        call_out, by=head, members=members, departed_at=departed, arrived_at=arrived, ended_at=ended,
        people=LINE + world.rng.randint(2, 9), equipment=EQUIPMENT.get(kind, USUAL), helped=helped, result=result,
    )  # fmt: skip
    call_out = close_call_out(call_out, by=head)
    if number < len(ALARMS) - REPORTED:
        yield world.office(days + 3)
        manager = world.staff(Role.DISTRICT_UNION, community[:DISTRICT_DIGITS])
        verify_call_out(call_out, by=manager)
        claims = HourClaim.objects.filter(content__endswith=call_out.number)
        confirm_many(claims, by=world.staff(Role.WORKER, at.RESCUE))


def today_story(world: World) -> Iterator[datetime]:
    """One that is going on while the demo is made."""
    yield world.now - timedelta(minutes=35)
    head, alarm_at = world.staff(Role.NGO, at.RESCUE), world.now - timedelta(minutes=40)
    call_out = create_call_out(
        by=head, team=world.teams[RESCUE_TEAM], organization=world.organizations[at.KAIXUAN], kind=Kind.SEARCH,
        place="凯旋社区西门", alarm_at=alarm_at, cause="老人外出买菜未归。",
    )  # fmt: skip
    yield world.now - timedelta(minutes=5)
    times = {"departed_at": alarm_at + timedelta(minutes=7), "arrived_at": alarm_at + timedelta(minutes=25)}
    update_call_out(call_out, by=head, people=6, **times)
