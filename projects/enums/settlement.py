"""Closed lists of expenses and settlements."""

from django.db.models import TextChoices


class ExpenseState(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    CHECKED = "checked", "已初审"
    ACCEPTED = "accepted", "予以列支"
    DISALLOWED = "disallowed", "不予列支"


class SettlementState(TextChoices):
    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "待审计"
    AUDITED = "audited", "已审计"


class BalanceUse(TextChoices):
    """What becomes of an unspent balance."""

    RETURN = "return", "退回"
    CARRY_OVER = "carry_over", "结转"
