"""Calls in every state, and who answered them: Shenhe district's purchases for the coming season."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random

from django.utils import timezone

from orgs.enums import Role
from projects.defaults import GENERAL, SCORECARD
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.enums import EligibilityItem, EligibilityResult, FundKind, NegativeItem, Procedure
from projects.enums import ProjectState as P
from projects.models import Application, BudgetRuleSet, Call, Plan, Publicity, Scorecard
from projects.operations import (
    add_plan_item,
    answer_question,
    approve_call,
    approve_plan,
    ask_question,
    cancel_call,
    check_application,
    close_call,
    close_publicity,
    create_application,
    create_call,
    create_plan,
    draft_contract,
    draw_panel,
    explain_spread,
    finish_call,
    open_fund,
    open_sheet,
    pass_application,
    promote_call,
    publicise_call,
    publish_call,
    rank_call,
    receive_objection,
    record_eligibility,
    register_contract,
    return_application,
    save_section,
    save_sheet,
    self_check_call,
    sign_contract,
    sign_sheet,
    start_review,
    submit_application,
    submit_plan,
    terminate_project,
)
from projects.queries.ranking import standing
from sanlian.demo import organizations as at
from sanlian.demo.call_plans import CALLS, Bid, CallPlan
from sanlian.demo.needs import raise_need, verify
from sanlian.demo.papers import paper
from sanlian.demo.proposals import sections
from sanlian.demo.world import SEED, World

POT = Decimal("700000.00")
EACH = Decimal("78000.00")  # a call
MOST = Decimal("30000.00")  # a project
DESCRIPTION = "面向依法登记的社会组织征集服务项目。项目从已核实的职工需求出发，周期一般不超过一年，鼓励在薄弱社区落地。"
REQUIREMENTS = "具有独立法人资格，年检合格或按要求履行年报，未列入活动异常名录和严重违法失信名单，有专职社工。"
HALF_POINT = Decimal("0.5")


def calls_story(world: World) -> Iterator[datetime]:
    """The pot, the plan, and its approval by somebody else; the calls follow as stories of their own."""
    author, chief = staff(world)
    yield world.office(-125)
    district, day = world.organizations[at.SHENHE], timezone.localdate()
    world.funds["calls"] = open_fund(
        by=world.staff(Role.FINANCE, at.SHENHE), organization=district, year=day.year, kind=FundKind.UNION,
        name="社会组织服务征集专项", amount=POT,
    )  # fmt: skip
    yield world.office(-122)
    plan = create_plan(by=author, organization=district, year=day.year, name="购买社会组织服务采购计划")
    for call in CALLS:
        add_plan_item(
            plan, by=author, name=call.title.removesuffix("征集"), category=call.category, fund=world.funds["calls"],
            amount=EACH, procedure=Procedure.OPEN_CALL, reason="鼓励更多社会组织参与，公开征集。",
        )  # fmt: skip
    submit_plan(plan, by=author)
    yield world.office(-119)
    approve_plan(plan, by=chief, note="已经主席办公会研究同意。")


def call_story(world: World, plan: CallPlan) -> Iterator[datetime]:
    """One call from its draft to wherever it has come by today."""
    author, chief = staff(world)
    yield world.office(min(plan.opens - 9, -6))
    call = draw_up(world, plan, author)
    if plan.ends == C.DRAFT:
        return
    call = self_check_call(call, by=author, items=dict.fromkeys(NegativeItem.values, False))
    yield world.office(min(plan.opens - 6, -4))
    call = approve_call(call, by=chief)
    if plan.ends == C.APPROVED:
        return
    yield world.office(plan.opens - 2)
    call = publish_call(call, by=author)
    for bid in plan.bids:
        yield from bid_story(world, plan, call, bid)
    if plan.ends == C.PUBLISHED:
        yield from questions(world, call)
        return
    yield world.moment(world.day(plan.closes), 17, 1)
    call = close_call(call)
    if plan.ends == C.CANCELLED:
        yield world.office(plan.closes + 3)
        cancel_call(call, by=chief, note="截止时没有单位申报，流标。下一季度调整后重新征集。")
        return
    yield from judged(world, plan, call)


def draw_up(world: World, plan: CallPlan, author) -> Call:
    item = Plan.objects.get().items.get(name=plan.title.removesuffix("征集"))
    return create_call(
        by=author,
        item=item,
        title=plan.title,
        description=DESCRIPTION,
        requirements=REQUIREMENTS,
        contact=at.office(310),
        supervision_phone=at.office(311),
        opens_at=world.moment(world.day(plan.opens), 9),
        closes_at=world.moment(world.day(plan.closes), 17),
        amount=EACH,
        max_amount=MOST,
        scorecard=Scorecard.objects.filter(name=SCORECARD).latest("version"),
        rule_set=BudgetRuleSet.objects.filter(name=GENERAL).latest("version"),
        instalment_ratios=[Decimal(50), Decimal(30), Decimal(20)],
    )


def bid_story(world: World, plan: CallPlan, call: Call, bid: Bid) -> Iterator[datetime]:
    """The need is raised and verified, the application written by the social worker and submitted by the head."""
    yield world.office(plan.opens + 1)
    need = raise_need(world, bid.need)
    yield world.office(plan.opens + 2)
    need = verify(world, need)
    yield within(world, call, min(plan.opens + 4, -2))
    head, worker = world.staff(Role.NGO, bid.contractor), world.staff(Role.WORKER, bid.contractor)
    application = create_application(call, by=worker, contractor=world.organizations[bid.contractor], name=bid.name)
    parts = sections(world, bid, need, worker, head)
    for name, data in list(parts.items())[: 4 if bid.ends == A.DRAFT else None]:
        application = save_section(application, by=worker, section=name, data=data, version=application.version)
    if bid.ends == A.DRAFT:
        return
    yield within(world, call, min(plan.opens + 6, -1))
    submit_application(application, by=head)


def within(world: World, call: Call, offset: int) -> datetime:
    """Office hours of that day, unless a holiday would put it before the call opened."""
    return max(world.office(offset), call.opens_at + timedelta(hours=1))


def questions(world: World, call: Call) -> Iterator[datetime]:
    yield within(world, call, -4)
    first = ask_question(call, by=world.staff(Role.NGO, at.LAWYERS), text="律师志愿者的交通补贴可以列入哪个科目？")
    yield within(world, call, -3)
    answer_question(first, by=staff(world)[0], answer="列入“志愿者补贴与保险”，按实际出勤测算。")
    yield world.office(-1)
    ask_question(call, by=world.staff(Role.NGO, at.HEALTH), text="一家单位可以申报两个项目吗？")


def judged(world: World, plan: CallPlan, call: Call) -> Iterator[datetime]:
    """Eligibility, panel, scores, publicity, and the award."""
    author, chief = staff(world)
    yield world.office(plan.closes + 2)
    for application in call.applications.filter(state=A.SUBMITTED).order_by("pk"):
        bid = next(bid for bid in plan.bids if bid.name == application.name)
        if bid.ends != A.SUBMITTED:
            look_into(application, author, bid)
    if plan.ends == C.CLOSED:
        return
    yield world.office(plan.closes + 4)
    draw_panel(call, by=author)
    yield world.office(plan.closes + 5)
    call = start_review(call, by=author)
    yield from scored(world, plan, call)
    if plan.ends == C.REVIEWING:
        return
    yield world.office(plan.closes + 14)
    for row in standing(call).rows:
        if row.spread > standing(call).limit:
            explain_spread(row.application, by=author, text="专家对可持续性的判断不同，经复核评分依据充分。")
    call = rank_call(call, by=author, note="按得分排序推荐。")
    published = min(plan.closes + 16, -5) if plan.ends == C.DONE else -5
    yield world.office(published)
    publicity = publicise_call(call, by=chief, text="现将拟立项项目予以公示，欢迎监督。")
    if plan.ends == C.PUBLICITY:
        yield world.office(-2)
        receive_objection(
            publicity, name="何先生", contact=at.office(420),
            text="拟立项的慢病小组与街道现有服务内容相近，请说明是否重复购买。", application=call.applications.last(),
        )  # fmt: skip
        return
    yield from awarded(world, plan, call, publicity)


def look_into(application: Application, by, bid: Bid) -> None:
    """Condition by condition; one application lacks a paper, one is not finished."""
    check_application(application, by=by)
    items = list(EligibilityItem)
    for item in items[:4] if bid.ends == A.CHECKING else items:
        lacking = bid.ends == A.RETURNED and item == EligibilityItem.AUDIT
        record_eligibility(
            application, by=by, item=item, result=EligibilityResult.TO_CORRECT if lacking else EligibilityResult.MET,
            note="缺上年度审计报告，请补交。" if lacking else "",
        )  # fmt: skip
    if bid.ends == A.RETURNED:
        return_application(application, by=by, note="请补交上年度审计报告。")
    elif bid.ends != A.CHECKING:
        pass_application(application, by=by)


def scored(world: World, plan: CallPlan, call: Call) -> Iterator[datetime]:
    """Every expert alone; in a review still under way the published account has not begun."""
    items = list(call.scorecard.items.order_by("number"))
    for number, seat in enumerate(call.panelists.select_related("expert").order_by("pk")):
        yield world.office(plan.closes + 8 + number)
        rng = Random(f"{SEED} {plan.title} {number}")  # who was drawn is chance, what comes after must not depend on it
        if plan.ends == C.REVIEWING and seat.expert == world.users["expert"]:
            continue
        for application in call.applications.filter(state=A.REVIEWING).order_by("pk"):
            bid = next(bid for bid in plan.bids if bid.name == application.name)
            sheet = open_sheet(application, by=seat.expert)
            points = {item.pk: given(rng, item.points, bid.quality) for item in items}
            save_sheet(sheet, by=seat.expert, points=points, comment="需求清楚，方案可行。")
            sign_sheet(sheet, by=seat.expert)


def given(rng: Random, most: Decimal, quality: float) -> Decimal:
    """Points in halves, near ``quality`` of what the item is worth."""
    share = Decimal(str(round(min(quality + rng.uniform(-0.06, 0.06), 1), 3)))
    return (most * share / HALF_POINT).to_integral_value(ROUND_DOWN) * HALF_POINT


def awarded(world: World, plan: CallPlan, call: Call, publicity: Publicity) -> Iterator[datetime]:
    """The publicity ends, projects come into being, and their contracts are on their way."""
    author, chief = staff(world)
    yield world.moment(publicity.ends_on + timedelta(days=1), 9, 30)
    close_publicity(publicity, by=author)
    call = finish_call(call, by=chief)
    for bid in plan.bids:
        if bid.becomes == P.TERMINATED:
            yield from given_up(world, call, bid)
    for days, bid in enumerate(bid for bid in plan.bids if bid.ends == A.AWARDED):
        project = call.applications.get(name=bid.name).project
        world.projects[bid.name] = project
        if bid.becomes in (P.APPROVED, P.TERMINATED):
            continue
        yield world.office(-16 + days)
        contract = draft_contract(project, by=author)
        if bid.becomes == P.SIGNED:
            yield world.office(-11)
            today = timezone.localdate()
            sign_contract(contract, by=author, signed_on=today, file=paper("合同签字盖章扫描件"))
            yield world.office(-9)
            register_contract(contract, by=author, number=f"沈工购备{today.year}-{contract.pk:03d}")


def given_up(world: World, call: Call, bid: Bid) -> Iterator[datetime]:
    """Who was awarded does not sign: the project ends before it began, and the next in reserve takes its place after
    a publicity of its own."""
    author, chief = staff(world)
    yield world.office(-34)
    reason = "承接单位两名专职社工离职，书面放弃签约。"
    terminate_project(call.applications.get(name=bid.name).project, by=chief, note=reason)
    yield world.office(-31)
    text = f"“{bid.name}”承接单位放弃签约，由备选项目按名次递补，现予公示。"
    publicity = promote_call(call, by=author, note=reason, text=text)
    yield world.moment(publicity.ends_on + timedelta(days=1), 9, 30)
    close_publicity(publicity, by=author)
    finish_call(call, by=chief)


def staff(world: World):
    """Who writes, and who approves, at Shenhe district."""
    return world.users[f"deputy@{at.SHENHE}"], world.staff(Role.DISTRICT_UNION, at.SHENHE)
