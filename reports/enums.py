"""The closed lists of this app."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "生成中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
