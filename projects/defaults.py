"""The rules every installation starts with: configurable defaults (可配置默认值), published as first versions."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from projects.enums import BudgetCategory, BudgetRuleKind
from projects.models import BudgetRule, BudgetRuleSet, Scorecard, ScorecardItem

VALID_FROM = date(2020, 1, 1)
SCORECARD = "购买服务项目评审评分卡"
SCORECARD_SOURCE = "可配置默认值：综合各地评审办法的常见做法"
CRITERIA = (
    ("需求与必要性", 15, "需求来自核实过的需求清单，数据来源和样本量清楚"),
    ("方案设计", 25, "目标、内容与指标前后一致，可测量"),
    ("团队与机构能力", 20, "专职与持证社工、同类业绩、财务制度"),
    ("预算合理性", 15, "科目合规，测算依据清楚"),
    ("工会契合度", 10, "已建会、职工覆盖、党建带工建"),
    ("可持续与推广", 5, "项目结束后能否延续、能否推广"),
    ("均衡性", 10, "在普通社区、薄弱社区实施"),
)

CENTRAL = "参照中央财政支持社会组织项目的规则"
CENTRAL_SOURCE = "可配置默认值：参照中央财政支持社会组织参与社会服务项目的预算编制要求"
GENERAL = "工会购买服务通用规则"
GENERAL_SOURCE = "可配置默认值：参照社会工作服务项目和公益创投的常见规定"
LOCAL_SOURCE = "可配置默认值：参照绍兴市上虞区虞民〔2020〕33号"
UNIONS_SOURCE = "可配置默认值：社会工作服务项目的通行做法"

# (kind, categories, keyword, value, tiers, message); a keyword alone concerns every category.
FORBID, EVIDENCE = BudgetRuleKind.FORBID, BudgetRuleKind.REQUIRE_EVIDENCE
SENIOR = [{"from": 1, "price": "500.00"}, {"from": 3, "price": "200.00"}]
OTHERS = [{"from": 1, "price": "300.00"}, {"from": 3, "price": "200.00"}]
CENTRAL_RULES = (
    (FORBID, (BudgetCategory.MANAGEMENT,), "", None, [], "不得提取管理费"),
    (
        BudgetRuleKind.TIERED_UNIT_PRICE, (BudgetCategory.EXPERT,), "", None, SENIOR,
        "专家费每人天不超过500元，第3天起不超过200元",
    ),
    (
        BudgetRuleKind.TIERED_UNIT_PRICE, (BudgetCategory.EXPERT,), "其他专家", None, OTHERS,
        "高级职称以外的专家每人天不超过300元，第3天起不超过200元",
    ),
    (BudgetRuleKind.MAX_UNIT_PRICE, (BudgetCategory.TRAINING,), "", Decimal(350), [], "培训费每人天不超过350元"),
    (BudgetRuleKind.MAX_UNIT_PRICE, (BudgetCategory.MEETING,), "", Decimal(400), [], "会议费每人天不超过400元"),
    (
        BudgetRuleKind.MAX_GROUP_RATIO, (BudgetCategory.STAFF, BudgetCategory.VOLUNTEER), "", Decimal(50), [],
        "劳务费与志愿者补贴合计不超过总经费的50%",
    ),
    (FORBID, (), "楼堂馆所", None, [], "不得购建楼堂馆所"),
    (FORBID, (), "罚款", None, [], "不得缴纳罚款"),
    (FORBID, (), "还债", None, [], "不得偿还债务"),
    (FORBID, (), "对外投资", None, [], "不得对外投资"),
    (FORBID, (), "购买汽车", None, [], "不得购买汽车"),
    (EVIDENCE, (BudgetCategory.ACTIVITY,), "", None, [], "活动费须列明受益人数与资助标准"),
)  # fmt: skip
GENERAL_RULES = (
    (BudgetRuleKind.MAX_RATIO, (BudgetCategory.MANAGEMENT,), "", Decimal(10), [], "管理费不超过预算总额的10%",
     UNIONS_SOURCE),
    (FORBID, (), "固定资产", None, [], "不得购置固定资产", LOCAL_SOURCE),
    (FORBID, (), "基建", None, [], "不得用于基本建设", LOCAL_SOURCE),
    (FORBID, (), "现金", None, [], "不得以现金形式直接发放给服务对象", LOCAL_SOURCE),
    (FORBID, (), "慰问品", None, [], "不得以慰问品形式直接发放给服务对象", LOCAL_SOURCE),
)  # fmt: skip


@transaction.atomic
def load_default_rules() -> list[str]:
    """Publish the default scorecard and budget rule sets, each once; returns the names of what is new.

    A name that exists, in whatever version, is left alone: the union may have replaced it.
    """
    new = [_load_scorecard()] if not Scorecard.objects.filter(name=SCORECARD).exists() else []
    for name, source_text, rules in (
        (CENTRAL, CENTRAL_SOURCE, CENTRAL_RULES),
        (GENERAL, GENERAL_SOURCE, GENERAL_RULES),
    ):
        if not BudgetRuleSet.objects.filter(name=name).exists():
            new.append(_load_rule_set(name, source_text, rules))
    return new


def _load_scorecard() -> str:
    card = Scorecard.objects.create(
        name=SCORECARD, version=1, valid_from=VALID_FROM, source_text=SCORECARD_SOURCE, published_at=timezone.now()
    )
    ScorecardItem.objects.bulk_create(
        ScorecardItem(card=card, number=number, title=title, points=points, guidance=guidance)
        for number, (title, points, guidance) in enumerate(CRITERIA, start=1)
    )
    return SCORECARD


def _load_rule_set(name: str, source_text: str, rules: tuple) -> str:
    row = BudgetRuleSet.objects.create(
        name=name, version=1, valid_from=VALID_FROM, source_text=source_text, published_at=timezone.now()
    )
    BudgetRule.objects.bulk_create(
        BudgetRule(
            rule_set=row, kind=kind, categories=list(categories), keyword=keyword, value=value, tiers=tiers,
            message=message, source_text=own[0] if own else source_text,
        )
        for kind, categories, keyword, value, tiers, message, *own in rules
    )  # fmt: skip
    return name
