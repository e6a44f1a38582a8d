"""递补: an awarded project falls through, and the next in reserve go through a publicity of their own."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import Notification
from orgs.enums import Role
from orgs.models import Membership
from projects import operations
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.enums import ProjectState as P
from projects.enums import PublicityState as U
from projects.models import Application, Call, Fund, Project, Publicity
from projects.queries.call import called_for
from projects.queries.contract import publicity_hindrance
from projects.queries.promotion import calls_to_promote, next_in_reserve, room_in
from projects.queries.ranking import standing
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import make_review
from tests.projects.leaving import refused
from tests.projects.review_steps import finished, give_up, publish, states

pytestmark = pytest.mark.django_db
SAID = {"name": "林知远", "contact": "13900000000", "text": "递补程序有误。"}


@pytest.fixture
def done(world):
    return finished(world)


def test_the_next_in_reserve_takes_the_place_of_who_gave_up(world, done):
    give_up(world, done.first)
    call = done.call
    assert (room_in(call).amount, next_in_reserve(call)) == (Decimal(30000), [done.applications[2]])
    assert list(calls_to_promote()) == [call]
    Notification.objects.all().delete()
    publicity = operations.promote_call(call, by=world.district, note="第一名放弃签约", text="递补公示")
    assert (publicity.round, publicity.days, publicity.state) == (2, 5, U.OPEN)
    assert [entry.application for entry in publicity.entries.all()] == [done.applications[2]]
    event = call.events.last()
    assert (event.kind, event.from_state, event.to_state, event.note) == (
        "promote", C.DONE, C.PUBLICITY, "第一名放弃签约",
    )  # fmt: skip
    assert states() == [A.AWARDED, A.AWARDED, A.PUBLICITY, A.RESERVE]
    assert [event.kind for event in done.applications[2].events.all()][-2:] == ["propose", "publicise"]
    assert not Project.objects.filter(application=done.applications[2]).exists()
    assert list(calls_to_promote()) == []


def test_after_its_own_publicity_it_is_awarded_and_the_others_hear_nothing(world, done):
    give_up(world, done.first)
    Notification.objects.all().delete()
    call = publish(world, done.call, operations.promote_call, note="第一名放弃签约")
    assert (call.state, states()) == (C.DONE, [A.AWARDED, A.AWARDED, A.AWARDED, A.RESERVE])
    project = Project.objects.get(application=done.applications[2])
    assert (project.state, project.committed) == (P.APPROVED, Decimal(30000))
    assert Fund.objects.get(pk=call.fund_id).committed == Decimal(60000)
    told = Notification.objects.filter(title="评审结果已确定").values_list("recipient", flat=True)
    assert list(told) == [done.applications[2].created_by_id]
    found = standing(call).selection  # what stands, not what was first recommended
    assert (len(found.proposed), found.amount, len(found.reserve)) == (2, Decimal(60000), 1)
    assert standing(call).fallen == {done.applications[0].pk}
    refused(operations.promote_call, call, by=world.district, note="再来一个", says="没有放得下的备选")


def test_a_contract_that_failed_before_the_start_frees_its_money_too(world, done):
    contract = operations.draft_contract(done.first, by=world.district)
    file = ContentFile(b"%PDF-1.4 signed", "合同.pdf")
    operations.sign_contract(contract, by=world.district, signed_on=timezone.localdate(), file=file)
    give_up(world, done.first)
    assert next_in_reserve(done.call) == [done.applications[2]]


@pytest.mark.parametrize("ended", [False, True])
def test_while_every_award_stands_nobody_is_promoted(world, done, ended):
    if ended:  # it had begun: the rest of a project is no project of its own
        contract = operations.draft_contract(done.first, by=world.district)
        file = ContentFile(b"%PDF-1.4 signed", "合同.pdf")
        operations.sign_contract(contract, by=world.district, signed_on=timezone.localdate(), file=file)
        operations.activate_project(done.first, by=world.ngo)
        give_up(world, done.first)
    refused(operations.promote_call, done.call, by=world.district, note="递补", says="没有在启动前终止的")
    assert list(calls_to_promote()) == []


def test_guards_of_a_promotion(world, done):
    give_up(world, done.first)
    call = done.call
    refused(operations.promote_call, call, by=world.district, note=" ", says="写明原因")
    refused(operations.promote_call, call, by=world.district, note="递补", days=4, says="公示期应为5至60个工作日")
    refused(operations.promote_call, call, by=done.panel[0].expert, note="递补", says="评审专家，不能办理")
    Membership.objects.create(user=world.city, organization=world.contractor, role=Role.SUPERVISOR)
    refused(operations.promote_call, call, by=world.city, note="递补", says="申报单位的人员")
    Application.objects.filter(pk=done.applications[2].pk).update(
        starts_on=timezone.localdate(), ends_on=timezone.localdate()
    )
    refused(operations.promote_call, call, by=world.district, note="递补", says="已经不能实施")


def test_the_fund_must_still_cover_it(world, done):
    give_up(world, done.first)
    fund = Fund.objects.get(pk=done.call.fund_id)
    operations.appropriate_fund(fund, by=world.finance, amount=Decimal("29999.99") - fund.available)
    refused(
        operations.promote_call, done.call, by=world.district, note="递补", says="可用余额 29,999.99 元，不足递补的"
    )


@pytest.mark.parametrize("state", [state for state in C.values if state != C.DONE])
def test_only_a_finished_call_promotes(world, state):
    refused(operations.promote_call, make_call(world, state), by=world.district, note="递补", says="不能递补")


def test_weak_communities_choose_first_as_in_the_ranking(world, done):
    Call.objects.update(weak_share=Decimal(50))
    Application.objects.filter(pk=done.applications[3].pk).update(is_weak=True)
    give_up(world, done.first)
    assert next_in_reserve(Call.objects.get()) == [done.applications[3]]


def test_who_declines_makes_room_for_the_next(world, done):
    give_up(world, done.first)
    third = done.applications[2]
    refused(operations.decline_application, third, by=world.district, note="", says="写明原因")
    refused(operations.decline_application, third, by=third.created_by, note="放弃", says="申报单位的人员")
    operations.decline_application(third, by=world.district, note="书面放弃递补")
    assert states()[2:] == [A.NOT_SELECTED, A.RESERVE]
    told = Notification.objects.filter(title="申报不再递补").values_list("recipient", flat=True)
    assert set(told) == {third.created_by_id, third.worker_id}
    assert next_in_reserve(done.call) == [done.applications[3]]


@pytest.mark.parametrize("state", [state for state in A.values if state != A.RESERVE])
def test_only_the_reserve_declines(world, state):
    application = make_application(world, make_call(world, C.DONE), state)
    refused(operations.decline_application, application, by=world.district, note="放弃", says="不能放弃递补")


def test_nobody_declines_before_the_result_is_final(world):
    review = make_review(world, scores=((90, 90, 90), (80, 80, 80)), amount=Decimal(30000), max_amount=Decimal(30000))
    operations.rank_call(review.call, by=world.district)
    waiting = review.applications[1]
    refused(operations.decline_application, waiting, by=world.district, note="放弃", says="确认立项以后")


def test_a_promotion_stands_in_nobody_elses_way(world, done):
    second = Project.objects.get(application=done.applications[1])
    give_up(world, done.first)
    operations.promote_call(done.call, by=world.district, note="递补")
    assert publicity_hindrance(second, timezone.localdate()) == ""
    refused(operations.cancel_call, done.call, by=world.district, note="废止", says="已有项目立项")
    other = make_call(world, C.DRAFT)
    Call.objects.filter(pk=other.pk).update(fund=done.call.fund_id)
    assert called_for(Fund.objects.get(pk=done.call.fund_id), other) == Decimal(30000)  # the rest is in the ledger


def objected(w, done, application):
    give_up(w, done.first)
    publicity = operations.promote_call(done.call, by=w.district, note="递补")
    return operations.receive_objection(publicity, application=application, **SAID)


def test_an_objection_that_is_right_ends_the_promotion(world, done):
    objection = objected(world, done, done.applications[2])
    refused(operations.uphold_objection, objection, by=world.district, note="属实", review_again=True,
            says="不能全部重新评审")  # fmt: skip
    refused(operations.uphold_objection, objection, by=world.district, note="属实", application=done.applications[3],
            says="只有公示中的申报")  # fmt: skip
    operations.uphold_objection(objection, by=world.district, note="经核查属实")
    assert states() == [A.AWARDED, A.AWARDED, A.OBJECTION_UPHELD, A.RESERVE]
    assert (Call.objects.get().state, Publicity.objects.get(round=2).state) == (C.DONE, U.STOPPED)
    assert list(Call.objects.get().events.values_list("kind", flat=True))[-2:] == ["promote", "end_promotion"]
    again = operations.promote_call(done.call, by=world.district, note="递补再次")
    assert [entry.application for entry in again.entries.all()] == [done.applications[3]]


def test_others_of_a_stopped_promotion_wait_again(world, done):
    give_up(world, Project.objects.get(application=done.applications[1]))
    objection = objected(world, done, done.applications[2])
    assert states()[2:] == [A.PUBLICITY, A.PUBLICITY]
    operations.uphold_objection(objection, by=world.district, note="经核查属实")
    assert states()[2:] == [A.OBJECTION_UPHELD, A.RESERVE]


def test_a_late_objection_against_an_award_is_only_answered(world, done):
    objection = objected(world, done, done.applications[1])
    operations.uphold_objection(objection, by=world.district, note="经核查属实")
    assert (Call.objects.get().state, states()[1:3]) == (C.PUBLICITY, [A.AWARDED, A.PUBLICITY])
    second = Project.objects.get(application=done.applications[1])
    assert "异议" in publicity_hindrance(second, timezone.localdate())
