"""What waits for a purchaser and an applicant: the number on the workbench is the number of rows behind its link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.enums import ApplicationState, CallState
from reports.todo import todos
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call, make_plan

pytestmark = pytest.mark.django_db

PURCHASE = {
    "待审批的采购计划", "待批准预算的征集批次", "待自查的征集批次", "待发布的征集批次", "待受理审查的申报",
    "资格审查中的申报", "待补正的申报", "还没有提交的申报草稿",
}  # fmt: skip


def waiting(user, client) -> dict[str, tuple[int, int]]:
    """Title → what the workbench says, and what its link lists."""
    shown = [one for one in todos(user) if one.title in PURCHASE]
    return {one.title: (one.total, client.get(one.url).context["total"]) for one in shown}


def test_the_purchaser(world, signed_in):
    now = timezone.now()
    for author in (world.district, world.city):
        make_plan(world, "submitted", created_by=author)
        make_call(world, CallState.DRAFT, created_by=author)
        make_call(world, CallState.DRAFT, created_by=author, negative_checked_by=author, negative_checked_at=now)
    make_call(world, CallState.APPROVED)
    for state in (ApplicationState.SUBMITTED, ApplicationState.CHECKING, ApplicationState.ELIGIBLE):
        make_application(world, state=state)
    make_application(world, make_call(world))  # sealed
    assert waiting(world.district, signed_in(world.district)) == dict.fromkeys(
        PURCHASE - {"待补正的申报", "还没有提交的申报草稿"}, (1, 1)
    )


def test_the_applicant(world, signed_in):
    today = timezone.localdate()
    for correct_by in (today, today - timedelta(days=1)):
        make_application(world, state=ApplicationState.RETURNED, correct_by=correct_by)
    late = make_call(world, closes_at=timezone.now() - timedelta(hours=1))
    for call in (make_call(world), late):
        make_application(world, call, state=ApplicationState.DRAFT)
    expected = dict.fromkeys(["待补正的申报", "还没有提交的申报草稿"], (1, 1))
    assert waiting(world.ngo, signed_in(world.ngo)) == expected
