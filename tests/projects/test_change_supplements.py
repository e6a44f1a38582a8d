"""Increases and their supplements, decisions, and every move from every state."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import Notification
from orgs.models import Organization
from projects import operations, workflow
from projects.enums import ChangeKind, ChangeState
from projects.models import BudgetAdjustment, Change, Fund, Project, Supplement
from projects.operations.award import award_application
from projects.queries.change import purchaser_communities
from projects.queries.contract import adjusted_lines, awaiting_supplement, contract_amount
from tests.cast import make_organization, make_user
from tests.projects.build_application import make_application
from tests.projects.build_contract import make_change, make_contract
from tests.projects.change_steps import ask, lines, refused, running, signed_copy, today


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
    assert adjusted_lines(project)[lines(project)[0].pk] == Decimal(45000)
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


@pytest.mark.parametrize(
    "road", [("final_review",), ("final_review", "completed"), ("final_review", "completed", "settling", "audited")]
)
def test_no_supplement_once_the_services_are_over(world, road):
    change = increase(world)
    for state in road:
        Project.objects.update(state=state, final_score=90)
    with pytest.raises(DomainError, match="不能再签订补充协议"):
        operations.sign_supplement(change, by=world.district, signed_on=today(), file=signed_copy())
    assert (Supplement.objects.count(), Project.objects.get().committed) == (0, Decimal(50000))
    assert not awaiting_supplement(Change.objects.all()).exists()


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
