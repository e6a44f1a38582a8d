"""Two people at once on one project's money, and a day's worth of random moves: never overdrawn, never unbalanced."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.errors import DomainError
from projects import operations
from projects.enums import EntryKind
from projects.models import Expense, Fund, Instalment, LedgerEntry, Project
from projects.queries.book import book_differences
from tests.cast import make_fund, make_project, make_user, make_world
from tests.projects.build_money import (
    make_expense,
    make_instalment,
    make_paid_project,
    make_settlement,
    register_contract,
)
from tests.racing import at_once

D = Decimal
alone = pytest.mark.django_db(transaction=True)


@alone
def test_twenty_payments_of_one_instalment():
    w = make_world()
    row = make_instalment(w, make_paid_project(w), "approved", amount=D(20000))
    results = at_once(*[lambda: operations.pay_instalment(row, by=w.finance)] * 20)
    assert results.count("ok") == 1
    assert all("已拨付" in result for result in results if result != "ok")
    assert Project.objects.get().paid == D(50000)


@alone
def test_twenty_payments_from_one_fund():
    w = make_world()
    fund = make_fund(w, "2000000.00")
    rows = []
    for _ in range(20):
        project = make_paid_project(w, fund=fund)
        rows.append(make_instalment(w, project, "approved", amount=D(20000)))
    assert at_once(*(lambda row=row: operations.pay_instalment(row, by=w.finance) for row in rows)) == ["ok"] * 20
    assert Fund.objects.get().paid == D(20) * 50000
    assert book_differences() == []


@alone
def test_two_acceptances_share_what_is_left():
    w = make_world()
    project = make_paid_project(w, paid="30000.00")
    rows = [make_expense(w, project, "checked", unit_price="20000.00") for _ in range(2)]
    results = at_once(*(lambda row=row: operations.accept_expense(row, by=w.finance) for row in rows))
    assert sorted(result == "ok" for result in results) == [False, True]
    assert Project.objects.get().spent == D(20000)


@alone
def test_one_voucher_is_accepted_or_disallowed_never_both():
    w = make_world()
    row = make_expense(w, state="checked")
    results = at_once(
        lambda: operations.accept_expense(row, by=w.finance),
        lambda: operations.disallow_expense(row, by=w.finance, note="重复"),
    )
    assert sorted(result == "ok" for result in results) == [False, True]
    accepted = Expense.objects.get().state == "accepted"
    assert LedgerEntry.objects.filter(kind="expense").count() == accepted


@alone
def test_two_vouchers_of_one_line_do_not_both_pass():
    w = make_world()
    project = make_paid_project(w)
    line = project.budget_lines.create(category="venue", item="场地", unit_price=1000, quantity=1)
    rows = [make_expense(w, project, line=line, unit_price="800.00") for _ in range(2)]
    results = at_once(*(lambda row=row: operations.submit_expense(row, by=w.ngo) for row in rows))
    assert sorted(result == "ok" for result in results) == [False, True]


@alone
def test_a_balance_is_returned_once():
    w = make_world()
    settlement = make_settlement(w, state="audited")
    results = at_once(*[lambda: operations.return_balance(settlement, by=w.finance)] * 5)
    assert results.count("ok") == 1
    assert Project.objects.get().paid == 0


@alone
def test_a_repeated_request_books_once_also_at_once():
    w = make_world()
    fund = make_fund(w, "1.00")
    results = at_once(*[lambda: operations.appropriate_fund(fund, by=w.city, amount="5", key="重试")] * 8)
    assert (results, Fund.objects.get().appropriated) == (["ok"] * 8, D("6.00"))


@alone
def test_payment_and_claw_back_of_neighbours():
    w = make_world()
    project = make_paid_project(w, paid="30000.00")
    first, second = project.instalments.get(), make_instalment(w, project, "approved", amount=D(20000))
    cashier = make_user("cashier", w.district_union, "finance")
    results = at_once(
        lambda: operations.pay_instalment(second, by=w.finance),
        lambda: operations.claw_back_instalment(first, by=cashier, amount="30000", note="x"),
    )
    assert results == ["ok", "ok"]
    assert (Project.objects.get().paid, book_differences()) == (D(20000), [])


YUAN = st.decimals("-2000", "60000", places=2)
ODD = st.sampled_from(["1e9", "NaN", "-0.00", "", "0.001", "999999999999", "abc"])
AMOUNTS = st.one_of(YUAN, ODD)
PICK = st.integers(0, 50)
STEPS = st.sampled_from(["apply", "check", "approve", "pay", "receipt", "hold", "release", "reject"])


class Money(RuleBasedStateMachine):
    """Legal and illegal moves in any order on one fund, its projects, instalments and vouchers."""

    @initialize()
    def build(self):
        self.w = make_world()
        self.cashier = make_user("cashier", self.w.district_union, "finance")
        self.people = [self.w.district, self.w.city, self.w.finance, self.cashier, self.w.ngo, self.w.auditor]
        self.fund = make_fund(self.w, "120000.00")
        self.add_project()

    def attempt(self, operation, *args, **kwargs):
        """A refusal is an answer; anything else is a fault."""
        try:
            operation(*args, **kwargs)
        except DomainError:
            pass

    def add_project(self):
        project = make_project(self.w, "active", fund=self.fund, budget=D(40000), own_contribution=D(500))
        register_contract(self.w, project)
        make_instalment(self.w, project, amount=D(24000))
        make_instalment(self.w, project, amount=D(16000), is_final=True)

    @rule(amount=AMOUNTS, who=PICK)
    def appropriate(self, amount, who):
        self.attempt(operations.appropriate_fund, self.fund, by=self.people[who % 6], amount=amount)

    @rule()
    def another_project(self):
        if Fund.objects.get(pk=self.fund.pk).available >= 40000 and Project.objects.count() < 4:
            self.add_project()

    @rule(which=PICK, step=STEPS, who=PICK)
    def move_instalment(self, which, step, who):
        rows = list(Instalment.objects.order_by("pk"))
        more = {"receipt": {"receipt_number": "1"}}.get(step, {"note": "随机"})
        operation = getattr(operations, f"{step}_instalment")
        self.attempt(operation, rows[which % len(rows)], by=self.people[who % 6], **more)

    @rule(which=PICK)
    def pay_in_order(self, which):
        """Random moves alone would seldom reach a payment."""
        rows = list(Instalment.objects.order_by("pk"))
        row = rows[which % len(rows)]
        self.attempt(operations.apply_instalment, row, by=self.w.ngo, note="x")
        self.attempt(operations.check_instalment, row, by=self.w.district)
        self.attempt(operations.approve_instalment, row, by=self.w.city)
        self.attempt(operations.pay_instalment, row, by=self.w.finance)

    @rule(which=PICK, amount=AMOUNTS)
    def claw_back(self, which, amount):
        rows = list(Instalment.objects.order_by("pk"))
        row = rows[which % len(rows)]
        self.attempt(operations.claw_back_instalment, row, by=self.cashier, amount=amount, note="追回")

    @rule(which=PICK, price=st.decimals("0.01", "15000", places=2))
    def record_expense(self, which, price):
        projects = list(Project.objects.order_by("pk"))
        if Expense.objects.count() < 30:
            make_expense(self.w, projects[which % len(projects)], unit_price=price)

    @rule(which=PICK, step=st.sampled_from(["submit", "check", "accept", "accept", "disallow"]), who=PICK)
    def move_expense(self, which, step, who):
        rows = list(Expense.objects.order_by("pk"))
        if rows:
            operation = getattr(operations, f"{step}_expense")
            self.attempt(operation, rows[which % len(rows)], by=self.people[who % 6], note="随机")

    @rule(which=PICK)
    def accept_in_order(self, which):
        rows = list(Expense.objects.order_by("pk"))
        if rows:
            row = rows[which % len(rows)]
            self.attempt(operations.submit_expense, row, by=self.w.ngo)
            self.attempt(operations.check_expense, row, by=self.w.district)
            self.attempt(operations.accept_expense, row, by=self.w.finance)

    @rule(which=PICK, use=st.sampled_from(["return", "carry_over", ""]), passed=st.booleans())
    def settle(self, which, use, passed):
        projects = list(Project.objects.order_by("pk"))
        project = projects[which % len(projects)]
        if project.state == "active":
            for state, score in (("final_review", None), ("completed", D(90) if passed else D(30))):
                Project.objects.filter(pk=project.pk).update(state=state, **({"final_score": score} if score else {}))
        self.attempt(operations.draw_up_settlement, project, by=self.w.ngo, use=use)
        settlement = getattr(Project.objects.get(pk=project.pk), "settlement", None)
        if settlement:
            self.attempt(operations.submit_settlement, settlement, by=self.w.ngo)
            self.attempt(operations.approve_carry_over, settlement, by=self.w.district, note="同意")
            self.attempt(operations.audit_settlement, settlement, by=self.w.auditor, opinion="同意")
            self.attempt(operations.return_balance, settlement, by=self.cashier)

    @invariant()
    def nothing_is_overdrawn(self):
        for fund in Fund.objects.all():
            assert 0 <= fund.paid <= fund.committed <= fund.appropriated
            assert fund.appropriated == fund.committed + fund.available
        for project in Project.objects.all():
            assert 0 <= project.paid <= project.committed <= project.budget == D(40000)
            assert 0 <= project.spent <= project.paid + project.own_contribution

    @invariant()
    def totals_are_sums(self):
        assert book_differences() == []
        sums = {kind: D(0) for kind in EntryKind}
        for kind, amount in LedgerEntry.objects.values_list("kind", "amount"):
            sums[kind] += amount
        fund = Fund.objects.first()
        if fund:
            assert (fund.appropriated, fund.committed, fund.paid) == (
                sums["appropriation"], sums["commitment"], sums["payment"],
            )  # fmt: skip
            assert sum(project.spent for project in Project.objects.all()) == sums["expense"]


@pytest.mark.django_db
def test_random_moves_never_unbalance_the_books():
    """Each example runs in a savepoint of the test's own transaction on the real PostgreSQL."""

    class InSavepoint(Money):
        def __init__(self):
            super().__init__()
            self.savepoint = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

    assert connection.vendor == "postgresql"
    run_state_machine_as_test(
        InSavepoint,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
