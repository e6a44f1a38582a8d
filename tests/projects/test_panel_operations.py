"""Ties, the draw, recusals and the start of a review: what each does, and what each guard leaves alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Notification
from orgs.enums import Role
from orgs.models import Membership
from projects import operations, panel
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.enums import Procedure, TieKind
from projects.models import ScoreSheet
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import make_experts, make_panel, make_review
from tests.projects.leaving import refused
from tests.projects.review_steps import closed_call

pytestmark = pytest.mark.django_db


def test_a_draw_is_recorded_so_that_anybody_can_repeat_it(world):
    call, experts = closed_call(world), make_experts(world, 5)
    draw = operations.draw_panel(call, by=world.district)
    assert draw.candidates == [world.expert.pk, *(expert.pk for expert in experts)]
    assert draw.chosen == panel.draw(draw.seed, draw.candidates, 3)
    assert sorted(seat.expert_id for seat in call.panelists.all()) == sorted(draw.chosen)
    assert (draw.number, draw.reason, draw.by) == (1, "首次抽取", world.district)
    event = call.events.get()
    assert (event.kind, event.note) == ("draw", "第1次抽取，候选6人，抽中3人")
    told = Notification.objects.filter(title="您已被抽取为评审专家")
    assert sorted(told.values_list("recipient", flat=True)) == sorted(draw.chosen)


@pytest.mark.parametrize("kind", TieKind.values)
def test_a_declared_tie_keeps_an_expert_out(world, kind):
    call, experts = closed_call(world), make_experts(world, 4)
    tie = operations.declare_tie(by=experts[0], expert=experts[0], organization=world.contractor, kind=kind)
    assert (tie.by, tie.until) == (experts[0], None)
    draw = operations.draw_panel(call, by=world.district)
    assert experts[0].pk not in draw.candidates and len(draw.candidates) == 4


@pytest.mark.parametrize(("days", "counts"), [(0, True), (365 * 3 - 5, True), (365 * 3 + 5, False)])
def test_a_past_post_counts_for_three_years(world, days, counts):
    call, experts = closed_call(world), make_experts(world, 4)
    until = timezone.localdate() - timedelta(days=days)
    about = {"expert": experts[0], "organization": world.contractor, "kind": TieKind.RECENT_POST}
    operations.declare_tie(by=world.district, until=until, **about)
    draw = operations.draw_panel(call, by=world.district)
    assert (experts[0].pk in draw.candidates) is not counts


def test_a_later_row_ends_a_tie(world):
    call, experts = closed_call(world), make_experts(world, 4)
    about = {"by": world.district, "expert": experts[0], "organization": world.contractor, "kind": TieKind.ADVISER}
    operations.declare_tie(**about)
    operations.declare_tie(until=timezone.localdate() - timedelta(days=4 * 365), **about)
    assert experts[0].pk in operations.draw_panel(call, by=world.district).candidates


@pytest.mark.parametrize("ended", [False, True])
def test_membership_at_an_applicant_is_a_tie(world, ended):
    call, experts = closed_call(world), make_experts(world, 4)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.create(
        user=experts[0], organization=world.contractor, role=Role.SUPERVISOR, valid_from="2020-01-01",
        valid_to=yesterday if ended else None,
    )  # fmt: skip
    assert experts[0].pk not in operations.draw_panel(call, by=world.district).candidates


def test_whoever_decides_on_the_call_is_no_candidate(world):
    call, experts = closed_call(world), make_experts(world, 3)
    Membership.objects.create(user=experts[0], organization=world.district_union, role=Role.DISTRICT_UNION)
    assert experts[0].pk not in operations.draw_panel(call, by=world.district).candidates


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "friend"}, "请选择关联的种类"),
        ({"until": "tomorrow"}, "离任日期不能晚于今天"),
        ({"expert": "ngo"}, "不是评审专家"),
    ],
)
def test_ties_that_are_not_recorded(world, change, says):
    about = {"expert": world.expert, "organization": world.contractor, "kind": "adviser"} | change
    if "until" in change:
        about["until"] = timezone.localdate() + timedelta(days=1)
    if "expert" in change:
        about["expert"] = world.ngo
    refused(operations.declare_tie, by=world.district, says=says, **about)


@pytest.mark.parametrize("state", [state for state in C.values if state not in (C.CLOSED, C.REVIEWING)])
def test_no_draw_before_the_close_or_after_the_review(world, state):
    make_experts(world, 5)
    refused(operations.draw_panel, make_call(world, state), by=world.district, says="征集截止后、评审结束前")


@pytest.mark.parametrize("size", [1, 2, 4, 6])
def test_a_panel_is_odd_and_at_least_three(world, size):
    make_experts(world, 8)
    refused(operations.draw_panel, closed_call(world, panel_size=size), by=world.district, says="3 人以上单数")


def test_too_few_candidates(world):
    make_experts(world, 1)
    refused(operations.draw_panel, closed_call(world), by=world.district, says="只有2名候选人")


def test_no_second_draw(world):
    make_experts(world, 6)
    call = closed_call(world)
    operations.draw_panel(call, by=world.district)
    refused(operations.draw_panel, call, by=world.district, says="已经抽齐")


def test_staff_of_an_applicant_and_experts_do_not_run_the_review(world):
    review = make_review(world)
    Membership.objects.create(user=world.city, organization=world.contractor, role=Role.SUPERVISOR)
    expert = review.panel[0].expert
    for person, says in ((world.city, "申报单位的人员"), (expert, "评审专家，不能办理")):
        refused(operations.draw_panel, review.call, by=person, says=says)
        refused(operations.rank_call, review.call, by=person, says=says)
        refused(operations.explain_spread, review.applications[0], by=person, text="说明", says=says)
    call = closed_call(world)
    refused(operations.start_review, call, by=world.city, says="申报单位的人员")


@pytest.mark.parametrize("by_expert", [True, False])
def test_a_recusal_draws_one_seat_again(world, by_expert):
    make_experts(world, 6)
    call = closed_call(world)
    operations.draw_panel(call, by=world.district)
    seat = call.panelists.first()
    by = seat.expert if by_expert else world.district
    gone = operations.recuse_panelist(seat, by=by, tie=TieKind.RELATIVE, note="配偶在申报单位任职")
    assert (gone.tie, gone.note, gone.recused_at is not None) == ("relative", "配偶在申报单位任职", True)
    second = call.draws.get(number=2)
    assert len(second.chosen) == 1 and len(second.candidates) == 4
    assert not set(second.chosen) & set(call.draws.get(number=1).chosen)
    assert (call.panelists.seated().count(), call.panelists.count()) == (3, 4)
    assert list(call.events.values_list("kind", flat=True)) == ["draw", "recuse", "draw"]


def test_a_seat_stays_free_until_somebody_can_be_drawn(world):
    experts = make_experts(world, 2)
    call = closed_call(world)
    operations.draw_panel(call, by=world.district)
    operations.recuse_panelist(call.panelists.get(expert=experts[0]), by=world.district, tie="adviser", note="担任顾问")
    assert (call.draws.count(), call.panelists.seated().count()) == (1, 2)
    refused(operations.start_review, call, by=world.district, says="还缺1人")
    newcomer = make_experts(world, 1, organization=world.city_union)[0]
    operations.draw_panel(call, by=world.district, note="补抽")
    assert call.draws.get(number=2).chosen == [newcomer.pk]


def test_a_recused_expert_has_no_vote(world):
    make_experts(world, 1, organization=world.city_union)
    review = make_review(world)
    seat = review.panel[0]
    operations.recuse_panelist(seat, by=world.district, tie="adviser", note="担任顾问")
    assert ScoreSheet.objects.counting().count() == 6
    refused(operations.open_sheet, review.applications[0], by=seat.expert, says="已经回避")
    refused(operations.rank_call, review.call, by=world.district, says="还有3份评分表没有签署")
    refused(operations.recuse_panelist, seat, by=world.district, tie="adviser", note="再办", says="已经回避")


def test_no_recusal_without_words_or_a_reason_or_after_the_ranking(world):
    review = make_review(world)
    seat = review.panel[0]
    refused(operations.recuse_panelist, seat, by=seat.expert, tie="adviser", note=" ", says="请写明原因")
    refused(operations.recuse_panelist, seat, by=seat.expert, tie="friend", note="朋友", says="请选择回避原因")
    operations.rank_call(review.call, by=world.district)
    refused(operations.recuse_panelist, seat, by=seat.expert, tie="adviser", note="顾问", says="评分已经汇总")


def test_every_eligible_application_comes_before_the_panel(world):
    make_experts(world, 5)
    call = closed_call(world)
    failed = make_application(world, call, A.INELIGIBLE, name="另一项目")
    operations.draw_panel(call, by=world.district)
    operations.start_review(call, by=world.district)
    call.refresh_from_db()
    assert call.state == C.REVIEWING
    assert dict(call.applications.values_list("pk", "state"))[failed.pk] == A.INELIGIBLE
    moved = call.applications.get(state=A.REVIEWING)
    event = moved.events.get()
    assert (event.kind, event.from_state, event.to_state, event.by) == (
        "review",
        "eligible",
        "reviewing",
        world.district,
    )
    assert Notification.objects.filter(title="请独立评分").count() == 3


@pytest.mark.parametrize("state", [A.SUBMITTED, A.CHECKING, A.RETURNED])
def test_no_start_while_a_check_is_unfinished(world, state):
    make_experts(world, 5)
    call = closed_call(world)
    operations.draw_panel(call, by=world.district)
    make_application(world, call, state, name="另一项目")
    refused(operations.start_review, call, by=world.district, says="还有1份申报没有完成资格审查")
    assert call.events.count() == 1


def test_no_start_without_a_panel_or_applications(world):
    refused(operations.start_review, closed_call(world), by=world.district, says="还缺3人")
    refused(operations.start_review, make_call(world, C.CLOSED), by=world.district, says="至少要有1份")


@pytest.mark.parametrize(("procedure", "least"), [(Procedure.PUBLIC_TENDER, 3), (Procedure.NEGOTIATION, 3),
                                                  (Procedure.CONSULTATION, 2)])  # fmt: skip
def test_a_procedure_by_law_needs_competitors(world, procedure, least):
    call = make_call(world, C.CLOSED, procedure=procedure)
    for number in range(least - 1):
        make_application(world, call, A.ELIGIBLE, name=f"项目{number}")
    refused(operations.start_review, call, by=world.district, says=f"至少要有{least}份")
    make_application(world, call, A.ELIGIBLE, name="又一项目")
    make_panel(call, make_experts(world, 3), world.district)
    assert operations.start_review(call, by=world.district).state == C.REVIEWING


def test_a_tie_found_after_the_draw_stops_the_start_and_the_ranking(world):
    experts = make_experts(world, 3)
    call = closed_call(world)
    make_panel(call, experts, world.district)
    operations.declare_tie(by=experts[0], expert=experts[0], organization=world.contractor, kind="adviser")
    refused(operations.start_review, call, by=world.district, says="应当回避")
