"""From an application to a project: whole or not at all."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import Notification
from orgs.enums import Role
from projects import workflow
from projects.enums import ApplicationState, CallState, NeedState, ProjectState
from projects.models import Application, LedgerEntry, Project
from projects.operations import complete_project, reject_project
from projects.operations.award import award_application
from tests.cast import make_need, make_project, make_user
from tests.projects.build_application import full_content, make_application
from tests.projects.build_call import make_call, make_plan
from tests.racing import together

pytestmark = pytest.mark.django_db
PUBLICITY = ApplicationState.PUBLICITY


def test_everything_promised_is_in_the_project(world):
    application = make_application(world, state=PUBLICITY)
    project = award_application(application, by=world.district)
    assert (project.state, project.application_id, project.fund) == ("approved", application.pk, application.call.fund)
    assert (project.budget, project.own_contribution) == (Decimal("30000.00"), Decimal("4000.00"))
    assert project.goal == application.content["objectives"]["goal"]
    need = application.needs.get()
    assert [(result.number, result.text, result.need) for result in project.results.all()] == [
        (1, "缓解职业压力", need), (2, "建立互助网络", need),
    ]  # fmt: skip
    assert [(one.measure, one.target, one.baseline, one.result.number) for one in project.indicators.all()] == [
        ("sessions", 18, Decimal("0.00"), 1), ("person_times", 540, None, 2),
    ]  # fmt: skip
    services = project.service_items.values_list("number", "name", "form", "sessions", "people")
    assert list(services) == [
        (1, "减压讲座", "lecture", 12, 30), (2, "互助小组", "group", 6, 30),
    ]  # fmt: skip
    lines = list(project.budget_lines.all())
    assert [(line.item, line.unit, line.amount) for line in lines] == [
        ("讲座物料", "场", Decimal("18000.00")), ("社工劳务", "月", Decimal("12000.00")),
    ]  # fmt: skip
    assert sum(line.amount for line in lines) == project.budget
    application.refresh_from_db()
    assert application.state == ApplicationState.AWARDED
    assert [event.kind for event in project.events.all()] == ["award"]


def test_the_money_is_committed_once(world):
    application = make_application(world, state=PUBLICITY)
    project = award_application(application, by=world.district)
    entry = project.entries.get()
    assert (entry.kind, entry.amount, entry.key) == ("commitment", Decimal("30000.00"), f"commitment:{project.pk}")
    project.fund.refresh_from_db()
    assert project.fund.committed == Decimal("30000.00")
    with pytest.raises(DomainError, match="不能立项"):
        award_application(application, by=world.district)
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    "ratios, amounts",
    [
        ([50, 30, 20], ["15000.00", "9000.00", "6000.00"]),
        (["33.33", "33.33", "33.34"], ["9999.00", "9999.00", "10002.00"]),
        ([60, 40], ["18000.00", "12000.00"]),
        ([100], ["30000.00"]),
    ],
)
def test_instalments_add_up_and_wait_for_their_conditions(world, ratios, amounts):
    call = make_call(world, CallState.PUBLICITY, instalment_ratios=[Decimal(ratio) for ratio in ratios])
    project = award_application(make_application(world, call, state=PUBLICITY), by=world.district)
    instalments = list(project.instalments.all())
    assert [str(one.amount) for one in instalments] == amounts
    assert [one.is_final for one in instalments] == [False] * (len(ratios) - 1) + [True]
    conditions = [[one.kind for one in instalment.conditions.all()] for instalment in instalments]
    middle = [["midterm_passed", "report_accepted", "execution_rate"]] * max(len(ratios) - 2, 0)
    first, last = ["contract_registered"], ["final_passed", "settlement_audited"]
    assert conditions == ([first, *middle, last] if len(ratios) > 1 else [first + last])


def test_execution_rate_and_report_of_the_middle_instalment(world):
    project = award_application(make_application(world, state=PUBLICITY), by=world.district)
    conditions = {one.kind: one for one in project.instalments.get(number=2).conditions.all()}
    assert conditions["execution_rate"].value == Decimal("80.00")
    assert conditions["report_accepted"].report_kind == "midterm"


def test_a_need_is_taken_up_by_the_award(world):
    need = make_need(world)
    application = make_application(world, state=PUBLICITY, need=need)
    project = award_application(application, by=world.district)
    need.refresh_from_db()
    assert (need.state, list(need.projects.all())) == (NeedState.IN_PROJECT, [project])
    assert [event.kind for event in need.events.all()] == ["match", "start"]


def test_the_second_project_of_a_need_joins_the_first(world):
    need = make_need(world)
    first, second = (
        award_application(make_application(world, state=PUBLICITY, need=need), by=world.district) for _ in range(2)
    )
    need.refresh_from_db()
    assert need.state == NeedState.IN_PROJECT
    assert set(need.projects.all()) == {first, second}
    assert need.events.count() == 2


def test_a_merged_need_is_answered_where_it_went(world):
    kept = make_need(world, title="合并后的需求")
    gone = make_need(world, NeedState.MERGED, merged_into=kept)
    project = award_application(make_application(world, state=PUBLICITY, need=gone), by=world.district)
    kept.refresh_from_db()
    assert (list(project.needs.all()), kept.state) == ([kept], NeedState.IN_PROJECT)


def test_a_chain_of_merged_needs_is_followed_to_its_end(world):
    kept = make_need(world, title="合并后的需求")
    between = make_need(world, NeedState.MERGED, merged_into=kept)
    gone = make_need(world, NeedState.MERGED, merged_into=between)
    project = award_application(make_application(world, state=PUBLICITY, need=gone), by=world.district)
    kept.refresh_from_db()
    assert (list(project.needs.all()), kept.state) == ([kept], NeedState.IN_PROJECT)
    assert set(project.results.values_list("need", flat=True)) == {kept.pk}


def test_a_need_reserved_by_a_commission_is_taken_up_and_stays(world):
    need = make_need(world, NeedState.MATCHED)
    drafted = make_project(world, ProjectState.SUBMITTED, need=need)
    award_application(make_application(world, state=PUBLICITY, need=need), by=world.district)
    need.refresh_from_db()
    assert (need.state, need.projects.count()) == (NeedState.IN_PROJECT, 2)
    reject_project(drafted, by=world.district, note="已有项目回应")
    need.refresh_from_db()
    assert need.state == NeedState.IN_PROJECT


@pytest.mark.parametrize("score, left", [("91.00", NeedState.MET), ("40.00", NeedState.IN_PROJECT)])
def test_the_end_of_one_of_two_projects(world, score, left):
    """A need is met by the first that meets it; a failure leaves it with the other."""
    need = make_need(world, NeedState.IN_PROJECT)
    ending = make_project(world, ProjectState.FINAL_REVIEW, need=need, final_score=Decimal(score))
    other = make_project(world, ProjectState.FINAL_REVIEW, need=need, final_score=Decimal("91.00"))
    complete_project(ending, by=world.district)
    need.refresh_from_db()
    assert need.state == left
    complete_project(other, by=world.district)
    need.refresh_from_db()
    assert need.state == NeedState.MET


def nothing_awarded(application):
    row = Application.objects.get(pk=application.pk)
    need = application.needs.get()
    assert not Project.objects.filter(application=application).exists()
    assert (need.state, row.events.count(), Notification.objects.count()) == (NeedState.VERIFIED, 0, 0)
    assert not LedgerEntry.objects.filter(kind="commitment").exists()


def test_no_award_beyond_the_fund(world):
    plan = make_plan(world, amount="500000.00")
    item = plan.items.get()
    LedgerEntry.objects.create(
        fund=item.fund, kind="appropriation", amount=Decimal("-970000.01"), by=world.finance, key="cut",
        on="2026-01-01",
    )  # fmt: skip
    call = make_call(world, CallState.PUBLICITY, item)
    application = make_application(world, call, state=PUBLICITY)
    with pytest.raises(DomainError, match=r"可用余额 29,999\.99 元，不足立项金额 30,000\.00 元"):
        award_application(application, by=world.district)
    nothing_awarded(application)
    assert Application.objects.get(pk=application.pk).state == PUBLICITY


def test_nobody_awards_to_their_own_unit(world):
    application = make_application(world, state=PUBLICITY)
    for person in (world.ngo, make_user("both", world.contractor, Role.SUPERVISOR)):
        with pytest.raises(DomainError, match="申报单位的人员"):
            award_application(application, by=person)
    nothing_awarded(application)


@pytest.mark.parametrize("state", [state for state in ApplicationState if state != PUBLICITY])
def test_awards_only_after_the_publicity(world, state):
    application = make_application(world, state=state)
    assert PUBLICITY in workflow.AWARD_APPLICATION.sources
    with pytest.raises(DomainError, match="不能立项"):
        award_application(application, by=world.district)
    nothing_awarded(application)


def test_several_indicators_of_one_aim(world):
    need = make_need(world)
    body = full_content(need)
    rows = body["objectives"]["rows"]
    rows.append(rows[0] | {"measure": "manual", "name": "压力量表改善率", "target": 20, "baseline": "3.5"})
    project = award_application(make_application(world, state=PUBLICITY, need=need, content=body), by=world.district)
    first = project.results.get(number=1)
    assert [(one.title, one.baseline) for one in first.indicators.all()] == [
        ("场次", Decimal("0.00")), ("压力量表改善率", Decimal("3.50")),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_awards_of_one_fund_never_overdraw_it(world):
    plan = make_plan(world)
    fund = plan.items.get().fund
    LedgerEntry.objects.create(
        fund=fund, kind="appropriation", amount=Decimal("-955000.00"), by=world.finance, key="cut", on="2026-01-01"
    )
    call = make_call(world, CallState.PUBLICITY, plan.items.get())
    rows = [make_application(world, call, state=PUBLICITY) for _ in range(2)]
    results = together(*(lambda row=row: award_application(row, by=world.district) for row in rows))
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "Project"]
    fund.refresh_from_db()
    assert fund.committed == Decimal("30000.00")
