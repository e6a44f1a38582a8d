"""The closed lists of this app."""

from django.db.models import IntegerChoices, TextChoices


class Score(IntegerChoices):
    """Overall satisfaction: the five-step scale of the field."""

    VERY_SATISFIED = 5, "非常满意"
    SATISFIED = 4, "满意"
    NEUTRAL = 3, "一般"
    DISSATISFIED = 2, "不满意"
    VERY_DISSATISFIED = 1, "非常不满意"


class Stage(TextChoices):
    MIDTERM = "midterm", "中期评估"
    FINAL = "final", "末期评估"


class EvaluationState(TextChoices):
    ASSIGNED = "assigned", "待评分"
    SCORED = "scored", "已评分"
    WITHDRAWN = "withdrawn", "已撤销"


class Grade(TextChoices):
    """Bands of the final score (configurable default, common in local practice)."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class RectificationState(TextChoices):
    OPEN = "open", "待整改"
    SUBMITTED = "submitted", "待复核"
    CLOSED = "closed", "已整改"
