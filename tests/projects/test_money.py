"""Amounts as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.money import positive_money, shares, to_money


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("128000", "128000.00"),
        (" 128,000.5 ", "128000.50"),
        ("１２３．４５", "123.45"),
        ("￥88", "88.00"),
        ("300元", "300.00"),
        ("-20", "-20.00"),
        (100.1, "100.10"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_understood_amounts(typed, amount):
    assert str(to_money(typed)) == amount


@pytest.mark.parametrize(
    "typed",
    ["1e9", "NaN", "Infinity", "-Infinity", "12,34", "0.001", "1000000000000", "", "五百", "1 000", "0x10", "²"],
)
def test_refused_amounts(typed):
    with pytest.raises(ValueError, match=r"。$"):
        to_money(typed)


@pytest.mark.parametrize("typed", ["0", "0.00", "-1"])
def test_positive_amounts_only(typed):
    with pytest.raises(ValueError, match="大于 0"):
        positive_money(typed)


@given(
    st.decimals(min_value="0.01", max_value="999999999999.99", places=2),
    st.lists(st.integers(1, 100), min_size=1, max_size=5),
)
def test_shares_add_up_to_the_cent(total, weights):
    ratios = [Decimal(weight * 100) / sum(weights) for weight in weights]
    parts = shares(total, ratios)
    assert sum(parts) == total
    assert all(part == part.quantize(Decimal("0.01")) for part in parts)


def test_shares_of_an_odd_amount():
    assert shares(Decimal("45001.01"), [Decimal(60), Decimal(40)]) == [Decimal("27000.61"), Decimal("18000.40")]
