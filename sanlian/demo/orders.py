"""点单: what contractors offer, and orders of communities and enterprises in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.workflow import step
from orgs.enums import Role
from sanlian.demo import organizations as at
from sanlian.demo.names import phone
from sanlian.demo.sessions import Dated
from sanlian.demo.world import World
from services import workflow
from services.enums import ActivityKind as Kind
from services.enums import OrderState as State
from services.models import Activity, CatalogueItem, Order, Session
from services.operations import (
    cancel_order,
    create_catalogue_item,
    create_order,
    dispatch_order,
    feedback_order,
    finish_order,
    reject_order,
    request_order,
    schedule_order,
    verify_order,
)

OFFERED = -330  # days: when the catalogue was opened
# contractor → name, kind, minutes, fewest and most people, what it is
CATALOGUE = {
    at.ART: ("文艺轻骑兵演出", Kind.PERFORMANCE, 60, 60, 300, "歌舞、快板、三句半，不搭台、不误工。"),
    at.LAWYERS: ("普法讲座", Kind.LAW, 90, 15, 80, "劳动合同、工伤、欠薪维权，讲座后现场咨询。"),
    at.HEALTH: ("义诊", Kind.CLINIC, 150, 30, 120, "血压、血糖、颈肩腰腿痛，医生带设备上门。"),
    at.MEDIATORS: ("调解日", Kind.LECTURE, 120, 5, 60, "老娘舅坐班，劳动关系和邻里纠纷现场调解。"),
    at.CHENXI: ("骑手安全课堂", Kind.TRAINING, 120, 15, 60, "骑行安全、事故处置、权益保障，可在站点上课。"),
}
PEOPLE = {Kind.PERFORMANCE: 120, Kind.LAW: 30, Kind.CLINIC: 45, Kind.LECTURE: 30, Kind.TRAINING: 35}


@dataclass(frozen=True)
class OrderPlan:
    """Ordered ``days`` from today by ``community``, wished for ``ahead`` days later; how far it has come."""

    contractor: str
    community: str
    days: int
    ahead: int
    state: str
    enterprise: str = ""
    words: str = ""
    by_itself: bool = False  # the enterprise asked on the community's public page


PLANS = (
    OrderPlan(at.ART, at.KAIXUAN, -1, 18, State.REQUESTED, "沈阳北站物流有限公司", by_itself=True),
    OrderPlan(at.LAWYERS, at.KAIXUAN, -4, 21, State.SUBMITTED, "沈河顺达餐饮有限公司", by_itself=True),
    OrderPlan(at.CHENXI, at.KAIXUAN, -1, 14, State.SUBMITTED, "北站速达快递有限公司"),
    OrderPlan(at.MEDIATORS, at.YINGBIN, -2, 12, State.SUBMITTED),
    OrderPlan(at.ART, at.HONGHU, -3, 20, State.SUBMITTED, "铁西华宇食品有限公司"),
    OrderPlan(at.LAWYERS, at.SHUIYUANDI, -6, 15, State.SCHEDULED),
    OrderPlan(at.CHENXI, at.CHENXING, -7, 17, State.SCHEDULED, "沈北晨兴汽车零部件有限公司"),
    OrderPlan(at.CHENXI, at.KAIXUAN, -9, 19, State.DISPATCHED, "凯旋商务楼宇物业有限公司"),
    OrderPlan(at.MEDIATORS, at.HUIGONG, -8, 18, State.DISPATCHED),
    OrderPlan(at.ART, at.FUDONG, -30, 10, State.REJECTED, words="演出排期已满，请改选下个月。"),
    OrderPlan(at.HEALTH, at.SHANDONGPU, -50, 20, State.CANCELLED, words="社区同期已有义诊安排。"),
)
# contractor, where, how it ended, what was said of it: answered by the newest session held there
ANSWERED = (
    (at.ART, at.KAIXUAN, State.FEEDBACK, 5, "节目接地气，物业职工都说好看。"),
    (at.HEALTH, at.KAIXUAN, State.FEEDBACK, 5, "医生耐心，下次希望增加眼科。"),
    (at.LAWYERS, at.SHUIYUANDI, State.FEEDBACK, 4, "讲得实用，咨询时间再长一些更好。"),
    (at.CHENXI, at.KAIXUAN, State.DONE, 0, ""),
)


def catalogue_story(world: World) -> Iterator[datetime]:
    yield world.office(OFFERED)
    for code, (name, kind, minutes, fewest, most, text) in CATALOGUE.items():
        create_catalogue_item(
            by=world.staff(Role.NGO, code), organization=world.organizations[code], name=name, kind=kind,
            minutes=minutes, people_min=fewest, people_max=most, description=text,
        )  # fmt: skip


def order_story(world: World, plan: OrderPlan) -> Iterator[datetime]:
    """From the order as far as it has come."""
    head, community = world.staff(Role.NGO, plan.contractor), world.staff(Role.COMMUNITY_UNION, plan.community)
    yield world.office(plan.days)
    wished_on = world.day(plan.days + plan.ahead)
    if plan.by_itself:
        yield from asked_for(world, plan, wished_on)
        return
    order = place(world, plan.contractor, plan.community, wished_on, plan.enterprise)
    if plan.state == State.SUBMITTED:
        return
    yield world.office(plan.days + 2)
    if plan.state == State.REJECTED:
        reject_order(order, by=head, note=plan.words)
    elif plan.state == State.CANCELLED:
        cancel_order(order, by=community, note=plan.words)
    else:
        yield from carry_out(world, plan, order)


def asked_for(world: World, plan: OrderPlan, wished_on) -> Iterator[datetime]:
    """By the enterprise itself, on its community's page; verified the day after unless it still waits."""
    item = CatalogueItem.objects.get(organization=world.organizations[plan.contractor])
    order = request_order(
        item=item, organization=world.organizations[plan.community], enterprise=plan.enterprise, contact_name="韩经理",
        contact_phone=phone(94_000_000 + len(plan.enterprise) + ord(plan.contractor[-1])), wished_on=[wished_on],
        place="职工食堂", people=PEOPLE[item.kind], note="午休时间，一小时以内。",
    )  # fmt: skip
    if plan.state == State.SUBMITTED:
        yield world.office(plan.days + 1)
        verify_order(order, by=world.staff(Role.COMMUNITY_UNION, plan.community), note="电话核实，属辖区企业")


