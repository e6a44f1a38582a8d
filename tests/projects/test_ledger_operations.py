"""Funds and payments: what is written, what is refused, and that the sums always hold."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.models import Notification
from projects import operations
from projects.models import Fund, LedgerEntry
from projects.operations.ledger import in_words, post_entry
from tests.cast import make_fund, make_need, make_project, make_user


def funded_project(world, fund=None, budget="50000.00", by=None):
    project = make_project(world, "submitted", need=make_need(world, state="matched"), budget=Decimal(budget))
    return operations.approve_project(project, by=by or world.district, fund=fund or make_fund(world))


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


def test_pay_instalment(world):
    first = funded_project(world).instalments.get(number=1)
    Notification.objects.all().delete()
    assert operations.pay_instalment(first, by=world.finance, note="凭证 12 号").state == "paid"
    entry, event = first.entries.get(), first.events.get()
    assert (entry.kind, entry.amount, entry.key, entry.note) == (
        "payment", Decimal("30000.00"), f"payment:{first.pk}", "凭证 12 号",
    )  # fmt: skip
    assert (event.kind, event.from_state, event.to_state, event.by) == ("pay", "planned", "paid", world.finance)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {world.ngo.pk, world.worker.pk}


def refused_payment(instalment, by, sentence):
    before = LedgerEntry.objects.count(), Notification.objects.count(), instalment.events.count()
    with pytest.raises(DomainError, match=sentence):
        operations.pay_instalment(instalment, by=by)
    state = instalment.state
    instalment.refresh_from_db()
    assert instalment.state == state
    assert (LedgerEntry.objects.count(), Notification.objects.count(), instalment.events.count()) == before


def test_instalments_are_paid_in_order(world):
    refused_payment(funded_project(world).instalments.get(number=2), world.finance, "前一期还没有拨付")


def test_an_instalment_is_paid_once(world):
    first = funded_project(world).instalments.get(number=1)
    operations.pay_instalment(first, by=world.finance)
    first.refresh_from_db()
    refused_payment(first, world.finance, "已拨付")


@pytest.mark.parametrize("score", [None, Decimal("59.99")])
def test_the_last_one_waits_for_a_passing_score(world, score):
    project = funded_project(world)
    first, last = project.instalments.all()
    operations.pay_instalment(first, by=world.finance)
    type(project).objects.filter(pk=project.pk).update(final_score=score)
    refused_payment(last, world.finance, "60 分")


def test_whoever_approved_does_not_pay(world):
    world.district.memberships.create(organization=world.district_union, role="finance")
    refused_payment(funded_project(world).instalments.get(number=1), world.district, "您批准了这个项目")


def test_nobody_pays_their_own_organization(world):
    both = make_user("both", world.district_union, "finance")
    both.memberships.create(organization=world.contractor, role="ngo")
    refused_payment(funded_project(world).instalments.get(number=1), both, "承接单位的人员")


def test_never_more_than_the_budget(world):
    project = funded_project(world)
    first, last = project.instalments.all()
    operations.pay_instalment(first, by=world.finance)
    type(project).objects.filter(pk=project.pk).update(final_score=Decimal("90"))
    project.instalments.filter(pk=last.pk).update(amount=Decimal("20000.01"))
    refused_payment(last, world.finance, "超过项目立项金额")


def test_no_payment_without_approval(world):
    project = make_project(world, "submitted")
    instalment = project.instalments.create(number=1, ratio=100, amount=1, due_on=project.ends_on)
    refused_payment(instalment, world.finance, "还没有立项")


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


MOVES = st.one_of(
    st.tuples(st.just("appropriate"), st.decimals("-300", "300", places=2)),
    st.tuples(st.just("approve"), st.decimals("1", "200", places=2)),
    st.tuples(st.just("pay"), st.integers(0, 20)),
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=10))
def test_the_sums_hold_after_any_sequence(world, moves):
    fund = make_fund(world, "300.00", name=f"专项{Fund.objects.count()}")
    projects = []
    for kind, value in moves:
        try:
            if kind == "appropriate":
                operations.appropriate_fund(fund, by=world.city, amount=value)
            elif kind == "approve":
                projects.append(funded_project(world, fund, str(value)))
            elif projects:
                planned = projects[value % len(projects)].instalments.filter(state="planned").first()
                operations.pay_instalment(planned or projects[0].instalments.first(), by=world.finance)
        except DomainError:
            pass
        check_sums(fund, projects)


def check_sums(fund, projects):
    totals = Fund.objects.get(pk=fund.pk)
    committed = sum((project.budget for project in projects), Decimal(0))
    assert totals.available == totals.appropriated - committed >= 0
    assert totals.committed == committed >= totals.paid
    paid = [row.amount for project in projects for row in project.instalments.filter(state="paid")]
    assert totals.paid == sum(paid, Decimal(0))
