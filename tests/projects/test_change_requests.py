"""Changes asked for: what is filed at once, what waits, what each kind may say."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import Notification
from projects import operations, sources
from projects.enums import ChangeKind, Measure
from projects.models import BudgetLine, Change, Contract, Project
from projects.queries.contract import adjusted_lines, transferred
from tests.cast import make_user
from tests.projects.build_contract import make_contract
from tests.projects.change_steps import ask, lines, moves, refused, running, today


def test_a_request_waits_and_the_project_with_it(world):
    project = running(world)
    change = ask(world, project, ChangeKind.PERIOD, {"ends_on": str(project.ends_on + timedelta(days=30))})
    project.refresh_from_db()
    assert (change.state, change.requested_by, project.state) == ("submitted", world.ngo, "change_pending")
    assert list(change.events.values_list("kind", "note")) == [("create", "情况变化")]
    assert list(Notification.objects.values_list("recipient", "key")) == [
        (world.district.pk, f"change:{change.pk}:create")
    ]


def test_one_at_a_time(world):
    project = running(world)
    ask(world, project, ChangeKind.PERIOD, {"ends_on": str(project.ends_on + timedelta(days=30))})
    with pytest.raises(DomainError, match="不能申请变更"):
        ask(world, project, ChangeKind.BUDGET, moves(project, "100"))
    assert Change.objects.count() == 1


def test_a_change_needs_a_contract_in_force_a_kind_and_a_reason(world):
    project = make_contract(world, state="expired").project
    refused(world, project, ChangeKind.PERIOD, {}, "没有有效的合同")
    refused(world, project, "nonsense", {}, "没有这种变更类型")
    with pytest.raises(DomainError, match="写明原因"):
        operations.request_change(project, by=world.ngo, kind="staff", reason=" ", content={})


def test_a_small_transfer_is_filed_at_once(world):
    project = running(world)
    change = ask(world, project, ChangeKind.BUDGET, moves(project, "5000.00"))
    project.refresh_from_db()
    first, second = lines(project)
    assert (change.state, project.state) == ("filed", "active")
    assert adjusted_lines(project) == {first.pk: Decimal(35000), second.pk: Decimal(15000)}
    assert [event.kind for event in project.events.all()] == ["request_change", "close_change"]
    assert [event.kind for event in change.events.all()] == ["create", "file"]
    told = set(Notification.objects.filter(key=f"change:{change.pk}:file").values_list("recipient", flat=True))
    assert told == {world.district.pk, world.community.pk}


def test_transfers_add_up_to_the_share(world):
    project = running(world)
    ask(world, project, ChangeKind.BUDGET, moves(project, "3000"))
    ask(world, project, ChangeKind.BUDGET, moves(project, "2000"))
    assert transferred(project) == Decimal(5000)
    change = ask(world, project, ChangeKind.BUDGET, moves(project, "0.01"))
    project.refresh_from_db()
    assert (change.state, project.state, transferred(project)) == ("submitted", "change_pending", Decimal(5000))
    operations.approve_change(change, by=world.district)
    assert transferred(project) == Decimal("5000.01")


def test_a_transfer_inside_one_category_is_none(world):
    project = running(world)
    BudgetLine.objects.update(category="activity")
    assert ask(world, project, ChangeKind.BUDGET, moves(project, "20000")).state == "filed"
    assert transferred(project) == 0


@pytest.mark.parametrize("amount", ["1e9", "NaN", "", None, "0.001", "-0.00", "壹佰"])
def test_transfers_that_are_no_amounts(world, amount):
    project = running(world)
    first, second = lines(project)
    rows = [{"line": first.pk, "amount": amount}, {"line": second.pk, "amount": "5"}]
    refused(world, project, ChangeKind.BUDGET, {"moves": rows}, "金额|数字|小数|相等")


def test_transfers_that_do_not_fit(world):
    project = running(world)
    first, second = lines(project)
    foreign = make_contract(world).project.budget_lines.get()
    for rows, sentence in (
        ([{"line": first.pk, "amount": "-5"}, {"line": second.pk, "amount": "6"}], "相等"),
        ([{"line": first.pk, "amount": "5"}, {"line": first.pk, "amount": "-5"}], "只能填一次"),
        ([{"line": first.pk, "amount": "5"}, {"line": foreign.pk, "amount": "-5"}], "不在本项目预算内"),
        ([{"line": first.pk, "amount": "-40000.01"}, {"line": second.pk, "amount": "40000.01"}], "调剂后为 -0.01 元"),
        ("nonsense", "格式不对"),
        ([1, 2], "格式不对"),
        ([], "相等"),
    ):
        refused(world, project, ChangeKind.BUDGET, {"moves": rows}, sentence)


def test_a_longer_period_moves_everything_that_hangs_on_it(world):
    project = running(world)
    before = project.ends_on
    change = ask(world, project, ChangeKind.PERIOD, {"ends_on": str(before + timedelta(days=90))})
    operations.approve_change(change, by=world.district)
    project.refresh_from_db()
    assert (project.state, project.ends_on) == ("active", before + timedelta(days=90))
    assert project.contract.ends_on == project.ends_on
    due = list(project.instalments.order_by("number").values_list("due_on", flat=True))
    assert due == [project.starts_on + timedelta(days=15), before + timedelta(days=90)]
    again = {"ends_on": str(project.ends_on + timedelta(days=1))}
    with pytest.raises(DomainError, match="已经延期过一次"):
        ask(world, project, ChangeKind.PERIOD, again)


@pytest.mark.parametrize(("days", "sentence"), [(0, "应晚于"), (-1, "应晚于"), (91, "最多 90 天")])
def test_how_far_a_period_may_move(world, days, sentence):
    project = running(world)
    refused(world, project, ChangeKind.PERIOD, {"ends_on": str(project.ends_on + timedelta(days=days))}, sentence)


def test_no_extension_beyond_three_years(world):
    project = running(world)
    three_years = {"starts_on": today() - timedelta(days=1060), "ends_on": today() + timedelta(days=30)}
    Contract.objects.update(**three_years)
    Project.objects.update(**three_years)
    project.refresh_from_db()
    refused(world, project, ChangeKind.PERIOD, {"ends_on": str(today() + timedelta(days=60))}, "最长 3 年")


@pytest.mark.parametrize("ends_on", ["", None, "2027-02-30", "明年", 7, "9" * 10000, "\0"])
def test_a_period_that_is_no_day(world, ends_on):
    refused(world, running(world), ChangeKind.PERIOD, {"ends_on": ends_on}, "请填写新的结束日期")


def test_another_worker(world):
    project = running(world)
    fresh = make_user("second-worker", world.contractor, "worker")
    change = ask(world, project, ChangeKind.STAFF, {"worker": fresh.pk})
    operations.approve_change(change, by=world.district)
    project.refresh_from_db()
    assert project.worker == fresh


def test_workers_who_cannot_take_over(world):
    project = running(world)
    rival = make_user("rival-worker", world.rival, "worker")
    idle = make_user("idle", world.contractor, "worker", is_active=False)
    for pk in (rival.pk, idle.pk, world.ngo.pk, 999999999):
        refused(world, project, ChangeKind.STAFF, {"worker": pk}, "不是承接单位的社工")
    refused(world, project, ChangeKind.STAFF, {"worker": world.worker.pk}, "已经是执行社工")
    for pk in (None, "", "-1", "１", True, "9" * 50, "1e3"):
        refused(world, project, ChangeKind.STAFF, {"worker": pk}, "执行社工")


def test_another_community_keeps_what_was_frozen(world):
    project = running(world)
    change = ask(world, project, ChangeKind.COMMUNITY, {"organization": world.neighbour.pk})
    operations.approve_change(change, by=world.district)
    project.refresh_from_db()
    assert (project.organization, project.contract.party_c) == (world.neighbour, world.community_union)
    refused_twice = {"organization": world.neighbour.pk}
    with pytest.raises(DomainError, match="已经是实施社区"):
        ask(world, project, ChangeKind.COMMUNITY, refused_twice)


def test_communities_outside_the_territory(world):
    project = running(world)
    for body in (world.stranger_union, world.street_union, world.contractor):
        refused(world, project, ChangeKind.COMMUNITY, {"organization": body.pk}, "范围内的社区")


def content_of(project, **fields):
    return {"add": [], "update": [], "remove": []} | fields


def with_services(w):
    project = running(w)
    for number, name in ((1, "讲座"), (2, "热线")):
        project.service_items.create(number=number, name=name, form="讲座", sessions=10, people=40)
    return project


def test_services_are_added_changed_and_removed(world):
    project = with_services(world)
    first, second = project.service_items.order_by("number")
    content = content_of(
        project,
        add=[{"name": "沙龙", "form": "小组", "sessions": 6, "people": 15}],
        update=[{"item": first.pk, "sessions": 8, "people": 50}],
        remove=[second.pk],
    )
    operations.approve_change(ask(world, project, ChangeKind.CONTENT, content), by=world.district)
    assert list(project.service_items.values_list("number", "name", "sessions", "people")) == [
        (1, "讲座", 8, 50), (2, "沙龙", 6, 15),
    ]  # fmt: skip


def test_services_that_do_not_fit(world):
    project = with_services(world)
    first, second = project.service_items.order_by("number")
    for content, sentence in (
        ({}, "至少增加、调整或取消"),
        ({"remove": [first.pk, second.pk]}, "至少要保留一项"),
        ({"remove": [987654]}, "不在本项目内"),
        ({"remove": [first.pk], "update": [{"item": first.pk, "sessions": 3}]}, "只能调整或取消一次"),
        ({"update": [{"item": first.pk, "sessions": 0}]}, "请填写场次"),
        ({"update": [{"item": 987654, "sessions": 3}]}, "不在本项目内"),
        ({"add": [{"name": " ", "form": "小组", "sessions": 1}]}, "要填写名称"),
        ({"add": [{"name": "长" * 10000, "form": "小组", "sessions": 1}]}, "最多 60 字"),
        ({"add": [{"name": "沙\0龙", "form": "小组", "sessions": 1}]}, "最多 60 字"),
        ({"add": "x"}, "格式不对"),
    ):
        refused(world, project, ChangeKind.CONTENT, content, sentence)


def test_held_sessions_stay(world, monkeypatch):
    project = with_services(world)
    first = project.service_items.order_by("number").first()
    held = {first.pk: {Measure.SESSIONS: sources.Actual(Decimal(4))}}
    source = sources.ServiceSource(lambda *args: {}, lambda *args: held, lambda *args: [])
    monkeypatch.setattr(sources, "_services", [source])
    refused(
        world,
        project,
        ChangeKind.CONTENT,
        {"update": [{"item": first.pk, "sessions": 3}]},
        "已举办 4 场，不能减到 3 场",
    )
    refused(world, project, ChangeKind.CONTENT, {"remove": [first.pk]}, "已举办 4 场")
    assert ask(world, project, ChangeKind.CONTENT, {"update": [{"item": first.pk, "sessions": 4}]}).state == "submitted"
