"""Plans and calls in any state, with the rules they stand on; rows are written directly."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from projects.enums import BudgetRuleKind, CallState, NeedCategory, PlanState, Procedure
from projects.models import BudgetRule, BudgetRuleSet, Call, CallFile, Plan, PlanItem, Scorecard, ScorecardItem
from projects.uploads import stored
from tests.cast import make_fund

CRITERIA = (
    ("需求与必要性", 15), ("方案设计", 25), ("团队与机构能力", 20), ("预算合理性", 15), ("工会契合度", 10),
    ("可持续与推广", 5), ("均衡性", 10),
)  # fmt: skip
TAKES_APPLICATIONS = (CallState.DRAFT, CallState.APPROVED, CallState.PUBLISHED, CallState.CANCELLED)
UNCHECKED = (CallState.DRAFT, CallState.CANCELLED)


def make_scorecard(published=True, **fields) -> Scorecard:
    """A card of seven criteria, 100 points together, in force for a year already."""
    name = fields.pop("name", "工会购买服务评分卡")
    defaults = {
        "version": Scorecard.objects.filter(name=name).count() + 1,
        "valid_from": timezone.localdate() - timedelta(days=365),
        "source_text": "平台默认值",
        "published_at": timezone.now() if published else None,
    }
    card = Scorecard.objects.create(name=name, **(defaults | fields))
    ScorecardItem.objects.bulk_create(
        ScorecardItem(card=card, number=number, title=title, points=points)
        for number, (title, points) in enumerate(CRITERIA, start=1)
    )
    return card


def make_rule_set(published=True, **fields) -> BudgetRuleSet:
    """A set with two rules: no management fee, and training at most 350 yuan a head."""
    name = fields.pop("name", "工会经费预算规则")
    defaults = {
        "version": BudgetRuleSet.objects.filter(name=name).count() + 1,
        "valid_from": timezone.localdate() - timedelta(days=365),
        "source_text": "平台默认值",
        "published_at": timezone.now() if published else None,
    }
    rules = BudgetRuleSet.objects.create(name=name, **(defaults | fields))
    about = {"rule_set": rules, "source_text": "平台默认值"}
    BudgetRule.objects.create(kind=BudgetRuleKind.FORBID, categories=["management"], message="不得提取管理费", **about)
    BudgetRule.objects.create(
        kind=BudgetRuleKind.MAX_UNIT_PRICE, categories=["training"], value=350, message="培训每人天不超过350元", **about
    )
    return rules


def make_plan(w, state=PlanState.APPROVED, fund=None, amount="500000.00", items=1, **fields) -> Plan:
    """A plan of the district union with ``items`` purchases of ``amount`` yuan each from ``fund``."""
    number = Plan.objects.count() + 1
    fund = fund or make_fund(w, name=f"购买服务专项{number}")
    defaults = {
        "organization": fund.organization,
        "year": timezone.localdate().year,
        "name": f"购买服务计划{number}",
        "created_by": w.district,
    }
    plan = Plan.objects.create(state=state, **(defaults | fields))
    for count in range(1, items + 1):
        PlanItem.objects.create(
            plan=plan, name=f"职工心理关爱服务{count}", category=NeedCategory.PSYCHOLOGY, fund=fund,
            amount=Decimal(amount), procedure=Procedure.OPEN_CALL,
        )  # fmt: skip
    return plan


def make_call(w, state=CallState.PUBLISHED, item=None, **fields) -> Call:
    """A call of the district union in ``state``: open for ten more days, or closed an hour ago."""
    item = item or make_plan(w).items.get()
    now, number = timezone.now(), Call.objects.count() + 1
    is_open = state in TAKES_APPLICATIONS
    defaults = {
        "code": f"ZJ-T{number:04d}",
        "organization": item.plan.organization,
        "fund": item.fund,
        "title": f"职工心理关爱服务项目征集{number}",
        "category": item.category,
        "procedure": item.procedure,
        "amount": item.amount,
        "max_amount": min(item.amount, Decimal("100000.00")),
        "weak_share": 30,
        "description": "面向辖区职工开展心理关爱服务，每个项目为期一年。",
        "requirements": "依法登记的社会组织，近两年年检合格。",
        "contact": "024-20000001",
        "supervision_phone": "024-20000002",
        "opens_at": now - timedelta(days=10 if not is_open else 1),
        "closes_at": now + timedelta(days=10) if is_open else now - timedelta(hours=1),
        "panel_size": 3,
        "instalment_ratios": [Decimal(50), Decimal(30), Decimal(20)],
        "created_by": w.district,
    }
    if state not in UNCHECKED:
        defaults |= {"negative_checked_by": w.district, "negative_checked_at": now - timedelta(days=11)}
    for column, make in (("scorecard", make_scorecard), ("rule_set", make_rule_set)):
        if column not in fields:
            fields[column] = make()
    return Call.objects.create(item=item, state=state, **(defaults | fields))


def make_call_file(call, by, name="申报指南.pdf", content=b"%PDF-1.4\n%guide\n") -> CallFile:
    """An attachment with real content."""
    return CallFile.objects.create(call=call, **stored(ContentFile(content, name), by=by))
