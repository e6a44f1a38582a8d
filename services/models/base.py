"""How many people should be served at a place: what coverage is measured against."""

from django.db import models
from django.db.models import Q

from core.clock import now
from core.workflow import append_only
from orgs.models import Organization
from projects.models.columns import person
from services.models.volunteer import LocalQuerySet


class ServiceBaseQuerySet(LocalQuerySet):
    def in_force(self, organization: Organization, day):
        """The newest one of ``organization`` as of ``day`` or before."""
        return self.filter(organization=organization, as_of__lte=day).order_by("-as_of", "-pk").first()


class ServiceBase(models.Model):
    """``number`` people should be served by ``organization`` (应服务对象底数), as ``source`` had it on ``as_of``.

    Append-only: a wrong or old number is replaced by a newer row, of the same day the one entered last.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="service_bases", verbose_name="组织（地区）"
    )
    number = models.PositiveIntegerField("应服务对象底数（人）")
    source = models.CharField("来源", max_length=60, help_text="如：社区工会会员名册、街道新就业形态劳动者摸排表")
    as_of = models.DateField("截至日期")
    by = person("登记人")
    at = models.DateTimeField("登记时间", default=now, editable=False)

    objects = ServiceBaseQuerySet.as_manager()

    class Meta:
        verbose_name = "应服务对象底数"
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(source=""), name="service_base_with_source")
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.organization} {self.number}人（{self.as_of}）"
