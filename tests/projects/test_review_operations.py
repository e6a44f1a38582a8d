"""Draw, recusal, sheets, ranking: what each does, and what each guard leaves alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.enums import Role
from orgs.models import Membership
from projects import operations, panel, workflow
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.enums import Procedure, SheetState, TieKind
from projects.models import Application, Draw, ExpertTie, Panelist, ScoreLine, ScoreSheet, SpreadNote
from tests.cast import make_project
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import make_experts, make_panel, make_review, make_sheet

pytestmark = pytest.mark.django_db


def everything() -> tuple:
    """What a refused operation must leave as it was."""
    return (
        list(Application.objects.order_by("pk").values_list("state", "score", "rank")),
        list(Panelist.objects.order_by("pk").values_list("expert", "recused_at")), Draw.objects.count(),
        list(ScoreSheet.objects.order_by("pk").values_list("state", "total", "comment", "signed_at")),
        list(ScoreLine.objects.order_by("pk").values_list("item", "points")), SpreadNote.objects.count(),
        ExpertTie.objects.count(), Notification.objects.count(),
    )  # fmt: skip


def refused(operation, *args, says: str, **kwargs) -> None:
    before = everything()
    with pytest.raises(DomainError) as error:
        operation(*args, **kwargs)
    assert says in str(error.value)
    assert everything() == before


def closed_call(w, **fields):
    """A call with one eligible application of the contractor."""
    call = make_call(w, C.CLOSED, **fields)
    make_application(w, call, A.ELIGIBLE)
    return call


# ── ties and the draw


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


# ── recusal


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


# ── start


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


# ── sheets


def points_of(call, part="1") -> dict:
    return {item.pk: (item.points * Decimal(part)).quantize(Decimal("0.01")) for item in call.scorecard.items.all()}


@pytest.fixture
def sheet(world):
    review = make_review(world, scores=((None, 80, 80),))
    return operations.open_sheet(review.applications[0], by=review.panel[0].expert)


def test_a_sheet_is_begun_once_saved_often_and_signed(world, sheet):
    expert, call = sheet.panelist.expert, sheet.application.call
    assert operations.open_sheet(sheet.application, by=expert) == sheet
    assert [(event.kind, event.to_state) for event in sheet.events.all()] == [("create", "draft")]
    assert sheet.revision == sheet.application.revisions.get()
    saved = operations.save_sheet(sheet, by=expert, points=points_of(call, "0.5"), comment=" 方案可行 ")
    assert (saved.total, saved.comment) == (Decimal("50.00"), "方案可行")
    first = call.scorecard.items.first()
    saved = operations.save_sheet(sheet, by=expert, points={first.pk: "１２.25"}, comment="改")
    assert saved.total == Decimal("54.75")
    cleared = operations.save_sheet(sheet, by=expert, points={first.pk: None}, comment="")
    assert cleared.total == Decimal("42.50")
    operations.save_sheet(sheet, by=expert, points={first.pk: 15}, comment="")
    signed = operations.sign_sheet(sheet, by=expert)
    assert (signed.state, signed.total, signed.signed_at is not None) == ("signed", Decimal("57.50"), True)
    assert sheet.events.last().kind == "sign"
    assert Notification.objects.get(title="评分表已全部签署").recipient == world.district


@pytest.mark.parametrize(
    "wrong", ["1e1", "-0.00", "NaN", "１２３", "15.01", "1.005", "", "九", "-1", "1" * 10_000, "1\0"]
)
def test_points_that_are_none(sheet, wrong):
    first = sheet.application.call.scorecard.items.first()
    refused(operations.save_sheet, sheet, by=sheet.panelist.expert, points={first.pk: wrong}, says=f"“{first}”")


def test_one_wrong_criterion_keeps_all_of_them_out(sheet):
    points = points_of(sheet.application.call)
    points[max(points)] = "99"
    refused(operations.save_sheet, sheet, by=sheet.panelist.expert, points=points, says="分数应在 0 到 10 之间")
    refused(operations.save_sheet, sheet, by=sheet.panelist.expert, points={0: "1"}, says="不在本批次的评分卡上")


@pytest.mark.parametrize("comment", ["字" * 1001, "有\0字"])
def test_comments_that_are_not_kept(sheet, comment):
    points = points_of(sheet.application.call)
    refused(operations.save_sheet, sheet, by=sheet.panelist.expert, points=points, comment=comment, says="最多1000字")


def test_an_incomplete_sheet_is_not_signed(sheet):
    expert = sheet.panelist.expert
    operations.save_sheet(sheet, by=expert, points=dict(list(points_of(sheet.application.call).items())[1:]))
    refused(operations.sign_sheet, sheet, by=expert, says="还有评分项没有评分：需求与必要性")


def test_a_signed_sheet_stands(sheet):
    expert, points = sheet.panelist.expert, points_of(sheet.application.call)
    operations.save_sheet(sheet, by=expert, points=points)
    operations.sign_sheet(sheet, by=expert)
    refused(operations.save_sheet, sheet, by=expert, points=points, says="已经签署")
    refused(operations.sign_sheet, sheet, by=expert, says="已签署")


def test_nobody_writes_a_peers_sheet(world, sheet):
    peer = sheet.application.call.panelists.last().expert
    points = points_of(sheet.application.call)
    for person in (peer, world.district, world.expert):
        refused(operations.save_sheet, sheet, by=person, points=points, says="其他专家的评分表")
        refused(operations.sign_sheet, sheet, by=person, says="其他专家的评分表")
    refused(operations.open_sheet, sheet.application, by=world.expert, says="您不是这个批次的评审专家")


def test_no_scores_after_the_ranking(world):
    review = make_review(world)
    expert = review.panel[0].expert
    operations.rank_call(review.call, by=world.district)
    refused(operations.open_sheet, review.applications[0], by=expert, says="评分已经汇总")
    draft = make_sheet(review.applications[0], review.panel[0], state=SheetState.DRAFT, round=2)
    refused(operations.save_sheet, draft, by=expert, points={}, says="上一轮")


@pytest.mark.parametrize("state", SheetState.values)
def test_sheet_moves_from_every_state(world, state):
    review = make_review(world, scores=((None, 80, 80),))
    sheet = make_sheet(review.applications[0], review.panel[0], state=state)
    for transition in workflow.SHEET:
        operate = getattr(operations, f"{transition.name}_sheet")
        if state in transition.sources:
            assert operate(sheet, by=review.panel[0].expert).state == transition.target
        else:
            refused(operate, sheet, by=review.panel[0].expert, says="不能签署评分表")


# ── ranking


def test_the_ranking_writes_scores_ranks_and_states(world):
    review = make_review(world)
    operations.rank_call(review.call, by=world.district)
    got = list(Application.objects.order_by("rank").values_list("name", "score", "rank", "state"))
    assert got == [
        ("项目1", Decimal("88.00"), 1, A.PROPOSED), ("项目2", Decimal("80.00"), 2, A.PROPOSED),
        ("项目3", Decimal("54.33"), 3, A.NOT_SELECTED),
    ]  # fmt: skip
    event = review.call.events.get(kind="rank")
    assert event.note.startswith("拟立项2个，备选0个，未入选1个；拟立项金额60,000.00元")
    assert [one.events.last().kind for one in review.applications] == ["propose", "propose", "pass_over"]
    refused(operations.rank_call, review.call, by=world.district, says="已经汇总过")


def test_what_does_not_fit_into_the_money_waits_in_reserve(world):
    review = make_review(world, scores=((90, 90, 90), (80, 80, 80)), amount=Decimal(50000), max_amount=Decimal(50000))
    operations.rank_call(review.call, by=world.district)
    assert list(Application.objects.order_by("rank").values_list("state", flat=True)) == [A.PROPOSED, A.RESERVE]


def test_extremes_fall_where_the_call_says_so(world):
    scores = ((60, 70, 70, 70, 79),)
    review = make_review(world, scores=scores, drops_extremes=True)
    operations.rank_call(review.call, by=world.district)
    assert Application.objects.get().score == Decimal("70.00")


def test_a_purchase_by_law_counts_every_score(world):
    scores = ((60, 70, 70, 70, 79),)
    review = make_review(world, scores=scores, drops_extremes=True, procedure=Procedure.CONSULTATION)
    operations.rank_call(review.call, by=world.district)
    assert Application.objects.get().score == Decimal("69.80")


def test_a_wide_spread_asks_for_words(world):
    review = make_review(world, scores=((95, 74, 80), (80, 100, 90)))
    wide, narrow = review.applications
    refused(operations.rank_call, review.call, by=world.district, says="项目1等1份申报的评分极差超过20分")
    refused(operations.explain_spread, narrow, by=world.district, text="说明", says="没有超过20分")
    refused(operations.explain_spread, wide, by=world.district, text="  ", says="请写明原因")
    refused(operations.explain_spread, wide, by=world.district, text="字" * 501, says="最多500字")
    note = operations.explain_spread(wide, by=world.district, text="对可持续性看法不同，已复核。")
    assert (note.round, note.by) == (1, world.district)
    refused(operations.explain_spread, wide, by=world.district, text="再说", says="已经说明过")
    operations.rank_call(review.call, by=world.district)
    refused(operations.explain_spread, wide, by=world.district, text="再说", says="不在评审中")


def test_no_ranking_while_a_sheet_is_unsigned(world):
    review = make_review(world, scores=((90, 90, None),))
    refused(operations.rank_call, review.call, by=world.district, says="还有1份评分表没有签署")
    refused(operations.explain_spread, review.applications[0], by=world.district, text="说明", says="签齐后再说明")
    make_sheet(review.applications[0], review.panel[2], state=SheetState.DRAFT)
    refused(operations.rank_call, review.call, by=world.district, says="还有1份评分表没有签署")


def test_less_than_the_quota_needs_a_reason(world):
    review = make_review(world, weak_share=30)
    refused(operations.rank_call, review.call, by=world.district, says="低于专项额度150,000.00元")
    operations.rank_call(review.call, by=world.district, note="本批次没有薄弱社区申报。")
    assert review.call.events.get(kind="rank").note.endswith("没有薄弱社区申报。")


@pytest.mark.parametrize("state", [state for state in C.values if state != C.REVIEWING])
def test_only_a_review_is_ranked(world, state):
    refused(operations.rank_call, make_call(world, state), by=world.district, says="不能汇总评分")


def test_more_projects_than_a_community_may_have_need_a_reason(world):
    review = make_review(world)
    for _ in range(2):
        make_project(world, "active", organization=review.applications[0].organization)
    says = "水源地社区联合工会（4个）的同期项目超过上限 3 个"
    refused(operations.rank_call, review.call, by=world.district, says=says)
    operations.rank_call(review.call, by=world.district, note="各社区需求集中，主席办公会同意。")
    assert review.call.applications.filter(state="proposed").count() == 2
