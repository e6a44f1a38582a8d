"""Drafting, rewriting and submitting an application."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.models import Membership
from projects import operations
from projects.models import BudgetLine, Indicator, NeedEvent, Project, ProjectEvent
from tests.cast import make_need, make_organization, make_project, make_user
from tests.projects.build import project_fields


def line(**fields) -> dict:
    return {"category": "activity", "item": "讲座", "unit_price": "100", "quantity": 1} | fields


def test_create_project(world):
    need = make_need(world)
    project = operations.create_project(by=world.ngo, **project_fields(world, [need]))
    need.refresh_from_db()
    event = project.events.get()
    assert (project.state, project.budget, project.created_by) == ("draft", Decimal("45001.00"), world.ngo)
    assert (event.kind, event.to_state, event.by) == ("create", "draft", world.ngo)
    assert (need.state, need.events.get().note) == ("matched", f"列入项目“{project}”")
    assert list(project.indicators.values_list("measure", "target")) == [("sessions", 18), ("person_times", 750)]
    assert [row.amount for row in project.budget_lines.all()] == [Decimal("36000.00"), Decimal("9001.00")]
    assert Notification.objects.get().recipient == world.community


REFUSED = {
    "no need": ({"needs": []}, "至少一条"),
    "not a social organization": ({"contractor": "community_union"}, "不是社会组织"),
    "worker of another": ({"worker": "rival_head"}, "不是“晨光社会工作服务中心”的社工"),
    "head instead of worker": ({"worker": "ngo"}, "的社工"),
    "community without need": ({"organization": "neighbour"}, "实施社区"),
    "ends before start": ({"ends_on": timezone.localdate() - timedelta(days=1)}, "结束日期早于"),
    "no indicator": ({"indicators": []}, "产出指标"),
    "indicator twice": ({"indicators": [{"measure": "sessions", "target": 1}] * 2}, "只能填一次"),
    "zero target": ({"indicators": [{"measure": "sessions", "target": 0}]}, "目标值"),
    "no line": ({"budget_lines": []}, "至少填写一行"),
    "zero price": ({"budget_lines": [line(unit_price="0")]}, "第1行"),
    "negative price": ({"budget_lines": [line(), line(unit_price="-5")]}, "第2行"),
    "scientific": ({"budget_lines": [line(unit_price="1e9")]}, "第1行"),
    "not a number": ({"budget_lines": [line(unit_price=Decimal("NaN"))]}, "第1行"),
    "half a cent": ({"budget_lines": [line(unit_price="0.005")]}, "第1行"),
    "zero quantity": ({"budget_lines": [line(quantity=0)]}, "数量"),
    "thirteen digits": ({"budget_lines": [line(unit_price="999999999999", quantity=2)]}, "12 位"),
    "one cent": ({"budget_lines": [line(unit_price="0.01")]}, "过小"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_applications_leave_nothing(world, case):
    changes, sentence = REFUSED[case]
    changes = {key: getattr(world, value) if isinstance(value, str) else value for key, value in changes.items()}
    need = make_need(world)
    with pytest.raises(DomainError, match=sentence):
        operations.create_project(by=world.ngo, **project_fields(world, [need]) | changes)
    need.refresh_from_db()
    left = [model.objects.count() for model in (Project, Indicator, BudgetLine, ProjectEvent, NeedEvent, Notification)]
    assert (need.state, left) == ("verified", [0, 0, 0, 0, 0, 0])


def test_a_need_is_taken_once(world):
    first, second = make_need(world), make_need(world)
    operations.create_project(by=world.ngo, **project_fields(world, [first]))
    with pytest.raises(DomainError, match="已列入申报"):
        operations.create_project(by=world.ngo, **project_fields(world, [second, first]))
    second.refresh_from_db()
    assert (Project.objects.count(), second.state, second.events.count()) == (1, "verified", 0)


@pytest.mark.parametrize("state", ["collected", "rejected", "in_project", "met"])
def test_only_verified_needs_are_answered(world, state):
    with pytest.raises(DomainError, match="不能列入申报"):
        operations.create_project(by=world.ngo, **project_fields(world, [make_need(world, state=state)]))
    assert Project.objects.count() == 0


def update_fields(world, needs, **fields) -> dict:
    values = project_fields(world, needs, **fields)
    del values["contractor"]
    return values


def test_update_project_exchanges_needs_and_lines(world):
    kept, dropped, added = make_need(world), make_need(world), make_need(world)
    project = operations.create_project(by=world.ngo, **project_fields(world, [kept, dropped]))
    changed = update_fields(world, [kept, added], name="新名称", budget_lines=[line(unit_price="12.50", quantity=4)])
    project = operations.update_project(project, by=world.worker, **changed)
    states = [type(kept).objects.get(pk=need.pk).state for need in (kept, dropped, added)]
    assert (project.name, project.budget, states) == ("新名称", Decimal("50.00"), ["matched", "verified", "matched"])
    assert set(project.needs.all()) == {kept, added}
    assert (project.budget_lines.get().item, project.indicators.count()) == ("讲座", 2)
    assert list(project.events.values_list("kind", "by__username")) == [("create", "ngo"), ("update", "worker")]


@pytest.mark.parametrize("state", ["submitted", "rejected", "approved", "active", "final_review", "completed"])
def test_update_only_what_is_in_the_contractors_hands(world, state):
    project = make_project(world, state)
    with pytest.raises(DomainError, match="不能修改"):
        operations.update_project(project, by=world.ngo, **update_fields(world, project.needs.all(), name="改"))
    project.refresh_from_db()
    assert (project.name, project.events.count()) == ("新业态劳动者心理关爱", 0)


def test_submit_tells_the_district(world):
    project = make_project(world)
    assert operations.submit_project(project, by=world.ngo, note="请审").state == "submitted"
    event = project.events.get()
    assert (event.kind, event.from_state, event.to_state, event.by, event.note) == (
        "submit", "draft", "submitted", world.ngo, "请审",
    )  # fmt: skip
    assert [row.recipient for row in Notification.objects.all()] == [world.district]


def test_submit_asks_the_city_where_no_district_can(world):
    project = make_project(world)
    Membership.objects.filter(user=world.district).delete()
    operations.submit_project(project, by=world.ngo)
    assert [row.recipient for row in Notification.objects.all()] == [world.city]


def test_submit_needs_the_worker_still_there(world):
    project = make_project(world)
    Membership.objects.filter(user=world.worker).update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(DomainError, match="的社工"):
        operations.submit_project(project, by=world.ngo)
    project.refresh_from_db()
    assert (project.state, project.events.count(), Notification.objects.count()) == ("draft", 0, 0)


def test_two_contractors_work_side_by_side(world):
    other = make_organization(
        "海棠社工站", "SO-0003", type(world.city_union).objects.get(pk=world.city_union.pk), "social"
    )
    worker = make_user("haitang", other, "worker")
    fields = project_fields(world, [make_need(world)], contractor=other, worker=worker)
    codes = {
        operations.create_project(by=worker, **fields).code,
        operations.create_project(by=world.ngo, **project_fields(world, [make_need(world)])).code,
    }
    assert len(codes) == 2
