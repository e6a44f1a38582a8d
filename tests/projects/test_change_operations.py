"""Changes by kind: what is filed, what is decided, what each may say."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.models import Organization
from projects import operations, sources, workflow
from projects.enums import ChangeKind, ChangeState, Measure
from projects.models import BudgetAdjustment, BudgetLine, Change, Fund, Project, Supplement
from projects.operations.award import award_application
from projects.queries.change import purchaser_communities
from projects.queries.contract import adjusted, adjusted_lines, contract_amount, transferred
from tests.cast import make_organization, make_user
from tests.projects.build_application import make_application
from tests.projects.build_contract import make_change, make_contract


def today():
    return timezone.localdate()


def signed_copy():
    return ContentFile(b"%PDF-1.4 supplement", "补充协议.pdf")


def running(w, **fields) -> Project:
    """A running project of 50,000 yuan with a second budget line of another category."""
    project = make_contract(w, **fields).project
    project.refresh_from_db()
    BudgetLine.objects.filter(project=project).update(unit_price=Decimal("40000.00"))
    BudgetLine.objects.create(project=project, category="staff", item="社工", unit_price=Decimal(10000), quantity=1)
    return project


def lines(project):
    return list(project.budget_lines.order_by("pk"))


def moves(project, amount):
    first, second = lines(project)
    return {"moves": [{"line": first.pk, "amount": f"-{amount}"}, {"line": second.pk, "amount": amount}]}


def ask(w, project, kind, content, by=None):
    return operations.request_change(project, by=by or w.ngo, kind=kind, reason="情况变化", content=content)


def refused(w, project, kind, content, sentence):
    before = project.events.count(), Change.objects.count(), BudgetAdjustment.objects.count()
    with pytest.raises(DomainError, match=sentence):
        ask(w, project, kind, content)
    project.refresh_from_db()
    assert project.state == "active"
    assert (project.events.count(), Change.objects.count(), BudgetAdjustment.objects.count()) == before
    assert Notification.objects.count() == 0


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
    assert adjusted(first) == Decimal(35000)
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


def increase(w, amount="5000.00"):
    project = running(w)
    content = {"amount": amount, "line": lines(project)[0].pk}
    return operations.approve_change(ask(w, project, ChangeKind.AMOUNT, content), by=w.district)


def test_more_money_moves_with_the_supplement(world):
    change = increase(world)
    project = Project.objects.get()
    assert (project.committed, contract_amount(project)) == (Decimal(50000), Decimal(50000))
    operations.sign_supplement(change, by=world.district, signed_on=today(), file=signed_copy())
    project.refresh_from_db()
    assert (project.committed, contract_amount(project)) == (Decimal(55000), Decimal(55000))
    assert sum(row.amount for row in project.instalments.all()) == Decimal(55000)
    assert adjusted(lines(project)[0]) == Decimal(45000)
    entry = project.entries.get(amount=Decimal(5000))
    assert (entry.kind, entry.note) == ("commitment", "补充协议1")
    assert project.contract.files.count() == 1
    with pytest.raises(DomainError, match="不用重复办理"):
        operations.sign_supplement(change, by=world.district, signed_on=today(), file=signed_copy())


@pytest.mark.parametrize("road", [("applied",), ("applied", "checked", "approved", "paid")])
def test_an_instalment_on_its_way_is_not_raised(world, road):
    change = increase(world)
    project = Project.objects.get()
    for state in road:
        project.instalments.filter(number=2).update(state=state)
    with pytest.raises(DomainError, match="已在办理或已经拨付"):
        operations.sign_supplement(change, by=world.district, signed_on=today(), file=signed_copy())
    project.refresh_from_db()
    assert (Supplement.objects.count(), project.committed) == (0, Decimal(50000))
    again = {"amount": "1.00", "line": lines(project)[0].pk}
    with pytest.raises(DomainError, match="已在办理或已经拨付"):
        ask(world, project, ChangeKind.AMOUNT, again)


def test_supplements_stay_within_ten_per_cent(world):
    project = running(world)
    line = lines(project)[0].pk
    refused(world, project, ChangeKind.AMOUNT, {"amount": "5000.01", "line": line}, "还可以增加 5,000.00 元")
    change = operations.approve_change(
        ask(world, project, "amount", {"amount": "3000", "line": line}), by=world.district
    )
    with pytest.raises(DomainError, match=r"还可以增加 2,000.00 元"):  # approved and not yet signed counts
        ask(world, project, "amount", {"amount": "2000.01", "line": line})
    operations.sign_supplement(change, by=world.district, signed_on=today(), file=signed_copy())
    with pytest.raises(DomainError, match=r"还可以增加 2,000.00 元"):
        ask(world, project, "amount", {"amount": "2000.01", "line": line})
    assert ask(world, project, "amount", {"amount": "2000", "line": line}).state == "submitted"


@pytest.mark.parametrize("amount", ["-5000", "0", "-0.00", "1e3", "NaN", "", None])
def test_amounts_only_go_up(world, amount):
    project = running(world)
    content = {"amount": amount, "line": lines(project)[0].pk}
    refused(world, project, ChangeKind.AMOUNT, content, "增加金额")


def test_no_supplement_beyond_the_fund(world):
    change = increase(world)
    project = Project.objects.get()
    operations.appropriate_fund(project.fund, by=world.finance, amount="-945001")
    with pytest.raises(DomainError, match=r"可用余额 4,999.00 元，不足"):
        operations.sign_supplement(change, by=world.district, signed_on=today(), file=signed_copy())
    project.refresh_from_db()
    assert (Supplement.objects.count(), project.committed, BudgetAdjustment.objects.count()) == (0, Decimal(50000), 0)
    assert Fund.objects.get().available == Decimal(4999)


def test_only_an_approved_increase_is_signed(world):
    with pytest.raises(DomainError, match="只有已批准的金额变更"):
        operations.sign_supplement(make_change(world), by=world.district, signed_on=today(), file=signed_copy())


def test_no_supplement_in_the_future(world):
    change = increase(world)
    with pytest.raises(DomainError, match="不能晚于今天"):
        operations.sign_supplement(change, by=world.district, signed_on=today() + timedelta(days=1), file=signed_copy())
    assert Supplement.objects.count() == 0


def test_reject_returns_to_work(world):
    change = make_change(world)
    change = operations.reject_change(change, by=world.district, note="理由不充分")
    project = Project.objects.get()
    assert (change.state, project.state) == ("rejected", "active")
    assert project.ends_on != date.fromisoformat(change.content["ends_on"])
    told = set(Notification.objects.filter(key=f"change:{change.pk}:reject").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk}


@pytest.mark.parametrize("decide", ["approve_change", "reject_change"])
def test_nobody_decides_for_themselves(world, decide):
    both = make_user("both", world.district_union, "district_union")
    both.memberships.create(organization=world.contractor, role="ngo", valid_from=date(2020, 1, 1))
    change = make_change(world)
    with pytest.raises(DomainError, match="承接单位的人员"):
        getattr(operations, decide)(change, by=both, note="理由")
    Change.objects.filter(pk=change.pk).update(requested_by=world.district)
    with pytest.raises(DomainError, match="您申请的"):
        getattr(operations, decide)(Change.objects.get(), by=world.district, note="理由")
    change.refresh_from_db()
    assert (change.state, change.events.count(), Project.objects.get().state) == ("submitted", 0, "change_pending")


def test_a_decision_checks_again(world):
    project = running(world)
    fresh = make_user("second-worker", world.contractor, "worker")
    change = ask(world, project, ChangeKind.STAFF, {"worker": fresh.pk})
    fresh.memberships.update(valid_to=today() - timedelta(days=1))
    with pytest.raises(DomainError, match="不是承接单位的社工"):
        operations.approve_change(change, by=world.district)
    change.refresh_from_db()
    assert (change.state, Project.objects.get().worker) == ("submitted", world.worker)


MOVES = {
    "approve": lambda w, row: operations.approve_change(row, by=w.district),
    "reject": lambda w, row: operations.reject_change(row, by=w.district, note="理由"),
}


@pytest.mark.parametrize("state", ChangeState.values)
@pytest.mark.parametrize("name", MOVES)
def test_every_move_from_every_state(world, name, state):
    transition = next(row for row in workflow.CHANGE if row.name == name)
    change = make_change(world, state=state)
    if state in transition.sources:
        assert MOVES[name](world, change).state == transition.target
        return
    before = Project.objects.get().state
    with pytest.raises(DomainError, match=f"不能{transition.label}"):
        MOVES[name](world, change)
    change.refresh_from_db()
    assert (change.state, change.events.count(), Project.objects.get().state) == (state, 0, before)


def test_a_community_of_another_district_is_not_offered(world):
    make_organization(
        "远方社区联合工会", "210103014009", Organization.objects.get(pk=world.other_street.pk), level="community"
    )
    offered = purchaser_communities(running(world))
    assert list(offered) == [world.neighbour]


def test_a_transfer_keeps_the_rules_of_the_call(world):
    application = make_application(world, state="publicity")
    project = make_contract(world, award_application(application, by=world.district)).project
    first, second = project.budget_lines.order_by("pk")[:2]
    rules = application.call.rule_set.rules
    rules.create(
        kind="max_ratio", categories=[second.category], value=Decimal("0.01"), message="占比过高", source_text="本批次"
    )
    content = {"moves": [{"line": first.pk, "amount": "-1"}, {"line": second.pk, "amount": "1"}]}
    before = Notification.objects.count()
    with pytest.raises(DomainError, match=r"不符合预算规则.*占比过高"):
        ask(world, project, ChangeKind.BUDGET, content)
    project.refresh_from_db()
    assert (project.state, Change.objects.count(), Notification.objects.count()) == ("active", 0, before)
