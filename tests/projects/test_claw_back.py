"""追回: one negative payment, never more than was paid, never below what was accepted."""

from decimal import Decimal

import pytest

from projects import operations
from projects.models import Fund
from tests.cast import make_user
from tests.projects.build_money import make_expense, make_paid_project
from tests.projects.instalment_steps import refused

D = Decimal


@pytest.fixture
def second_payer(world):
    return make_user("cashier", world.district_union, "finance")


def test_claw_back_of_a_part(world, second_payer):
    project = make_paid_project(world, paid="30000.00")
    row = operations.claw_back_instalment(project.instalments.get(), by=second_payer, amount="10,000", note="场次不足")
    project.refresh_from_db()
    assert (row.state, row.clawed_back, project.paid, project.committed) == (
        "clawed_back", D(10000), D(20000), D(50000),
    )  # fmt: skip
    entry = row.entries.order_by("pk").last()
    assert (entry.kind, entry.amount, entry.key) == ("payment", D("-10000.00"), f"claw_back:{row.pk}")
    assert row.events.get().note == "10,000.00 元：场次不足"


def test_claw_back_of_an_ended_project_frees_the_fund(world):
    project = make_paid_project(world, "clawback", paid="30000.00")
    available = project.fund.available
    operations.claw_back_instalment(project.instalments.get(), by=world.finance, amount="30000", note="项目终止")
    project.refresh_from_db()
    assert (project.paid, project.committed) == (D(0), D(0))
    assert Fund.objects.get(pk=project.fund_id).available == available + D(50000)


BAD = ["0", "-1", "-0.00", "1e9", "NaN", "Infinity", "", "１２３a", "0.001", "1" * 13, "9" * 10_000, "1\0"]


@pytest.mark.parametrize("amount", BAD)
def test_bad_amounts_are_not_taken_back(world, amount):
    row = make_paid_project(world).instalments.get()
    refused(operations.claw_back_instalment, row, "金额", by=world.finance, amount=amount, note="理由")


def test_no_more_is_taken_back_than_was_paid(world):
    row = make_paid_project(world, paid="30000.00").instalments.get()
    refused(
        operations.claw_back_instalment, row, "只拨付了 30,000.00 元", by=world.finance, amount="30000.01", note="x"
    )


def test_accepted_expenses_stay_covered(world):
    project = make_paid_project(world, paid="30000.00")
    make_expense(world, project, "accepted", unit_price="25000.00")
    row = project.instalments.get()
    refused(operations.claw_back_instalment, row, "认可支出不能超过", by=world.finance, amount="5000.01", note="x")
    assert operations.claw_back_instalment(row, by=world.finance, amount="5000", note="x").state == "clawed_back"
