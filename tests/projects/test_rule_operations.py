"""The rule centre: dated values, versions, and what stays fixed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from core.errors import DomainError
from projects import operations, parameters
from projects.enums import ParameterName
from projects.models import BudgetRuleSet, Parameter, Scorecard, Threshold
from projects.queries.rule import in_force, settings_on, threshold
from tests.projects.build_call import make_rule_set, make_scorecard


def today(days=0) -> date:
    return timezone.localdate() + timedelta(days=days)


def parameter(w, **fields) -> Parameter:
    defaults = {"name": "publicity_days", "value": "7", "valid_from": today(), "source_text": "内控制度第八条"}
    return operations.set_parameter(by=w.city, **(defaults | fields))


def set_threshold(w, **fields) -> Threshold:
    defaults = {
        "organization": w.city_union, "level": "district", "category": "services", "kind": "open_call",
        "amount": "100000", "valid_from": today(), "source_text": "市总采购办法",
    }  # fmt: skip
    return operations.set_threshold(by=w.city, **(defaults | fields))


def items(*points, **fields):
    return [{"title": f"评分项{n}", "points": value, **fields} for n, value in enumerate(points, start=1)]


def card(w, *points, **fields) -> Scorecard:
    defaults = {
        "name": "评分卡",
        "valid_from": today(),
        "source_text": "会议纪要",
        "items": items(*(points or (60, 40))),
    }
    return operations.create_scorecard(by=w.district, **(defaults | fields))


def rule(**fields) -> dict:
    defaults = {"kind": "max_ratio", "categories": ["management"], "value": "10", "message": "管理费不超过10%"}
    return defaults | {"source_text": "办法"} | fields


def rule_set(w, *rules, **fields) -> BudgetRuleSet:
    defaults = {"name": "规则", "valid_from": today(), "source_text": "会议纪要", "rules": list(rules or (rule(),))}
    return operations.create_budget_rule_set(by=w.district, **(defaults | fields))


def test_a_later_value_waits_for_its_day(world):
    parameter(world)
    later = parameter(world, value="9", valid_from=today(10))
    now = {row.name: row for row in settings_on(today())}[ParameterName.PUBLICITY_DAYS]
    assert (now.value, now.valid_from, now.is_default, now.future) == (7, today(), False, [later])
    assert [parameters.days("publicity_days", today(n)) for n in (-1, 0, 9, 10)] == [5, 7, 7, 9]


def test_every_setting_starts_from_its_default(world):
    rows = settings_on(today())
    assert {row.name: row.value for row in rows} == parameters.DEFAULTS
    assert {row.source_text for row in rows} == {"可配置默认值"} and all(row.is_default for row in rows)


@pytest.mark.parametrize("name", ParameterName.values)
def test_every_default_lies_within_its_bounds(name):
    bounds, value = parameters.BOUNDS[name], parameters.DEFAULTS[name]
    assert bounds.low <= value <= bounds.high and (not bounds.whole or value == int(value))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "nothing"}, "没有这个参数"),
        ({"source_text": "  "}, "写明依据"),
        ({"valid_from": timezone.localdate() - timedelta(days=1)}, "不能早于今天"),
        ({"valid_from": date(2101, 1, 1)}, "2100 年以前"),
        ({"value": "7.5"}, "整数"),
        ({"value": "0"}, "1 到 60"),
        ({"value": "1e2"}, "填写数字"),
        ({"value": "NaN"}, "填写数字"),
        ({"value": ""}, "填写数字"),
        ({"value": "-0.001"}, "填写数字"),
        ({"name": "signing_days", "value": "31"}, "政府采购法第四十六条"),
        ({"name": "supplement_share", "value": "10.01"}, "政府采购法第四十九条"),
        ({"name": "retention_years", "value": "14"}, "政府采购法第四十二条"),
        ({"name": "weak_share", "value": "100.01"}, "0 到 100"),
        ({"name": "weak_share", "value": "-1"}, "0 到 100"),
    ],
)
def test_refused_parameters_leave_nothing(world, fields, sentence):
    with pytest.raises(DomainError, match=sentence):
        parameter(world, **fields)
    assert Parameter.objects.count() == 0


def test_full_width_digits_are_read(world):
    assert parameter(world, name="weak_share", value="３５．５").value == Decimal("35.50")


def test_one_value_a_day(world):
    parameter(world)
    with pytest.raises(DomainError, match="换一个生效日期"):
        parameter(world, value="8")
    assert parameters.days("publicity_days") == 7


def test_a_registered_value_never_changes(world):
    row = parameter(world)
    with pytest.raises(InternalError), transaction.atomic():
        Parameter.objects.filter(pk=row.pk).update(value=1)
    with pytest.raises(InternalError), transaction.atomic():
        row.delete()


def test_the_nearest_region_decides(world):
    assert threshold(world.district_union, "open_call") is None
    city = set_threshold(world)
    assert threshold(world.district_union, "open_call") == threshold(world.other_district, "open_call") == city
    assert threshold(world.city_union, "open_call") is threshold(world.street_union, "open_call") is None
    assert threshold(world.district_union, "open_call", category="goods") is None
    own = set_threshold(world, organization=world.district_union, amount="50000", valid_from=today(3))
    assert threshold(world.district_union, "open_call") == city
    assert threshold(world.district_union, "open_call", on=today(3)) == own
    assert threshold(world.other_district, "open_call", on=today(3)) == city


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"organization": "street_union"}, "按市、区县登记"),
        ({"organization": "contractor"}, "按市、区县登记"),
        ({"organization": "district_union", "level": "city"}, "本级和下级"),
        ({"level": "galaxy"}, "本级和下级"),
        ({"kind": "nothing"}, "本级和下级"),
        ({"amount": "-0.01"}, "不能小于 0"),
        ({"amount": "-0.00"}, "不能小于 0"),
        ({"amount": "1e9"}, "数字金额"),
        ({"amount": "9999999999999"}, "金额过大"),
        ({"source_text": ""}, "写明依据"),
        ({"valid_from": date(2020, 1, 1)}, "不能早于今天"),
    ],
)
def test_refused_thresholds_leave_nothing(world, fields, sentence):
    if "organization" in fields:
        fields = fields | {"organization": getattr(world, fields["organization"])}
    with pytest.raises(DomainError, match=sentence):
        set_threshold(world, **fields)
    assert Threshold.objects.count() == 0


def test_one_threshold_a_day(world):
    set_threshold(world)
    with pytest.raises(DomainError, match="换一个生效日期"):
        set_threshold(world, amount="1")
    assert Threshold.objects.get().amount == 100000


def test_a_card_from_draft_to_its_next_version(world):
    first = card(world, 60, 40)
    assert (first.version, first.published_at, in_force(Scorecard).count()) == (1, None, 0)
    operations.update_scorecard(
        first, by=world.city, valid_from=today(), source_text="新纪要", items=items("50.5", "49.5", guidance="要点")
    )
    published = operations.publish_scorecard(first, by=world.district)
    first.refresh_from_db()
    assert (first.by, first.published_by) == (world.city, world.district)
    assert [(row.number, row.title, row.points, row.guidance) for row in published.items.all()] == [
        (1, "评分项1", Decimal("50.50"), "要点"), (2, "评分项2", Decimal("49.50"), "要点"),
    ]  # fmt: skip
    second = card(world, 100, valid_from=today(5))
    operations.publish_scorecard(second, by=world.district)
    assert [in_force(Scorecard, today(n)).get() for n in (0, 5)] == [first, second]
    standing = {row.version: row.standing for row in Scorecard.objects.with_standing(today())}
    later = {row.version: row.standing for row in Scorecard.objects.with_standing(today(5))}
    assert (standing, later) == ({1: "active", 2: "planned"}, {1: "replaced", 2: "active"})


@pytest.mark.parametrize("points", [("60", "39.99"), ("60", "40.01"), ("99.99",)])
def test_only_a_hundred_points_are_published(world, points):
    row = card(world, *points)
    with pytest.raises(DomainError, match="应为 100 分"):
        operations.publish_scorecard(row, by=world.district)
    row.refresh_from_db()
    assert row.published_at is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"items": []}, "1 到 40 个"),
        ({"items": items(*[1] * 41)}, "1 到 40 个"),
        ({"items": items(50) + items(50)}, "不能重复"),
        ({"items": [{"title": " ", "points": 100}]}, "要有名称"),
        ({"items": items(0, 100)}, "第1行：分值应大于 0"),
        ({"items": items(-1, 100)}, "第1行：分值应大于 0"),
        ({"items": items("100.01")}, "第1行：分值应大于 0"),
        ({"items": items("NaN")}, "第1行：分值请填写数字"),
        ({"items": items("1e2")}, "第1行：分值请填写数字"),
        ({"items": items("99.999")}, "第1行：分值请填写数字"),
        ({"name": " "}, "填写名称"),
        ({"source_text": ""}, "写明依据"),
        ({"valid_from": date(2020, 1, 1)}, "不能早于今天"),
    ],
)
def test_refused_cards_leave_nothing(world, fields, sentence):
    with pytest.raises(DomainError, match=sentence):
        card(world, **fields)
    assert Scorecard.objects.count() == 0


def test_one_draft_at_a_time(world):
    card(world)
    with pytest.raises(DomainError, match="未发布的版本"):
        card(world)
    assert Scorecard.objects.count() == 1


def test_a_refused_correction_keeps_the_rows(world):
    row = card(world, 60, 40)
    with pytest.raises(DomainError):
        operations.update_scorecard(row, by=world.city, valid_from=today(), source_text="x", items=items(0))
    assert [item.points for item in row.items.all()] == [60, 40]


def test_a_published_card_is_fixed(world):
    row = make_scorecard()
    for change in (
        lambda: operations.update_scorecard(row, by=world.city, valid_from=today(), source_text="x", items=items(100)),
        lambda: operations.publish_scorecard(row, by=world.city),
    ):
        with pytest.raises(DomainError, match="已经发布"):
            change()
    for change in (
        lambda: row.items.update(points=1),
        lambda: row.items.first().delete(),
        lambda: Scorecard.objects.filter(pk=row.pk).update(name="另一个"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    assert sum(item.points for item in row.items.all()) == 100


def test_a_draft_overtaken_by_its_day_is_not_published(world):
    row = card(world, 100)
    Scorecard.objects.filter(pk=row.pk).update(valid_from=today(-1))
    with pytest.raises(DomainError, match="不能早于今天"):
        operations.publish_scorecard(row, by=world.district)


def test_a_rule_set_from_draft_to_publication(world):
    tiers = [{"from": 1, "price": "500"}, {"from": 3, "price": "200"}]
    row = rule_set(world, rule(), rule(kind="tiered_unit_price", categories=["expert"], value=None, tiers=tiers))
    ratio, tiered = row.rules.all()
    assert (ratio.value, ratio.limit, ratio.scope) == (10, "10 %", "管理费")
    assert tiered.tiers == [{"from": 1, "price": "500.00"}, {"from": 3, "price": "200.00"}]
    assert (tiered.value, tiered.limit) == (None, "第1起 500.00 元，第3起 200.00 元")
    operations.update_budget_rule_set(
        row, by=world.city, valid_from=today(), source_text="x",
        rules=[rule(kind="forbid", categories=[], keyword="汽车", value="5")],
    )  # fmt: skip
    published = operations.publish_budget_rule_set(row, by=world.city)
    kept = published.rules.get()
    assert (kept.value, kept.limit, kept.scope) == (None, "", "全部科目，明细含“汽车”的")
    assert in_force(BudgetRuleSet).get() == row


def test_an_empty_set_is_not_published(world):
    row = rule_set(world, rules=[])
    with pytest.raises(DomainError, match="还没有规则"):
        operations.publish_budget_rule_set(row, by=world.city)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "anything"}, "没有这种规则"),
        ({"categories": ["yachts"]}, "没有这种规则"),
        ({"categories": []}, "管住所有开支"),
        ({"message": " "}, "写明提示"),
        ({"source_text": ""}, "写明依据"),
        ({"value": None}, "要填限值"),
        ({"value": "100.01"}, "0 到 100"),
        ({"value": "-1"}, "0 到 100"),
        ({"value": "NaN"}, "填写数字"),
        ({"kind": "max_unit_price", "value": "1e3"}, "填写数字"),
        ({"kind": "tiered_unit_price", "tiers": []}, "从第 1 起"),
        ({"kind": "tiered_unit_price", "tiers": [{"from": 2, "price": "1"}]}, "从第 1 起"),
        ({"kind": "tiered_unit_price", "tiers": [{"from": 1, "price": "1"}, {"from": 1, "price": "2"}]}, "从第 1 起"),
        ({"kind": "tiered_unit_price", "tiers": [{"from": 1, "price": "0"}]}, "大于 0"),
        ({"kind": "tiered_unit_price", "tiers": [{"from": 1, "price": "x"}]}, "填写数字"),
    ],
)
def test_refused_rules_leave_nothing(world, fields, sentence):
    with pytest.raises(DomainError, match=sentence):
        rule_set(world, rule(**fields))
    assert BudgetRuleSet.objects.count() == 0


def test_too_many_rules(world):
    with pytest.raises(DomainError, match="最多 40 条"):
        rule_set(world, *[rule()] * 41)


def test_a_published_set_is_fixed(world):
    row = make_rule_set()
    with pytest.raises(DomainError, match="已经发布"):
        operations.publish_budget_rule_set(row, by=world.city)
    with pytest.raises(InternalError), transaction.atomic():
        row.rules.update(value=1)
