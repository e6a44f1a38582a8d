"""What communities asked for: raised by themselves or their party branch, verified by their street."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orgs.enums import Role
from projects.enums import FeedbackChannel
from projects.enums import NeedCategory as Topic
from projects.enums import NeedState as State
from projects.models import Need
from projects.operations import (
    close_need,
    create_need,
    feed_back_need,
    merge_need,
    reject_need,
    serve_need,
    verify_need,
)
from sanlian.demo import organizations as at
from sanlian.demo.plan import NeedPlan
from sanlian.demo.world import World

STREET_DIGITS = 9  # of a community's division code
SAMPLE = 0.4  # of the people concerned were asked

# raised that many days ago, what the street made of it
OPEN = (
    (-4, State.COLLECTED, NeedPlan(at.KAIXUAN, "楼宇女职工托育衔接", Topic.CHILD, ("woman", "family"), 85)),
    (-3, State.COLLECTED, NeedPlan(at.SHANDONGPU, "环卫工人冬季取暖补给", Topic.CONVENIENCE, ("migrant",), 60)),
    (-2, State.COLLECTED, NeedPlan(at.YINGBIN, "外卖骑手夜间充电与休息", Topic.CONVENIENCE, ("new_form",), 110)),
    (-1, State.COLLECTED,
     NeedPlan(at.KAIXUAN, "党员职工先锋志愿培训", Topic.TRAINING, ("employee",), 45, by_party=True)),
    (-6, State.COLLECTED, NeedPlan(at.SHUIYUANDI, "职工书画社团活动", Topic.CULTURE, ("employee", "retired"), 50)),
    (-34, State.VERIFIED, NeedPlan(at.YINGBIN, "困难职工家电维修", Topic.HARDSHIP, ("hardship",), 70, "quarterly")),
    (-48, State.VERIFIED,
     NeedPlan(at.SHASHAN, "下岗职工再就业培训", Topic.TRAINING, ("unemployed",), 130, "monthly", "hotline")),
    (-55, State.VERIFIED, NeedPlan(at.GUOSAN, "返乡农民工技能培训", Topic.TRAINING, ("migrant",), 150, "quarterly")),
    (-61, State.VERIFIED, NeedPlan(at.WEITANG, "留守老人健康巡访", Topic.ELDERLY, ("elder", "retired"), 190)),
    (-75, State.VERIFIED,
     NeedPlan(at.WEITANG, "农闲时节文化活动", Topic.CULTURE, ("resident", "migrant"), 320, "quarterly")),
    (-20, State.VERIFIED, NeedPlan(at.SHASHAN, "老旧小区适老化便民服务", Topic.ELDERLY, ("elder",), 210, "weekly")),
    (-90, State.REJECTED,
     NeedPlan(at.HUIGONG, "组织外省疗养旅游", Topic.HEALTH, ("employee",), 40, "yearly", "resident")),
    (-28, State.REJECTED,
     NeedPlan(at.KAIXUAN, "为楼宇职工发放购物卡", Topic.HARDSHIP, ("employee",), 300, "once", "resident")),
)  # fmt: skip
REASONS = {
    "组织外省疗养旅游": "超出三联服务项目范围，可按职工疗休养规定另行申请。",
    "为楼宇职工发放购物卡": "工会经费不得以现金、购物卡形式发放，请改报具体服务需求。",
}


def need_story(world: World, raised: int, outcome: str, plan: NeedPlan) -> Iterator[datetime]:
    """A need no project answers yet, as far as the street has come with it."""
    yield world.office(raised)
    need = raise_need(world, plan)
    if outcome == State.COLLECTED:
        return
    yield world.office(raised + 3)
    if outcome == State.VERIFIED:
        verify(world, need)
    else:
        reject_need(need, by=street_of(world, need), note=REASONS[need.title])


def handling_story(world: World) -> Iterator[datetime]:
    """What a street does besides verifying: one need is served by a project that runs anyway, one closed, one merged,
    and two have raisers without an account, of whom one is still to be told."""
    yield morning(world, -47)
    tutoring, parking, room, twin = (file(world, *row) for row in HANDLED)
    yield morning(world, -44)
    for need in (tutoring, parking, room):
        verify(world, need)
    street = street_of(world, tutoring)
    yield morning(world, -41)
    project = world.projects["职工子女爱心托管班"]
    serve_need(tutoring, by=street, project=project, note="托管班每周二、四增加作业辅导，惠工社区职工子女可以参加。")
    yield morning(world, -40)
    caller = world.staff(Role.COMMUNITY_UNION, tutoring.organization.code)
    feed_back_need(
        tutoring, by=caller, channel=FeedbackChannel.PHONE, text="已告知可以参加凯旋社区托管班，怎么报名也说了。"
    )
    yield morning(world, -38)
    merge_need(twin, by=street_of(world, twin), into=room, note="同一商圈反映的是同一件事，一并办理。")
    yield morning(world, -30)
    note = "停车位由城管部门规划，工会服务项目解决不了，已把意见转给社区居委会。"
    close_need(parking, by=street_of(world, parking), note=note)


HANDLED = (
    (NeedPlan(at.HUIGONG, "小学生放学后作业辅导", Topic.CHILD, ("family",), 35, "weekly", "hotline"), 510),
    (NeedPlan(at.SHANDONGPU, "增设职工停车位", Topic.CONVENIENCE, ("employee",), 140, "once", "resident"), None),
    (NeedPlan(at.KAIXUAN, "商圈母婴室", Topic.CONVENIENCE, ("woman",), 90, "once", "survey"), 511),
    (NeedPlan(at.YINGBIN, "门店女职工哺乳休息的地方", Topic.CONVENIENCE, ("woman",), 30, "once", "visit"), None),
)  # fmt: skip


def morning(world: World, offset: int) -> datetime:
    """Ten o'clock of that day, or of the last working day before it; takes nothing from the chance others share."""
    day = world.day(offset)
    while not world.is_workday(day):
        day -= timedelta(days=1)
    return world.moment(day, 10)


def file(world: World, plan: NeedPlan, phone: int | None) -> Need:
    """A need as the community heard of it; with a ``phone`` from somebody without an account."""
    return create_need(
        by=world.staff(Role.COMMUNITY_UNION, plan.community), title=plan.title, category=plan.category,
        organization=world.organizations[plan.community], groups=plan.groups, frequency=plan.frequency,
        source=plan.source, people=plan.people, evidence=f"走访登记，涉及约{plan.people}人。",
        raiser=f"王女士，{at.office(phone)}" if phone else "",
    )  # fmt: skip


def raise_need(world: World, plan: NeedPlan) -> Need:
    role, code = (
        (Role.PARTY, at.party_code(plan.community)) if plan.by_party else (Role.COMMUNITY_UNION, plan.community)
    )
    asked = max(int(plan.people * SAMPLE), 10)
    share = world.rng.choice(("六成", "七成", "近八成"))
    return create_need(
        by=world.staff(role, code),
        title=plan.title,
        organization=world.organizations[plan.community],
        category=plan.category,
        groups=plan.groups,
        frequency=plan.frequency,
        source=plan.source,
        people=plan.people,
        evidence=f"入户走访和问卷共{asked}人，{share}以上希望工会提供这项服务；涉及约{plan.people}人。",
    )


def verify(world: World, need: Need) -> Need:
    return verify_need(need, by=street_of(world, need), note="已电话回访，情况属实。")


def street_of(world: World, need: Need):
    """The street's member of staff who answers for the community."""
    return world.staff(Role.STREET_UNION, need.organization.code[:STREET_DIGITS])
