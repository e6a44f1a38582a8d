"""The cast itself: every builder works against the real constraints."""

from projects.enums import ProjectState
from projects.models import Fund, Project
from services.models import Session
from tests.cast import make_project, make_session


def test_scope_reaches_subtrees(world):
    project = make_project(world, ProjectState.ACTIVE)
    seen = {name for name in vars(world) if getattr(getattr(world, name), "username", None)
            and Project.objects.visible_to(getattr(world, name)).filter(pk=project.pk).exists()}  # fmt: skip
    assert seen == {
        "city", "district", "street", "community", "party", "ngo", "worker", "supervisor", "finance", "auditor",
        "leader",
    }  # fmt: skip


def test_balance_is_a_sum(world):
    project = make_project(world, ProjectState.ACTIVE)
    fund = Fund.objects.get(pk=project.fund_id)
    assert (fund.appropriated, fund.committed, fund.paid, fund.available) == (1000000, 50000, 0, 950000)


def test_session_is_seen_by_its_community(world):
    session = make_session(world)
    assert Session.objects.visible_to(world.community).get() == session
    assert not Session.objects.visible_to(world.stranger).exists()