def place(world: World, contractor: str, community: str, day, enterprise: str = "") -> Order:
    item = CatalogueItem.objects.get(organization=world.organizations[contractor])
    where = f"{enterprise}职工食堂" if enterprise else "社区会议室"
    by = world.staff(Role.COMMUNITY_UNION, community)
    return create_order(
        by=by, item=item, organization=world.organizations[community], enterprise=enterprise,
        contact_name=by.name, contact_phone=phone(93_000_000 + len(enterprise) + ord(contractor[-1])),
        wished_on=[day, day + timedelta(days=1)], place=where, people=PEOPLE[item.kind],
        note="请提前半小时到场，现场有音响。",
    )  # fmt: skip


def carry_out(world: World, plan: OrderPlan, order: Order) -> Iterator[datetime]:
    """Scheduled under one of the contractor's running activities, then sent."""
    head = world.staff(Role.NGO, plan.contractor)
    minutes = order.item.minutes
    activity = Activity.objects.filter(
        project__contractor=order.item.organization, kind=order.item.kind, state="published"
    ).latest("pk")
    starts_at = world.moment(order.wished_on[0], 14)
    order = schedule_order(
        order, by=head, activity=activity, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes),
        capacity=order.people + 10, workers=[activity.lead],
    )  # fmt: skip
    if plan.state == State.DISPATCHED:
        yield world.office(plan.days + 4)
        lecturer = next(iter(world.lecturers.get(plan.contractor, ())), None) if plan.contractor != at.CHENXI else None
        dispatch_order(order, by=head, lecturer=lecturer, crew="讲师一名、社工一名")


def answered_story(world: World, held: list[Dated], row: tuple) -> Iterator[datetime]:
    """An order whose session is one of the year's: scheduled and sent as the operations do for a new one."""
    contractor, community, final, score, words = row
    session = newest(world, held, contractor, community)
    head, by = world.staff(Role.NGO, contractor), world.staff(Role.COMMUNITY_UNION, community)
    yield session.starts_at - timedelta(days=19)
    order = place(world, contractor, community, session.starts_on)
    yield session.starts_at - timedelta(days=16)
    with step(order, workflow.SCHEDULE_ORDER, by=head) as order:
        order.session = session
        order.save(update_fields=["session"])
    yield session.starts_at - timedelta(days=6)
    with step(order, workflow.DISPATCH_ORDER, by=head) as order:
        order.crew = "专业人员四名、社工一名"
        order.save(update_fields=["crew"])
    yield session.ends_at + timedelta(hours=2)
    order = finish_order(order, by=head)
    if final == State.FEEDBACK:
        yield session.ends_at + timedelta(days=1)
        feedback_order(order, by=by, score=score, feedback=words)


def newest(world: World, held: list[Dated], contractor: str, community: str) -> Session:
    """The newest session held there, else anywhere by that contractor's project."""
    kind, organization = CATALOGUE[contractor][1], world.organizations[community]
    own = [item.session for item in held if (item.plan.contractor, item.plan.kind) == (contractor, kind)]
    there = [row for row in own if row.organization_id == organization.pk and not row.is_online]
    return (there or own)[-1]
