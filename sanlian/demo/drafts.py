"""Activities that are not public yet: one being written, one waiting for approval, one made from a template."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from orgs.enums import Role
from projects.enums import BudgetCategory
from sanlian.demo import organizations as at
from sanlian.demo.plan import PURCHASED, ProjectPlan
from sanlian.demo.plans import write_plan
from sanlian.demo.world import World
from services.enums import ActivityKind as Kind
from services.models import Activity
from services.operations import (
    approve_activity,
    copy_activity,
    create_activity,
    mark_template,
    save_plan,
    submit_activity,
)

PROJECT = "职工子女爱心托管班"
COSTS = (
    {"category": BudgetCategory.ACTIVITY, "item": "手工材料包", "unit_price": Decimal("18.00"), "quantity": 30},
    {"category": BudgetCategory.EXPERT, "item": "手工老师", "unit_price": Decimal("300.00"), "quantity": 2},
)


def drafts_story(world: World) -> Iterator[datetime]:
    """All of the childcare, whose people have accounts."""
    plan = next(row for row in PURCHASED if row.name == PROJECT)
    worker = world.projects[PROJECT].worker
    yield world.office(-40)
    template = world.projects[PROJECT].activities.order_by("pk").first()
    mark_template(template, by=worker)
    yield world.office(-7)
    approved = with_costs(world, plan, "新年亲子手工日")
    submit_activity(approved, by=worker)
    yield world.office(-5)
    approve_activity(approved, by=world.staff(Role.NGO, at.CHENXI), note="同意，注意剪刀等工具安全。")
    yield world.office(-3)
    waiting = with_costs(world, plan, "冬至包饺子")
    submit_activity(waiting, by=worker)
    yield world.office(-1)
    copy_activity(template, by=worker, project=template.project, name="春季学期放学后托管")


def with_costs(world: World, plan: ProjectPlan, name: str) -> Activity:
    project = world.projects[plan.name]
    worker = project.worker
    activity = create_activity(
        by=worker, project=project, name=name, kind=Kind.CHILDCARE, lead=worker, description="亲子同乐，材料免费。"
    )
    activity = write_plan(world, plan, project, activity, worker)
    return save_plan(activity, by=worker, costs=[dict(row) for row in COSTS])
