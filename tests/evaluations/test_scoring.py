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


@given(COUNTS)
def test_rate_is_a_share_and_four_and_five_are_the_satisfied(counts):
    result = satisfaction(counts)
    assert result.valid == sum(counts.values())
    assert result.satisfied == counts.get(4, 0) + counts.get(5, 0)
    assert result.rate is None if not result.valid else 0 <= result.rate <= 1


@given(COUNTS, COUNTS)
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
    assert grade(Decimal(score)) == expected
