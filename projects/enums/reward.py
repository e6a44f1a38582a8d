"""Closed lists of rewards."""

from django.db.models import TextChoices


class RewardSheetState(TextChoices):
    COMPUTED = "computed", "已核算"
    CHECKED = "checked", "已复核"
    PUBLICITY = "publicity", "公示中"
    APPROVED = "approved", "待支付"
    PAID = "paid", "已支付"
    VOID = "void", "已作废"
