"""Satisfaction and grades."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.enums import Grade
from evaluations.scoring import Satisfaction, grade, satisfaction

COUNTS = st.dictionaries(st.integers(1, 5), st.integers(0, 10_000))


def test_satisfaction_of_a_hundred():
    counts = {5: 60, 4: 32, 3: 5, 2: 2, 1: 1}
    assert satisfaction(counts) == Satisfaction(valid=100, satisfied=92, rate=Decimal("0.92"), is_small=False)


def test_satisfaction_without_answers_has_no_rate():
    assert satisfaction({}) == Satisfaction(valid=0, satisfied=0, rate=None, is_small=True)


@pytest.mark.parametrize(("valid", "is_small"), [(29, True), (30, False)])
def test_fewer_than_thirty_is_a_small_sample(valid, is_small):
    assert satisfaction({5: valid}).is_small == is_small


@pytest.mark.parametrize(("counts", "rate"), [({5: 4}, None), ({1: 1}, None), ({5: 4, 1: 1}, Decimal("0.8"))])
def test_fewer_than_five_have_no_rate(counts, rate):
    result = satisfaction(counts)
    assert (result.rate, result.is_hidden) == (rate, rate is None)
    assert (result.valid, result.shown_satisfied) == (sum(counts.values()), None if rate is None else 4)


@given(COUNTS)
def test_rate_is_a_share_and_four_and_five_are_the_satisfied(counts):
    result = satisfaction(counts)
    assert result.valid == sum(counts.values())
    assert result.satisfied == counts.get(4, 0) + counts.get(5, 0)
    assert result.rate is None if result.valid < 5 else 0 <= result.rate <= 1
    assert result.is_hidden == (0 < result.valid < 5)


@given(*[COUNTS.filter(lambda counts: not 0 < sum(counts.values()) < 5)] * 2)
def test_samples_add_up_while_rates_do_not(one, other):
    both = {score: one.get(score, 0) + other.get(score, 0) for score in range(1, 6)}
    assert satisfaction(both).valid == satisfaction(one).valid + satisfaction(other).valid
    rates = [part.rate for part in (satisfaction(one), satisfaction(other)) if part.rate is not None]
    if rates:
        assert min(rates) <= satisfaction(both).rate <= max(rates)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("100", Grade.EXCELLENT),
        ("90", Grade.EXCELLENT),
        ("89.99", Grade.GOOD),
        ("80", Grade.GOOD),
        ("79.99", Grade.PASSED),
        ("60", Grade.PASSED),
        ("59.99", Grade.FAILED),
        ("0", Grade.FAILED),
    ],
)
def test_grade_bounds(score, expected):
    assert grade(Decimal(score), Decimal(60)) == expected


@pytest.mark.parametrize(("mark", "expected"), [("70.01", Grade.FAILED), ("70", Grade.PASSED), ("50", Grade.PASSED)])
def test_the_pass_mark_is_the_projects(mark, expected):
    assert grade(Decimal(70), Decimal(mark)) == expected


def test_a_high_pass_mark_fails_a_good_score():
    assert grade(Decimal(92), Decimal(95)) == Grade.FAILED
