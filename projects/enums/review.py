"""Closed lists of review, publicity and objections."""

from django.db.models import TextChoices


class TieKind(TextChoices):
    """Why an expert steps aside (回避)."""

    SAME_UNIT = "same_unit", "同一单位"
    RELATIVE = "relative", "近亲属任职"
    RECENT_POST = "recent_post", "三年内任职"
    ADVISER = "adviser", "担任顾问"


class SheetState(TextChoices):
    DRAFT = "draft", "评分中"
    SIGNED = "signed", "已签署"


class PublicityState(TextChoices):
    OPEN = "open", "公示中"
    CLOSED = "closed", "公示期满"
    STOPPED = "stopped", "已中止"


class ObjectionState(TextChoices):
    RECEIVED = "received", "待答复"
    DISMISSED = "dismissed", "异议不成立"
    UPHELD = "upheld", "异议成立"
