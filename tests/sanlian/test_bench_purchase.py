"""The benchmark's purchases keep the rules of the ledger and of the review. No times here."""

import random
from decimal import Decimal

import pytest
from django.db.models import Count, F, Sum

from benchmarks import generate, purchase
from benchmarks.size import PurchaseSize, Size
from projects.models import Application, Expense, Fund, LedgerEntry, Project, ScoreSheet

SIZE = PurchaseSize(projects=6, expenses=48, applications=7, experts=3)


@pytest.fixture
def loaded(db):
    generate.load(Size(sessions=12, attendances=60, people=30), random.Random(1))
    purchase.load(SIZE, random.Random(1))


def test_the_books_balance(loaded):
    projects = Project.objects.filter(code__startswith="XM-C")
    assert (projects.count(), Expense.objects.count()) == (6, 48)
    assert LedgerEntry.objects.filter(kind="expense").count() == 48 * purchase.BOOKINGS
    assert projects.filter(committed=F("budget"), paid=F("budget"), spent=F("budget")).count() == 6
    booked = LedgerEntry.objects.filter(kind="expense").aggregate(sum=Sum("amount"))["sum"]
    assert booked == Expense.objects.aggregate(sum=Sum("amount"))["sum"] == 48 * Decimal("100.00")
    for fund in Fund.objects.all():
        entries = fund.entries.values("kind").annotate(sum=Sum("amount")).order_by()
        sums = {row["kind"]: row["sum"] for row in entries}
        assert (fund.appropriated, fund.committed, fund.paid) == tuple(
            sums.get(kind, 0) for kind in ("appropriation", "commitment", "payment")
        )


def test_every_sheet_is_signed_and_adds_up(loaded):
    assert Application.objects.filter(state="reviewing").count() == 7
    sheets = ScoreSheet.objects.annotate(sum=Sum("lines__points"), lines_count=Count("lines"))
    assert sheets.filter(state="signed", total=F("sum"), lines_count=len(purchase.POINTS)).count() == 21


def test_the_triggers_work_again(loaded):
    project = Project.objects.filter(code__startswith="XM-C").first()
    LedgerEntry.objects.create(
        fund=project.fund, project=project, kind="expense", amount=Decimal("-1.00"), key="once", by=project.worker,
        on=project.starts_on,
    )  # fmt: skip
    assert Project.objects.get(pk=project.pk).spent == project.spent - 1
