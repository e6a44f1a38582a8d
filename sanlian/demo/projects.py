"""The story of each project, told by the real operations from the need to the last instalment."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from orgs.enums import Role
from projects.enums import BudgetCategory, DirectBasis, Measure, ProjectState
from projects.models import Need, Project
from projects.operations import (
    activate_project,
    approve_project,
    create_project,
    reject_project,
    return_project,
    submit_project,
)
from sanlian.demo.contracts import contract_story, instalment_story, purchaser
from sanlian.demo.needs import raise_need, verify
from sanlian.demo.plan import ProjectPlan
from sanlian.demo.plans import write_plan
from sanlian.demo.profiles import PROFILES
from sanlian.demo.signups import set_up
from sanlian.demo.world import World
from services.operations import create_activity, publish_activity

LATEST_BASE = 18  # applications for later starts are decided now
VOLUNTEERS = Decimal("60.00")
PUBLICITY = Decimal("2400.00")


def project_story(world: World, plan: ProjectPlan) -> Iterator[datetime]:
    """From the needs to wherever this application has come by today; yields the moment of each next step."""
    yield world.office(base_of(plan) - 45)
    needs = [raise_need(world, need) for need in plan.needs]
    yield world.office(base_of(plan) - 42)
    needs = [verify(world, need) for need in needs]
    yield world.office(base_of(plan) - 28)
    project = world.projects[plan.name] = apply_for(world, plan, needs)
    if plan.ending == ProjectState.DRAFT:
        return
    yield world.office(base_of(plan) - 20)
    project = submit_project(project, by=world.staff(Role.NGO, plan.contractor))
    if plan.ending != ProjectState.SUBMITTED:
        yield from decide(world, plan, project)


def decide(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """The purchasing union returns, rejects or approves; what is approved is carried out."""
    if plan.ending == ProjectState.RETURNED:
        yield world.office(-1)
        return_project(project, by=purchaser(world, plan), note="预算中专家费占比偏高，请补充测算依据后重新提交。")
    elif plan.ending == ProjectState.REJECTED:
        yield world.office(base_of(plan) - 12)
        reject_project(project, by=purchaser(world, plan), note="受益面较小，建议并入街道职工文化活动统筹安排。")
    else:
        yield world.office(base_of(plan) - 7)
        fund = world.funds[plan.payer, approved_on(world, plan).year]
        project = approve_project(
            project, by=purchaser(world, plan), fund=fund, direct_basis=DirectBasis.MINUTES,
            direct_note="主席办公会议纪要", note="需求真实，预算合理，同意立项。",
        )  # fmt: skip
        yield from carry_out(world, plan, project)


def carry_out(world: World, plan: ProjectPlan, project: Project) -> Iterator[datetime]:
    """Contract, start, published activities, first instalment."""
    head, worker = world.staff(Role.NGO, plan.contractor), project.worker
    yield from contract_story(world, plan, project, base_of(plan) - 6)
    yield world.office(plan.starts - 3)
    project = activate_project(project, by=head)
    items = list(project.service_items.all())
    for number, topic in enumerate(plan.topics):
        description = f"{plan.goal}\n报名请填写姓名和手机号，活动免费。"
        activity = create_activity(
            by=worker, project=project, name=topic, kind=plan.kind, lead=worker, description=description,
            service_item=items[number % len(items)] if items else None,
        )  # fmt: skip
        write_plan(world, plan, project, activity, worker)
        set_up(publish_activity(activity, by=worker), by=worker)
    yield from instalment_story(world, plan, project, 1, plan.starts - 1)


def apply_for(world: World, plan: ProjectPlan, needs: list[Need]) -> Project:
    """The social worker drafts what the head of the contractor submits."""
    worker = world.staff(Role.WORKER, plan.contractor)
    targets = {
        Measure.SESSIONS: plan.sessions,
        Measure.PERSON_TIMES: plan.person_times,
        Measure.PERSONS: plan.persons,
    }
    return create_project(
        by=worker,
        name=plan.name,
        category=plan.category,
        organization=world.organizations[plan.hosts[0]],
        contractor=world.organizations[plan.contractor],
        worker=worker,
        needs=needs,
        goal=plan.goal,
        starts_on=world.day(plan.starts),
        ends_on=world.day(plan.ends),
        indicators=[{"measure": measure, "target": target} for measure, target in targets.items() if target > 1],
        budget_lines=budget_lines(plan),
    )


def budget_lines(plan: ProjectPlan) -> list[dict]:
    """Priced by the session; yuan."""
    profile = PROFILES[plan.kind]
    lines = (
        (BudgetCategory.EXPERT, "师资与专业人员劳务（每场）", Decimal(profile.fee), plan.sessions),
        (BudgetCategory.ACTIVITY, "活动物料（每场）", Decimal(profile.material), plan.sessions),
        (BudgetCategory.VOLUNTEER, "志愿者补贴与保险（每场）", VOLUNTEERS, plan.sessions),
        (BudgetCategory.PUBLICITY, "宣传折页与展板", PUBLICITY, 1),
    )
    return [
        {"category": category, "item": item, "unit_price": price, "quantity": quantity}
        for category, item, price, quantity in lines
    ]


def budget(plan: ProjectPlan) -> Decimal:
    return sum((line["unit_price"] * line["quantity"] for line in budget_lines(plan)), Decimal(0))


def base_of(plan: ProjectPlan) -> int:
    """The day the calendar of an application is counted from."""
    return min(plan.starts, LATEST_BASE)


def approved_on(world: World, plan: ProjectPlan) -> date:
    """The working day of approval; its year names the fund. What is not approved yet would be today."""
    day = min(world.day(base_of(plan) - 7), world.today)
    while not world.is_workday(day):
        day -= timedelta(days=1)
    return day
