"""Closed lists of contracts and changes."""

from django.db.models import TextChoices


class ContractState(TextChoices):
    DRAFT = "draft", "起草中"
    SIGNED = "signed", "已签署"
    REGISTERED = "registered", "已登记"
    EXPIRED = "expired", "已到期"
    TERMINATED = "terminated", "已终止"


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
