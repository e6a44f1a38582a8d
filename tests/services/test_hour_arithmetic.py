"""Rounding, days, and that an hour is counted once, in whatever order claims are confirmed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.enums import HourSource
from services.hours import (
    STRENGTH,
    Claimed,
    Settled,
    by_day,
    counted_hours,
    days_over,
    hours_of,
    length,
    merge,
    settle,
    subtract,
)

ZONE = ZoneInfo("Asia/Shanghai")
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
START = datetime(2026, 6, 1, 8, tzinfo=ZONE)
SOURCES = st.sampled_from(STRENGTH)


def minutes(number: int) -> datetime:
    return START + timedelta(minutes=number)


PERIODS = st.tuples(st.integers(0, 900), st.integers(15, 500)).map(
    lambda pair: (minutes(pair[0]), minutes(pair[0] + pair[1]))
)


@pytest.mark.parametrize(
    ("lasting", "expected"),
    [(14, "0"), (15, "0.5"), (30, "0.5"), (44, "0.5"), (45, "1"), (60, "1"), (74, "1"), (75, "1.5"), (480, "8")],
)
def test_a_quarter_of_an_hour_counts_as_a_half(lasting, expected):
    assert hours_of(START, minutes(lasting)) == Decimal(expected)


def test_seconds_before_the_quarter_do_not_count():
    assert hours_of(START, minutes(15) - timedelta(microseconds=1)) == 0


def test_a_night_is_two_days():
    period = (datetime(2026, 6, 1, 22, tzinfo=ZONE), datetime(2026, 6, 2, 6, 30, tzinfo=ZONE))
    assert by_day([period], ZONE) == {date(2026, 6, 1): Decimal(2), date(2026, 6, 2): Decimal("6.5")}
    assert days_over([period], Decimal(6), ZONE) == {date(2026, 6, 2): Decimal("6.5")}


def test_a_day_begins_at_local_midnight():
    in_utc = (datetime(2026, 6, 1, 15, tzinfo=ZoneInfo("UTC")), datetime(2026, 6, 1, 17, tzinfo=ZoneInfo("UTC")))
    assert by_day([in_utc], ZONE) == {date(2026, 6, 1): Decimal(1), date(2026, 6, 2): Decimal(1)}


def test_a_part_counts_in_full_half_hours_only():
    whole = (minutes(0), minutes(60))
    assert counted_hours(whole, (whole,)) == 1
    assert counted_hours(whole, ((minutes(0), minutes(15)),)) == 0
    assert counted_hours(whole, ((minutes(0), minutes(20)), (minutes(50), minutes(60)))) == Decimal("0.5")


def test_what_is_left_of_a_weaker_claim_may_be_in_two_pieces():
    strong = Claimed(1, HourSource.SHIFT, (minutes(60), minutes(120)), ((minutes(60), minutes(120)),))
    weak = Claimed(2, HourSource.SELF, (minutes(0), minutes(180)))
    pieces = ((minutes(0), minutes(60)), (minutes(120), minutes(180)))
    assert settle(weak, [strong]) == [Settled(2, pieces, Decimal(2), by=1)]


def test_of_two_with_the_same_source_the_first_confirmed_stands():
    first = Claimed(1, HourSource.SELF, (minutes(0), minutes(60)), ((minutes(0), minutes(60)),))
    assert settle(Claimed(2, HourSource.SELF, (minutes(0), minutes(60))), [first]) == [Settled(2, (), Decimal(0), by=1)]


def test_claims_that_only_touch_do_not_meet():
    first = Claimed(1, HourSource.SHIFT, (minutes(0), minutes(60)), ((minutes(0), minutes(60)),))
    after = (minutes(60), minutes(120))
    assert settle(Claimed(2, HourSource.SELF, after), [first]) == [Settled(2, (after,), Decimal(1))]


@patient
@given(st.lists(PERIODS, max_size=6), st.lists(PERIODS, max_size=6))
def test_subtract_leaves_what_is_not_taken(periods, taken):
    left = subtract(periods, taken)
    assert length(subtract(left, taken)) == length(left)
    assert length(left) == length(merge([*periods, *taken])) - length(merge(taken))


def confirm(claims: list[Claimed]) -> dict[int, tuple[Claimed, Decimal]]:
    """What counts after all ``claims`` were confirmed one after the other."""
    standing: dict[int, tuple[Claimed, Decimal]] = {}
    for claim in claims:
        everybody = {claim.key: claim} | {key: one for key, (one, _) in standing.items()}
        for settled in settle(claim, [one for one, _ in standing.values()]):
            standing.pop(settled.key, None)
            if settled.hours:
                old = everybody[settled.key]
                standing[settled.key] = (Claimed(old.key, old.source, old.period, settled.counted), settled.hours)
    return standing


CLAIMS = st.lists(st.tuples(SOURCES, PERIODS), min_size=1, max_size=7).map(
    lambda pairs: [Claimed(key, source, period) for key, (source, period) in enumerate(pairs)]
)


@patient
@given(CLAIMS.flatmap(st.permutations))
def test_no_minute_is_counted_twice_in_any_order(claims):
    standing = [claim for claim, _ in confirm(claims).values()]
    counted = [piece for claim in standing for piece in claim.counted]
    assert length(merge(counted)) == length(tuple(counted))
    assert all(subtract(claim.counted, [claim.period]) == () for claim in standing)


@patient
@given(CLAIMS.flatmap(st.permutations))
def test_the_better_source_keeps_its_time_in_any_order(claims):
    """Whatever the order, no standing claim holds a minute that a better standing claim asked for and lost to it."""
    standing = [claim for claim, _ in confirm(claims).values()]
    for weak in standing:
        for strong in standing:
            if STRENGTH.index(strong.source) < STRENGTH.index(weak.source):
                better = subtract([strong.period], weak.counted)
                assert length(better) == length((strong.period,))


@patient
@given(CLAIMS.flatmap(st.permutations))
def test_the_best_source_counts_the_same_time_in_any_order_and_little_is_lost(claims):
    """Less than half an hour is lost for each claim that is left out, cut or void: never more, never a whole claim."""
    counted = merge(piece for claim, _ in confirm(claims).values() for piece in claim.counted)
    claimed = merge(claim.period for claim in claims)
    assert length(claimed) - length(counted) < timedelta(minutes=30) * len(claims)


@patient
@given(CLAIMS.flatmap(st.permutations))
def test_cutting_a_claim_never_makes_hours(claims):
    """One whole claim and parts of others come to no more than the time they are together, rounded once each."""
    for claim, hours in confirm(claims).values():
        assert hours == counted_hours(claim.period, claim.counted)
        assert hours <= hours_of(*claim.period)


@patient
@given(st.integers(15, 600), st.integers(0, 600), st.integers(15, 600))
def test_a_part_and_what_covers_it_are_no_more_than_the_whole(first, offset, second):
    strong = (minutes(offset), minutes(offset + first))
    weak = (minutes(0), minutes(second))
    standing = confirm([Claimed(1, HourSource.SELF, weak), Claimed(2, HourSource.SHIFT, strong)])
    together = length(merge([strong, weak]))
    if offset < second:
        assert sum(hours for _, hours in standing.values()) <= hours_of(START, START + together)
