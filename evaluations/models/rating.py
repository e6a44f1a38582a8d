"""Anonymous ratings: the vote and the fact of having voted are two rows that nothing joins."""

import uuid

from django.db import models
from django.db.models import Q

from core.workflow import append_only
from evaluations.enums import Score
from projects.models.project import ProjectScopedQuerySet


class RatingQuerySet(ProjectScopedQuerySet):
    org_fields = ("session__organization", "session__activity__project__contractor")
    project_path = "session__activity__project"


class Rating(models.Model):
    """One overall satisfaction score for one session. Append-only.

    SECURITY: nothing here may lead to a person: random key, a date without time, no attendance.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("services.Session", models.PROTECT, related_name="ratings", verbose_name="场次")
    score = models.PositiveSmallIntegerField("总体满意度", choices=Score)
    on = models.DateField("评价日期")

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "满意度评价"
        ordering = ["-on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_score_range"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.session} {self.get_score_display()}"


class RatingReceipt(models.Model):
    """This attendance has rated. One per attendance; says nothing of the score."""

    attendance = models.OneToOneField(
        "services.Attendance", models.PROTECT, primary_key=True, related_name="rating_receipt"
    )

    class Meta:
        verbose_name = "评价回执"
        triggers = [append_only()]

    def __str__(self):
        return str(self.pk)
