"""Closed lists of contracts and changes."""

from django.db.models import TextChoices


class ContractState(TextChoices):
    DRAFT = "draft", "起草中"
    SIGNED = "signed", "已签署"
    REGISTERED = "registered", "已登记"
    EXPIRED = "expired", "已到期"
    TERMINATED = "terminated", "已终止"
    VOID = "void", "已作废"


class BondForm(TextChoices):
    """How a performance bond is given: never in cash (政府采购法实施条例第48条)."""

    GUARANTEE = "guarantee", "金融机构、担保机构保函"
    CHEQUE = "cheque", "支票"
    DRAFT = "draft", "汇票"
    PROMISSORY_NOTE = "promissory_note", "本票"


class BondEntryKind(TextChoices):
    """What can happen to a performance bond."""

    HANDED_IN = "handed_in", "交存"
    RETURNED = "returned", "退还"
    CALLED = "called", "扣留"


class ChangeKind(TextChoices):
    STAFF = "staff", "人员变更"
    CONTENT = "content", "内容变更"
    COMMUNITY = "community", "实施社区变更"
    BUDGET = "budget", "预算调剂"
    PERIOD = "period", "延期"
    AMOUNT = "amount", "金额变更"


class ChangeState(TextChoices):
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已批准"
    REJECTED = "rejected", "未批准"
    FILED = "filed", "已备案"
