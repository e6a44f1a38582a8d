"""Funds and payments: what is written, what is refused, and that the sums always hold."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from core.errors import DomainError
from projects import operations
from projects.models import Fund, LedgerEntry
from projects.operations.ledger import in_words, post_entry
from tests.cast import make_fund, make_need, make_project
from tests.projects.build import BASIS


def funded_project(world, fund=None, budget="50000.00", by=None):
    project = make_project(world, "submitted", need=make_need(world, state="matched"), budget=Decimal(budget))
    return operations.approve_project(project, by=by or world.district, fund=fund or make_fund(world), **BASIS)


def open_fund(world, **fields):
    defaults = {"organization": world.district_union, "year": 2026, "kind": "union", "name": "专项", "amount": "100"}
    return operations.open_fund(by=world.finance, **(defaults | fields))


def test_open_fund(world):
    fund = open_fund(world, amount="１,000.5")
    entry = fund.entries.get()
    assert (entry.kind, entry.amount, entry.key, entry.by) == (
        "appropriation", Decimal("1000.50"), f"appropriation:{fund.pk}:1", world.finance,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "0"}, "大于 0"),
        ({"amount": "-1"}, "大于 0"),
        ({"amount": "1e9"}, "数字金额"),
        ({"amount": Decimal("NaN")}, "数字金额"),
        ({"amount": "1000000000000"}, "12 位"),
        ({"year": 1999}, "年度"),
        ({"organization": "contractor"}, "不是工会组织"),
    ],
)
def test_refused_funds_leave_nothing(world, fields, sentence):
    fields = {key: getattr(world, value) if key == "organization" else value for key, value in fields.items()}
    with pytest.raises(DomainError, match=sentence):
        open_fund(world, **fields)
    assert (Fund.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_a_fund_exists_once(world):
    open_fund(world)
    with pytest.raises(DomainError, match="已有同类别"):
        open_fund(world)
    assert Fund.objects.count() == 1


def test_appropriate_fund_up_and_down(world):
    fund = open_fund(world)
    operations.appropriate_fund(fund, by=world.district, amount="50", note="年中追加")
    operations.appropriate_fund(fund, by=world.district, amount="-150", note="收回")
    assert list(fund.entries.order_by("pk").values_list("key", "amount", "note")) == [
        (f"appropriation:{fund.pk}:1", Decimal("100.00"), "年初安排"),
        (f"appropriation:{fund.pk}:2", Decimal("50.00"), "年中追加"),
        (f"appropriation:{fund.pk}:3", Decimal("-150.00"), "收回"),
    ]


@pytest.mark.parametrize(("amount", "sentence"), [("0", "不能为 0"), ("-50000.01", "最多只能调减"), ("x", "数字金额")])
def test_refused_appropriations(world, amount, sentence):
    fund = make_fund(world, "100000.00")
    funded_project(world, fund)
    with pytest.raises(DomainError, match=sentence):
        operations.appropriate_fund(fund, by=world.district, amount=amount)
    assert fund.entries.count() == 2


def test_the_sum_of_appropriations_keeps_its_digits(world):
    fund = open_fund(world, amount="999999999999")
    with pytest.raises(DomainError, match="12 位数"):
        operations.appropriate_fund(fund, by=world.district, amount="1")
    assert fund.entries.count() == 1


def test_a_repeated_request_books_once(world):
    fund = open_fund(world)
    first = operations.appropriate_fund(fund, by=world.district, amount="50", key="请求-1")
    again = operations.appropriate_fund(fund, by=world.district, amount="50.00", key="请求-1")
    other = operations.appropriate_fund(fund, by=world.district, amount="50", key="请求-2")
    assert (first == again, first == other, Fund.objects.get().appropriated) == (True, False, Decimal("200.00"))
    with pytest.raises(DomainError, match="另一笔金额"):
        operations.appropriate_fund(fund, by=world.district, amount="51", key="请求-1")
    assert fund.entries.count() == 3


@pytest.mark.parametrize(
    ("kind", "amount", "sentence"), [("commitment", "9999999", "余额不足"), ("payment", "9999999", "累计拨付")]
)
def test_the_database_speaks_chinese(world, kind, amount, sentence):
    project = funded_project(world)
    with pytest.raises(DomainError, match=sentence):
        post_entry(project.fund, kind, Decimal(amount), key="x", by=world.finance, project=project)
    with pytest.raises(DomainError, match="没有重复入账"):
        post_entry(
            project.fund, "payment", Decimal(1), key=f"commitment:{project.pk}", by=world.finance, project=project
        )


def test_unknown_refusals_stay_what_they_are():
    with pytest.raises(IntegrityError), in_words():
        raise IntegrityError("something else")
