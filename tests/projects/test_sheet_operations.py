"""Score sheets: each expert alone, and nobody after the ranking."""

from decimal import Decimal

import pytest

from core.models import Notification
from projects import operations, workflow
from projects.enums import SheetState
from tests.projects.build_review import make_review, make_sheet
from tests.projects.leaving import refused
from tests.projects.review_steps import points_of

pytestmark = pytest.mark.django_db


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


def test_what_is_signed_is_what_the_signer_saw(sheet):
    """A page saves by itself after every change; such a save may arrive between the last one and the signature."""
    expert, points = sheet.panelist.expert, points_of(sheet.application.call)
    operations.save_sheet(sheet, by=expert, points=points_of(sheet.application.call, "0.5"), comment="旧的意见")
    signed = operations.sign_sheet(sheet, by=expert, points=points, comment="方案可行")
    assert (signed.total, signed.comment) == (Decimal("100.00"), "方案可行")
    assert dict(signed.lines.values_list("item_id", "points")) == points


def test_a_refused_signature_writes_nothing(sheet):
    expert, points = sheet.panelist.expert, points_of(sheet.application.call)
    refused(operations.sign_sheet, sheet, by=expert, points=dict(list(points.items())[1:]), says="还有评分项没有评分")
    assert sheet.lines.count() == 0


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
