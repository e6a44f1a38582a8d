"""The arithmetic of a review."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import panel
from projects.enums import Procedure
from projects.panel import Entry

START = datetime(2026, 3, 1, tzinfo=UTC)
points = st.decimals(0, 100, places=2)
entries = st.lists(
    st.builds(
        Entry, key=st.integers(1, 10_000), score=st.integers(50, 60).map(Decimal),
        amount=st.decimals("0.01", "90000", places=2), has_union=st.booleans(), is_weak=st.booleans(),
        submitted_at=st.integers(0, 3).map(lambda hours: START + timedelta(hours=hours)),
    ),
    unique_by=lambda entry: entry.key, max_size=30,
)  # fmt: skip


def entry(key, score="80", amount="10000", has_union=False, is_weak=False, hours=0) -> Entry:
    return Entry(key, Decimal(score), Decimal(amount), has_union, is_weak, START + timedelta(hours=hours))


def keys(rows) -> list[int]:
    return [place.entry.key for place in panel.ranking(rows)]


def decided(rows) -> list[str]:
    return [place.decided_by for place in panel.ranking(rows)]


@given(seed=st.text(max_size=20), pool=st.sets(st.integers(1, 10_000), max_size=40), size=st.integers(0, 50))
def test_anybody_can_repeat_a_draw(seed, pool, size):
    drawn = panel.draw(seed, pool, size)
    assert drawn == panel.draw(seed, sorted(pool, reverse=True), size)
    assert len(drawn) == len(set(drawn)) == min(size, len(pool)) and set(drawn) <= pool


@given(seed=st.text(max_size=20), pool=st.sets(st.integers(1, 10_000), min_size=5, max_size=40))
def test_a_larger_draw_begins_with_the_smaller(seed, pool):
    assert panel.draw(seed, pool, 5)[:3] == panel.draw(seed, pool, 3)


def test_a_draw_done_by_hand():
    """printf %s abc:1 | sha256sum and so on begin with bf, 16 and 0f."""
    assert panel.draw("abc", [1, 2, 3], 3) == [3, 2, 1]
    assert panel.draw("abc", [1, 2, 3], 0) == []


def test_every_seed_seats_everybody_equally_often():
    seats = [pk for seed in range(3000) for pk in panel.draw(str(seed), range(1, 7), 3)]
    assert all(1350 < seats.count(pk) < 1650 for pk in range(1, 7))


@given(st.lists(points, min_size=1, max_size=15))
def test_the_average_is_half_up_and_inside(totals):
    mean = panel.average(totals)
    assert min(totals) <= mean <= max(totals)
    assert mean == (sum(totals) / len(totals)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_half_a_cent_rounds_up():
    assert panel.average([Decimal("80.00"), Decimal("80.01")]) == Decimal("80.01")


@given(st.lists(points, min_size=1, max_size=15))
def test_extremes_fall_only_from_five_experts_on(totals):
    assert panel.kept(totals, drops_extremes=False) == totals
    left = panel.kept(totals, drops_extremes=True)
    assert len(left) == len(totals) - (2 if len(totals) >= 5 else 0)
    assert sorted(left) == (sorted(totals)[1:-1] if len(totals) >= 5 else sorted(totals))


@given(st.lists(points, min_size=1, max_size=15))
def test_the_spread_leaves_nothing_out(totals):
    assert panel.spread(totals) == max(totals) - min(totals) >= 0


@pytest.mark.parametrize(
    ("procedure", "dropped"),
    [(Procedure.PUBLIC_TENDER, False), (Procedure.CONSULTATION, False), (Procedure.NEGOTIATION, False),
     (Procedure.OPEN_CALL, True), (Procedure.SELECTION, True)],
)  # fmt: skip
def test_a_purchase_by_law_drops_nothing(procedure, dropped):
    assert panel.drops(procedure, True) is dropped
    assert panel.drops(procedure, False) is False


@pytest.mark.parametrize("text", [
    "1e1", "-0.00", "-1", "NaN", "Infinity", "", " ", "1.005", "25.01", "一", "1" * 10_000, "1\0", "0x1", "－1", "--1",
])  # fmt: skip
def test_what_is_no_score(text):
    with pytest.raises(ValueError, match="。"):
        panel.to_points(text, Decimal("25.00"))


@pytest.mark.parametrize(
    ("text", "points"), [("0", "0"), ("25", "25"), ("１２.5", "12.5"), (" 7.25 ", "7.25"), (3, "3")]
)
def test_what_is_a_score(text, points):
    assert panel.to_points(text, Decimal("25.00")) == Decimal(points)


def test_the_stated_order_of_ties():
    rows = [
        entry(1, hours=1), entry(2), entry(3, amount="9999"), entry(4, is_weak=True), entry(5, has_union=True),
        entry(6, score="80.01"),
    ]  # fmt: skip
    assert keys(rows) == [6, 5, 4, 3, 2, 1]
    assert decided(rows) == ["", "已建会优先", "薄弱社区优先", "报价低优先", "提交时间先后", "提交时间先后"]


@given(entries)
def test_ranks_are_one_to_n_and_never_against_the_score(rows):
    places = panel.ranking(rows)
    assert [place.rank for place in places] == list(range(1, len(rows) + 1))
    scores = [place.entry.score for place in places]
    assert scores == sorted(scores, reverse=True)
    assert keys(rows) == keys(reversed(rows))
    alone = [place for place in places if scores.count(place.entry.score) == 1]
    assert all(place.decided_by == "" for place in alone)
    assert all(place.decided_by for place in places if place not in alone)


@given(entries, st.decimals(1, 200_000, places=2), st.integers(0, 100).map(Decimal))
def test_a_selection_keeps_to_the_money_and_the_quota(rows, amount, share):
    places = panel.ranking(rows)
    chosen = panel.select(places, amount=amount, weak_share=share, floor=Decimal(55))
    of = {row.key: row for row in rows}
    assert sorted(chosen.proposed + chosen.reserve + chosen.not_selected) == sorted(of)
    assert chosen.amount == sum((of[key].amount for key in chosen.proposed), Decimal(0)) <= amount
    assert chosen.weak_amount == sum((of[key].amount for key in chosen.proposed if of[key].is_weak), Decimal(0))
    assert all(of[key].score < 55 for key in chosen.not_selected)
    assert all(of[key].score >= 55 for key in chosen.proposed + chosen.reserve)
    # Whoever waits did not fit into what was left.
    assert all(of[key].amount > amount - chosen.amount for key in chosen.reserve)
    if chosen.below_quota:  # no waiting weak one would have fitted beside the weak ones taken
        weak_waiting = [of[key] for key in chosen.reserve if of[key].is_weak]
        assert all(chosen.weak_amount + row.amount > amount for row in weak_waiting)


def test_weak_communities_choose_first_and_leave_the_rest():
    rows = [
        entry(1, "95", "40000"), entry(2, "90", "40000"), entry(3, "85", "30000", is_weak=True),
        entry(4, "80", "20000"), entry(5, "50", "1000"),
    ]  # fmt: skip
    chosen = panel.select(panel.ranking(rows), amount=Decimal(100000), weak_share=Decimal(30), floor=Decimal(60))
    assert (chosen.proposed, chosen.reserve, chosen.not_selected) == ([1, 3, 4], [2], [5])
    assert (chosen.amount, chosen.weak_amount, chosen.below_quota) == (90000, 30000, False)
    without = panel.select(panel.ranking(rows), amount=Decimal(100000), weak_share=Decimal(0), floor=Decimal(60))
    assert (without.proposed, without.reserve) == ([1, 2, 4], [3])


def test_fairness_is_one_when_money_follows_the_communities():
    assert panel.fairness(Decimal(30), Decimal(100), 3, 10) == Decimal("1.00")
    assert panel.fairness(Decimal(15), Decimal(100), 3, 10) == Decimal("0.50")
    assert panel.fairness(Decimal(0), Decimal(0), 3, 10) is None
    assert panel.fairness(Decimal(0), Decimal(5), 0, 10) is None
