"""The scores put together: who is recommended, who waits, what needs a reason."""

from decimal import Decimal

import pytest

from projects import operations
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.enums import Procedure, SheetState
from projects.models import Application
from tests.cast import make_project
from tests.projects.build_call import make_call
from tests.projects.build_review import make_review, make_sheet
from tests.projects.leaving import refused

pytestmark = pytest.mark.django_db


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
