"""Amounts in Chinese capitals."""

from decimal import Decimal

import pytest

from projects.capitals import in_capitals


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("128000.50", "壹拾贰万捌仟元伍角"),
        ("128000.00", "壹拾贰万捌仟元整"),
        ("0.05", "伍分"),
        ("0.00", "零元整"),
        ("10.10", "壹拾元壹角"),
        ("1001.01", "壹仟零壹元零壹分"),
        ("10000.35", "壹万元叁角伍分"),
        ("100001000.00", "壹亿零壹仟元整"),
        ("100010000.00", "壹亿零壹万元整"),
        ("20000000.00", "贰仟万元整"),
        ("105000.00", "壹拾万伍仟元整"),
        ("100500.00", "壹拾万零伍佰元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_amounts(amount, written):
    assert in_capitals(Decimal(amount)) == written
