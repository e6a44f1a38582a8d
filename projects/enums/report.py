"""Closed lists of progress reports."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    MONTHLY = "monthly", "月报"
    MIDTERM = "midterm", "中期报告"
    FINAL = "final", "结项报告"


class ReportState(TextChoices):
    PLANNED = "planned", "待填报"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已通过"
    FAILED = "failed", "逾期不合格"
