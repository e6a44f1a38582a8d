"""The rules an installation starts with."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from projects import budgeting, defaults
from projects.models import BudgetRuleSet, Scorecard

pytestmark = pytest.mark.django_db


def line(category, item, price, quantity=1, basis="按人数测算"):
    return budgeting.Line(category, item, Decimal(price), quantity, basis)


def findings(name, *lines, total="100000"):
    rules = BudgetRuleSet.objects.get(name=name).rules.all()
    return [finding.rule.message for finding in budgeting.judge(rules, lines, total=Decimal(total))]


def test_the_default_card_adds_up_to_100():
    defaults.load_default_rules()
    card = Scorecard.objects.get()
    assert (card.version, card.published_at is not None) == (1, True)
    assert [(item.number, item.points) for item in card.items.all()] == [
        (1, 15), (2, 25), (3, 20), (4, 15), (5, 10), (6, 5), (7, 10),
    ]  # fmt: skip
    assert sum(item.points for item in card.items.all()) == 100


def test_a_second_start_changes_nothing(capsys):
    assert defaults.load_default_rules() == [defaults.SCORECARD, defaults.CENTRAL, defaults.GENERAL]
    before = list(BudgetRuleSet.objects.values()) + list(Scorecard.objects.values())
    call_command("load_default_rules")
    assert list(BudgetRuleSet.objects.values()) + list(Scorecard.objects.values()) == before
    assert capsys.readouterr().out == ""


def test_the_command_says_what_is_new(capsys):
    call_command("load_default_rules")
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_every_default_rule_names_its_source():
    defaults.load_default_rules()
    sources = BudgetRuleSet.objects.values_list("source_text", "rules__source_text")
    assert {text.partition("：")[0] for pair in sources for text in pair} == {"可配置默认值"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("management", "管理费", "1"), "不得提取管理费"),
        (("expert", "高级专家授课", "501"), "专家费每人天不超过500元，第3天起不超过200元"),
        (("expert", "其他专家授课", "301"), "高级职称以外的专家每人天不超过300元，第3天起不超过200元"),
        (("training", "骨干培训", "350.01"), "培训费每人天不超过350元"),
        (("meeting", "推进会", "400.01"), "会议费每人天不超过400元"),
        (("staff", "劳务", "50000.01"), "劳务费与志愿者补贴合计不超过总经费的50%"),
        (("other", "购买 汽车一辆", "1"), "不得购买汽车"),
        (("activity", "物料", "10", 1, ""), "活动费须列明受益人数与资助标准"),
    ],
)
def test_the_central_rules(row, message):
    defaults.load_default_rules()
    assert findings(defaults.CENTRAL, line(*row)) == [message]


def test_within_the_central_rules():
    defaults.load_default_rules()
    rows = [
        line("expert", "高级专家授课", "400", 3), line("expert", "其他专家授课", "300", 2),
        line("training", "培训", "350"),
        line("meeting", "会议", "400"), line("staff", "劳务", "40000"), line("volunteer", "补贴", "10000"),
        line("tax", "税费", "5000"),
    ]  # fmt: skip
    assert findings(defaults.CENTRAL, *rows) == []


@pytest.mark.parametrize(
    ("row", "messages"),
    [
        (("management", "管理费", "10000"), []),
        (("management", "管理费", "10000.01"), ["管理费不超过预算总额的10%"]),
        (("tax", "税费", "20000"), []),
        (("office", "固定资产：电脑", "1"), ["不得购置固定资产"]),
        (("activity", "现金发放", "1"), ["不得以现金形式直接发放给服务对象"]),
        (("activity", "节日慰问品", "1"), ["不得以慰问品形式直接发放给服务对象"]),
    ],
)
def test_the_general_rules(row, messages):
    defaults.load_default_rules()
    assert findings(defaults.GENERAL, line(*row)) == messages
