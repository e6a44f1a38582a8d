"""What the nightly comparison of totals and rows found."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.clock import now
from core.workflow import append_only


class BookCheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Figures of the whole house: the page asks for the right to see them."""
        return self if user.has_perm("projects.view_bookcheck") else self.none()


class BookCheck(models.Model):
    """One run: how many rows were compared, and every difference as ``{what, subject, pk, kept, found}``."""

    at = models.DateTimeField("核对时间", default=now)
    funds = models.PositiveIntegerField("资金来源数")
    projects = models.PositiveIntegerField("项目数")
    entries = models.PositiveIntegerField("台账行数")
    differences = models.JSONField("差异", default=list)
    difference_count = models.PositiveIntegerField("差异数", default=0)

    objects = BookCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "账务核对"
        ordering = ["-pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} 账务核对"

    def get_absolute_url(self):
        return reverse("projects:bookcheck-list")
