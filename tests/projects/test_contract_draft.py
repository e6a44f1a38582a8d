"""From the award to the terms of a draft."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import Notification
from projects import operations
from projects.models import Contract, Instalment
from tests.cast import make_project
from tests.projects.build_contract import make_contract
from tests.projects.contract_steps import drafted, today, wanted


def test_draft_is_prefilled(world):
    contract = drafted(world)
    project = contract.project
    project.refresh_from_db()
    assert (contract.state, project.state) == ("draft", "contracting")
    assert contract.number == f"HT-{today():%Y}-{contract.pk:05d}"
    assert (contract.party_a, contract.party_b, contract.party_c) == (
        world.district_union, world.contractor, world.community_union,
    )  # fmt: skip
    assert (contract.signer_a, contract.signer_b, contract.amount) == ("韩立群", "关海涛", Decimal("50000.00"))
    assert [(row.name, row.amount) for row in contract.items.all()] == [("讲座", Decimal("50000.00"))]
    assert contract.offered_targets == {str(project.indicators.get().pk): 18}
    conditions = project.instalments.order_by("number").values_list("conditions__kind", flat=True)
    assert list(conditions) == ["contract_registered", "final_passed"]
    for clause in ("目的", "期限", "方式", "种类", "保护措施", "返还"):
        assert clause in contract.personal_data
    assert project.events.get().kind == "contract" and contract.events.get().kind == "create"
    assert Notification.objects.filter(recipient=world.ngo, key=f"contract:{contract.pk}:create").count() == 1


def test_the_superior_signs_for_a_union_without_legal_personality(world):
    type(world.district_union).objects.filter(pk=world.district_union.pk).update(legal_person_number="")
    type(world.city_union).objects.filter(pk=world.city_union.pk).update(legal_person_number="辽工法证字第2101号")
    assert drafted(world).party_a == world.city_union


@pytest.mark.parametrize(("body", "sentence"), [("district_union", "都没有有效的法人资格"), ("contractor", "晨光")])
def test_without_legal_personality_nothing_is_drafted(world, body, sentence):
    row = getattr(world, body)
    type(row).objects.filter(pk=row.pk).update(legal_person_until=today() - timedelta(days=1))
    project = make_project(world, "approved")
    with pytest.raises(DomainError, match=sentence):
        operations.draft_contract(project, by=world.district)
    project.refresh_from_db()
    assert (project.state, project.events.count(), Contract.objects.count()) == ("approved", 0, 0)


def test_a_certificate_is_good_on_its_last_day(world):
    type(world.district_union).objects.filter(pk=world.district_union.pk).update(legal_person_until=today())
    assert drafted(world).party_a == world.district_union


def test_update_rewrites_terms(world):
    contract = drafted(world)
    indicator = contract.project.indicators.get()
    items = [
        {"name": "讲座", "unit": "场", "requirement": "每场40人", "unit_price": "2000.00", "quantity": 20},
        {"name": "热线", "unit": "月", "requirement": "工作日", "unit_price": "800.00", "quantity": 10},
    ]
    plan = [
        {"ratio": "50", "due_on": today(), "conditions": []},
        {"ratio": "30", "due_on": today(), "conditions": [{"kind": "execution_rate", "value": "80"}]},
        {"ratio": "20", "due_on": today(), "conditions": [{"kind": "report_accepted", "report_kind": "final"}]},
    ]
    fields = wanted(contract, amount="45000", own_contribution="3000", items=items, plan=plan)
    operations.update_contract(contract, by=world.district, targets={indicator.pk: 20}, **fields)
    contract.refresh_from_db()
    indicator.refresh_from_db()
    assert (contract.amount, contract.own_contribution, indicator.target) == (Decimal(45000), Decimal(3000), 20)
    rows = Instalment.objects.filter(project=contract.project).order_by("number")
    assert list(rows.values_list("amount", "is_final", "conditions__kind")) == [
        (Decimal("22500.00"), False, "contract_registered"), (Decimal("13500.00"), False, "execution_rate"),
        (Decimal("9000.00"), True, "report_accepted"),
    ]  # fmt: skip
    assert list(contract.events.values_list("kind", flat=True)) == ["create", "update"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "50000.01"}, "超过立项承诺的 50,000.00 元"),
        ({"amount": "1e4"}, "合同金额：请填写数字"),
        ({"amount": "-0.00"}, "大于 0"),
        ({"amount": "NaN"}, "请填写数字"),
        ({"own_contribution": "-1"}, "不能小于 0"),
        ({"own_contribution": "500"}, "应等于合同金额 50,000.00 元与自筹配套 500.00 元之和，相差 500.00 元"),
        ({"items": []}, "至少填写一项服务清单"),
        ({"plan": []}, "至少填写一期付款"),
        ({"plan": [{"ratio": "99.99", "due_on": date(2026, 1, 1)}]}, "合计 99.99%，应正好是 100.00%"),
        ({"plan": [{"ratio": "100.01", "due_on": date(2026, 1, 1)}]}, "不能超过 100"),
        ({"plan": [{"ratio": "1e2", "due_on": date(2026, 1, 1)}]}, "第1期比例"),
        (
            {"plan": [{"ratio": "50", "due_on": date(2026, 5, 1)}, {"ratio": "50", "due_on": date(2026, 1, 1)}]},
            "按期次先后",
        ),
        (
            {"plan": [{"ratio": "100", "due_on": date(2026, 1, 1), "conditions": [{"kind": "services_done"}]}]},
            "完成服务场次",
        ),
        (
            {"plan": [{"ratio": "100", "due_on": date(2026, 1, 1), "conditions": [{"kind": "report_accepted"}]}]},
            "要选择报告类型",
        ),
        ({"ends_on": date(2020, 1, 1)}, "早于开始日期"),
    ],
)
def test_update_refuses(world, fields, sentence):
    contract = drafted(world)
    before = list(contract.project.instalments.order_by("number").values_list("ratio", "amount"))
    with pytest.raises(DomainError, match=sentence):
        operations.update_contract(contract, by=world.district, **wanted(contract, **fields))
    contract.refresh_from_db()
    after = list(contract.project.instalments.order_by("number").values_list("ratio", "amount"))
    assert (contract.amount, contract.items.count(), contract.events.count()) == (Decimal("50000.00"), 1, 1)
    assert after == before


def test_full_width_digits_are_understood(world):
    contract = drafted(world)
    operations.update_contract(contract, by=world.district, **wanted(contract, amount="５００００．００"))
    contract.refresh_from_db()
    assert contract.amount == Decimal("50000.00")


def test_a_lower_target_needs_a_reason(world):
    contract = drafted(world)
    indicator = contract.project.indicators.get()
    fields = wanted(contract, targets={indicator.pk: 17})
    with pytest.raises(DomainError, match="低于申报的 18，请写明理由"):
        operations.update_contract(contract, by=world.district, **fields)
    operations.update_contract(contract, by=world.district, target_reason="讲师减少", **fields)
    operations.update_contract(contract, by=world.district, target_reason="讲师减少", **fields)
    indicator.refresh_from_db()
    assert indicator.target == 17


def test_the_last_period_takes_the_difference(world):
    contract = drafted(world)
    indicator = contract.project.indicators.get()
    for number, target in ((1, 9), (2, 9)):
        indicator.periods.create(number=number, target=target, starts_on=today(), ends_on=today())
    operations.update_contract(contract, by=world.district, targets={indicator.pk: 20}, **wanted(contract))
    assert list(indicator.periods.values_list("target", flat=True)) == [9, 11]


@pytest.mark.parametrize(
    ("days", "reason", "sentence"),
    [(364, "", ""), (365, "", "超过一年"), (365, "每年连续服务", ""), (1095, "连续", ""), (1096, "连续", "最长 3 年")],
)
def test_how_long_a_contract_runs(world, days, reason, sentence):
    contract = drafted(world)
    start = date(2026, 1, 1)
    fields = wanted(contract, starts_on=start, ends_on=start + timedelta(days=days), term_reason=reason)
    if not sentence:
        operations.update_contract(contract, by=world.district, **fields)
        return
    with pytest.raises(DomainError, match=sentence):
        operations.update_contract(contract, by=world.district, **fields)


def test_signed_terms_stand(world):
    contract = make_contract(world)
    with pytest.raises(DomainError, match="不能修改"):
        operations.update_contract(contract, by=world.district, **wanted(contract))
