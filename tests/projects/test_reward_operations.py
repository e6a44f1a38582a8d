"""Schemes and sheets: guards, events, the ledger, two at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import workflow
from projects.enums import RewardSheetState
from projects.models import Fund, LedgerEntry, RewardLine, RewardScheme, RewardSheet
from projects.operations.reward import (
    approve_reward_sheet,
    check_reward_sheet,
    compute_reward_sheet,
    create_reward_scheme,
    pay_reward_sheet,
    publicise_reward_sheet,
    publish_reward_scheme,
    void_reward_sheet,
)
from tests.cast import make_fund, make_user, make_world
from tests.projects.build_call import make_plan
from tests.projects.build_reward import GRADES, SOURCE, last_month, make_scheme, make_sheet, record_of, register
from tests.racing import at_once

OPERATIONS = {
    "check": check_reward_sheet, "publicise": publicise_reward_sheet, "approve": approve_reward_sheet,
    "pay": pay_reward_sheet, "void": void_reward_sheet,
}  # fmt: skip
ACTOR = {"pay": "finance"}


def period() -> dict:
    start, end = last_month()
    return {"starts_on": start, "ends_on": end}


def scheme_fields(w, **fields) -> dict:
    return {
        "organization": w.district_union, "fund": fields.get("fund") or make_fund(w, name="奖补"),
        "name": "调解以奖代补", "source": SOURCE,
        "grades": GRADES, "yearly_cap": "2000", "valid_from": date(2020, 1, 1), "source_text": "区总办法",
    } | fields  # fmt: skip


def test_a_scheme_is_versioned_and_frozen_once_published(world, monkeypatch):
    register(monkeypatch)
    fund = make_fund(world)
    first = create_reward_scheme(by=world.district, **scheme_fields(world, fund=fund))
    second = create_reward_scheme(by=world.district, **scheme_fields(world, fund=fund, yearly_cap="３000.00"))
    assert (first.version, second.version, second.yearly_cap) == (1, 2, Decimal("3000.00"))
    assert publish_reward_scheme(first, by=world.district).published_by == world.district
    with pytest.raises(DomainError, match="已经发布"):
        publish_reward_scheme(first, by=world.district)
    with pytest.raises(Exception, match="annot"):
        RewardScheme.objects.filter(pk=first.pk).update(yearly_cap=1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"grades": []}, "等级应有"),
        ({"yearly_cap": "1e9"}, "年度封顶"),
        ({"yearly_cap": "-0.00"}, "年度封顶"),
        ({"yearly_cap": "NaN"}, "年度封顶"),
        ({"yearly_cap": ""}, "年度封顶"),
        ({"source": "nothing"}, "取数来源"),
        ({"name": " "}, "名称"),
        ({"source_text": ""}, "依据"),
        ({"required_documents": 61}, "件数"),
        ({"publicity_days": 0}, "公示期"),
    ],
)
def test_a_bad_scheme_leaves_nothing(world, monkeypatch, fields, sentence):
    register(monkeypatch)
    with pytest.raises(DomainError, match=sentence):
        create_reward_scheme(by=world.district, **scheme_fields(world, **fields))
    assert RewardScheme.objects.count() == 0


def test_a_fund_of_another_union_pays_nothing(world, monkeypatch):
    register(monkeypatch)
    fund = Fund.objects.create(organization=world.other_district, year=2026, kind="union", name="别区")
    with pytest.raises(DomainError, match="不能用于"):
        create_reward_scheme(by=world.district, **scheme_fields(world, fund=fund))


def test_a_sheet_counts_grades_refuses_and_cuts(world, monkeypatch):
    register(
        monkeypatch,
        record_of(world, 1, facts={"people": 12}),
        record_of(world, 2, facts={"amount": "60000"}),
        record_of(world, 3, dispute_key="dispute-1"),
        record_of(world, 4, documents=11),
        record_of(world, 5, refusals=("协议未履行",)),
        record_of(world, 6, closed_on=timezone.localdate()),
    )
    scheme = make_scheme(world, yearly_cap=Decimal("500.00"))
    sheet = compute_reward_sheet(scheme, by=world.city, **period())
    got = [(line.record_number[-3:], line.grade, line.amount, line.remarks) for line in sheet.lines.order_by("pk")]
    assert got == [
        ("001", "重大", 400, []),
        ("002", "疑难", 100, ["单价200.00元，超出年度封顶部分不计"]),
        ("003", "一般", 0, ["同一纠纷已计入，不重复奖补"]),
        ("004", "一般", 0, ["卷宗材料11件，不足12件"]),
        ("005", "一般", 0, ["协议未履行"]),
    ]
    assert (sheet.amount, sheet.state, sheet.events.get().kind) == (500, "computed", "create")
    assert Notification.objects.filter(recipient=world.district, title="奖补核算表待复核").count() == 1


def test_disputes_and_caps_reach_across_sheets_until_one_is_void(world, monkeypatch):
    start, end = last_month()
    earlier = start - timedelta(days=1)
    register(monkeypatch, record_of(world, 1, closed_on=start, facts={"people": 12}))
    scheme = make_scheme(world, yearly_cap=Decimal("450.00"))
    first = compute_reward_sheet(scheme, by=world.city, starts_on=start, ends_on=end)
    again = record_of(world, 2, dispute_key="dispute-1", closed_on=earlier, payee_id=world.rival.pk)
    other = record_of(world, 3, closed_on=earlier.replace(year=start.year, month=1, day=1), facts={"people": 12})
    register(monkeypatch, again, other)
    sheet = compute_reward_sheet(scheme, by=world.city, starts_on=other.closed_on, ends_on=earlier)
    assert sorted(line.amount for line in sheet.lines.all()) == [0, 50]
    void_reward_sheet(sheet, by=world.city, note="重算")
    void_reward_sheet(first, by=world.city, note="重算")
    sheet = compute_reward_sheet(scheme, by=world.city, starts_on=other.closed_on, ends_on=earlier)
    assert sorted(line.amount for line in sheet.lines.all()) == [50, 400]
    assert RewardLine.objects.filter(is_live=False).count() == 3


def refusal(scheme, world, **dates) -> str:
    with pytest.raises(DomainError) as caught:
        compute_reward_sheet(scheme, by=world.city, **(period() | dates))
    return str(caught.value)


def test_periods_that_cannot_be_computed(world, monkeypatch):
    register(monkeypatch, record_of(world))
    scheme, (start, end), today = make_scheme(world), last_month(), timezone.localdate()
    assert "先早后晚" in refusal(scheme, world, starts_on=end, ends_on=start)
    assert "不超过一年" in refusal(scheme, world, starts_on=end - timedelta(days=366))
    assert "还没有结束" in refusal(scheme, world, ends_on=today)
    assert "更早" in refusal(make_scheme(world, fund=scheme.fund, name="另一个办法", valid_from=end), world)
    assert "还没有发布" in refusal(make_scheme(world, published=False, fund=scheme.fund, version=3), world)
    compute_reward_sheet(scheme, by=world.city, starts_on=start, ends_on=end)
    assert "期间不能重叠" in refusal(scheme, world, starts_on=start - timedelta(days=3), ends_on=start)
    register(monkeypatch)
    assert "没有办结" in refusal(scheme, world, starts_on=start - timedelta(days=3), ends_on=start - timedelta(days=1))
    register(monkeypatch, record_of(world, payee_id=0, closed_on=start - timedelta(days=1)))
    assert "受奖单位" in refusal(scheme, world, starts_on=start - timedelta(days=1), ends_on=start - timedelta(days=1))
    monkeypatch.setattr("projects.sources._rewards", {})
    assert "没有启用" in refusal(scheme, world)
    assert RewardSheet.objects.count() == 1


def test_the_road_of_a_sheet(world, monkeypatch):
    sheet = make_sheet(world)
    sheet = check_reward_sheet(sheet, by=world.district)
    sheet = publicise_reward_sheet(sheet, by=world.district)
    assert sheet.publicity_ends_on > timezone.localdate()
    with pytest.raises(DomainError, match="期满后"):
        approve_reward_sheet(sheet, by=world.district)
    RewardSheet.objects.update(publicity_ends_on=timezone.localdate() - timedelta(days=1))
    sheet = approve_reward_sheet(sheet, by=world.district)
    sheet = pay_reward_sheet(sheet, by=world.finance, note="凭证 88")
    assert [event.kind for event in sheet.events.all()] == ["check", "publicise", "approve", "pay"]
    rows = LedgerEntry.objects.filter(reward_sheet=sheet).order_by("pk")
    assert [(row.kind, row.amount, row.project) for row in rows] == [
        ("commitment", 50, None), ("payment", 50, None),
    ]  # fmt: skip
    fund = Fund.objects.get(pk=sheet.scheme.fund_id)
    assert (fund.committed, fund.paid) == (50, 50)
    assert Notification.objects.filter(recipient=world.ngo, title="奖补已支付").count() == 1


@pytest.mark.parametrize("state", RewardSheetState.values)
@pytest.mark.parametrize("verb", OPERATIONS)
def test_every_move_from_every_state(world, verb, state):
    sheet = make_sheet(world, state)
    move = next(row for row in workflow.REWARD_SHEET if row.name == verb)

    def call():
        return OPERATIONS[verb](sheet, by=getattr(world, ACTOR.get(verb, "district")), note="原因")

    if state in move.sources:
        assert call().state == move.target
        return
    with pytest.raises(DomainError, match="不能"):
        call()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.events.count(), LedgerEntry.objects.filter(reward_sheet=sheet).count()) == (state, 0, 0)
    assert Notification.objects.count() == 0


def test_duties_are_apart(world):
    computed = make_sheet(world)
    with pytest.raises(DomainError, match="不能再复核"):
        check_reward_sheet(computed, by=world.city)
    mediator = make_user("mediator", world.contractor, "ngo")
    with pytest.raises(DomainError, match="受奖单位"):
        check_reward_sheet(computed, by=mediator)
    waiting = make_sheet(world, "publicity", scheme=computed.scheme, starts_on=date(2026, 1, 1))
    with pytest.raises(DomainError, match="不能再批准"):
        approve_reward_sheet(waiting, by=world.city)
    approved = approve_reward_sheet(waiting, by=world.finance)
    for somebody, sentence in ((world.finance, "不能再支付"), (world.city, "不能再支付"), (mediator, "受奖单位")):
        with pytest.raises(DomainError, match=sentence):
            pay_reward_sheet(approved, by=somebody)
    assert LedgerEntry.objects.exclude(kind="appropriation").count() == 0


def test_an_empty_sheet_goes_no_further_and_an_empty_fund_pays_nothing(world):
    with pytest.raises(DomainError, match="请作废"):
        check_reward_sheet(make_sheet(world, lines=0), by=world.district)
    scheme = make_scheme(world, version=9, fund=make_fund(world, "10.00", name="穷"))
    sheet = make_sheet(world, "approved", scheme=scheme)
    with pytest.raises(DomainError, match=r"可用余额 10\.00 元"):
        pay_reward_sheet(sheet, by=world.finance)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.entries.count()) == ("approved", 0)


def test_money_an_approved_plan_counts_on_pays_no_reward(world):
    fund = make_fund(world, "1000.00", name="计划")
    make_plan(world, fund=fund, amount="960.00")
    sheet = make_sheet(world, "approved", scheme=make_scheme(world, version=9, fund=fund))
    with pytest.raises(DomainError, match=r"已批准的采购计划还要用 960\.00 元，不足奖补合计 50\.00 元"):
        pay_reward_sheet(sheet, by=world.finance)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.entries.count()) == ("approved", 0)


def test_a_void_needs_its_reason(world):
    sheet = make_sheet(world)
    with pytest.raises(DomainError, match="原因"):
        void_reward_sheet(sheet, by=world.district, note="  ")
    assert RewardLine.objects.filter(is_live=True).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_compute_at_once(monkeypatch):
    w = make_world()
    register(monkeypatch, record_of(w))
    scheme = make_scheme(w)
    results = at_once(*[lambda: compute_reward_sheet(scheme, by=w.city, **period())] * 2)
    assert results.count("ok") == 1 and sum("不能重叠" in result for result in results) == 1
    assert RewardSheet.objects.count() == RewardLine.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_schemes_want_one_dispute(monkeypatch):
    w = make_world()
    register(monkeypatch, record_of(w))
    fund = make_fund(w)
    schemes = [make_scheme(w, fund=fund, name=name) for name in ("甲办法", "乙办法")]
    at_once(*(lambda scheme=scheme: compute_reward_sheet(scheme, by=w.city, **period()) for scheme in schemes))
    assert RewardLine.objects.filter(is_counted=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_payments_of_one_sheet():
    w = make_world()
    sheet = make_sheet(w, "approved")
    results = at_once(*[lambda: pay_reward_sheet(sheet, by=w.finance)] * 20)
    assert results.count("ok") == 1
    assert LedgerEntry.objects.filter(reward_sheet=sheet).count() == 2


def test_a_period_is_computed_by_the_version_in_force(world, monkeypatch):
    """Otherwise whoever computes would choose the price."""
    start, end = last_month()
    old = make_scheme(world)
    register(monkeypatch, record_of(world))
    new = make_scheme(world, fund=old.fund, version=2, valid_from=end, published=False)
    RewardScheme.objects.filter(pk=new.pk).update(published_at=timezone.now())
    with pytest.raises(DomainError, match=f"第2版自 {end} 起生效"):
        compute_reward_sheet(old, by=world.district, starts_on=start, ends_on=end)
    assert RewardSheet.objects.count() == 0
    sheet = compute_reward_sheet(old, by=world.district, starts_on=start, ends_on=end - timedelta(days=1))
    assert sheet.amount == 50
