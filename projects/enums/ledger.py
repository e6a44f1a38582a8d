"""Closed lists of funds, ledger and instalments."""

from django.db.models import TextChoices


class FundKind(TextChoices):
    UNION = "union", "工会经费"
    FISCAL = "fiscal", "财政资金"
    SUBSIDY = "subsidy", "行政补助"
    DONATION = "donation", "社会捐赠"


class EntryKind(TextChoices):
    APPROPRIATION = "appropriation", "预算安排"
    COMMITMENT = "commitment", "立项承诺"
    PAYMENT = "payment", "拨付"
    EXPENSE = "expense", "核销支出"


class InstalmentState(TextChoices):
    PLANNED = "planned", "未到条件"
    CONDITION_MET = "condition_met", "条件已满足"
    APPLIED = "applied", "已申请"
    CHECKED = "checked", "已复核"
    APPROVED = "approved", "已批准"
    PAID = "paid", "已拨付"
    RECEIPTED = "receipted", "已收款"
    HELD = "held", "暂缓拨付"
    REJECTED = "rejected", "不予拨付"
    CLAWED_BACK = "clawed_back", "已追回"


class ConditionKind(TextChoices):
    """What releases an instalment."""

    CONTRACT_REGISTERED = "contract_registered", "合同已登记"
    MIDTERM_PASSED = "midterm_passed", "中期评估合格"
    REPORT_ACCEPTED = "report_accepted", "报告已通过"
    SERVICES_DONE = "services_done", "完成服务场次"
    EXECUTION_RATE = "execution_rate", "执行率达到"
    FINAL_PASSED = "final_passed", "末期评估合格"
    SETTLEMENT_AUDITED = "settlement_audited", "决算已审计"
