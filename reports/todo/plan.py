"""Plans to approve and orders to deal with."""

from collections.abc import Iterator

from core.templatetags.ui import day
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects.permissions import CONTRACTOR_STAFF
from reports.todo.kind import Todo, todo
from services.enums import ActivityState, OrderState
from services.models import Activity, Order
from services.models.order import ORDERERS

APPROVERS = (Role.NGO, Role.SUPERVISOR)


def plans_to_approve(user) -> Iterator[Todo]:
    own = in_subtrees(org_paths(user, APPROVERS), "project__contractor")
    rows = Activity.objects.visible_to(user).filter(own, state=ActivityState.SUBMITTED).select_related("project")
    waiting = {"state": ActivityState.SUBMITTED}
    yield todo("待审批的策划书", rows.order_by("pk"), "services:activity-list", waiting, lambda row: row.project.name)


def orders_to_serve(user) -> Iterator[Todo]:
    """To schedule, then to send somebody."""
    own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "item__organization")
    rows = Order.objects.visible_to(user).filter(own).select_related("item", "organization")
    for title, state in (("待安排的点单", OrderState.SUBMITTED), ("待派单的点单", OrderState.SCHEDULED)):
        yield todo(title, rows.filter(state=state).order_by("pk"), "services:order-list", {"state": state}, order_note)


def orders_to_verify(user) -> Iterator[Todo]:
    """Asked for by enterprises on the community's public page."""
    mine = in_subtrees(org_paths(user, ORDERERS), "organization")
    rows = Order.objects.visible_to(user).filter(mine, state=OrderState.REQUESTED)
    rows = rows.select_related("item", "organization").order_by("pk")
    waiting = {"state": OrderState.REQUESTED}
    yield todo("待核实的企业点单", rows, "services:order-list", waiting, order_note)


def orders_to_judge(user) -> Iterator[Todo]:
    mine = in_subtrees(org_paths(user, ORDERERS), "organization")
    rows = Order.objects.visible_to(user).filter(mine, state=OrderState.DONE, created_by=user)
    rows = rows.select_related("item", "organization").order_by("pk")
    yield todo("待评价的点单", rows, "services:order-list", {"state": OrderState.DONE}, order_note)


def order_note(order: Order) -> str:
    return f"期望 {day(order.wished_on[0])}，{order.place}，{order.people}人"
