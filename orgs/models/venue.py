"""Places of a union or community where services are held: 阵地."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from orgs.enums import VenueKind
from orgs.models.organization import Organization
from orgs.scope import OrgScopedQuerySet


class Venue(models.Model):
    """One place (阵地) an organization runs. ``latitude`` and ``longitude`` (WGS-84 degrees) are its door, and
    ``radius`` the metres around it that count as inside when an activity asks."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="venues", verbose_name="所属组织")
    name = models.CharField("阵地名称", max_length=60)
    kind = models.CharField("类型", max_length=20, choices=VenueKind)
    address = models.CharField("地址", max_length=120, blank=True)
    area = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)
    capacity = models.PositiveIntegerField("容纳人数", null=True, blank=True)
    opening_hours = models.CharField("开放时间", max_length=120, blank=True, help_text="如：周一至周五 9:00–17:00")
    phone = models.CharField("对外电话", max_length=20, blank=True, help_text="显示在社区公开页")
    facilities = models.CharField("设施", max_length=200, blank=True)
    is_accessible = models.BooleanField("无障碍", default=False)
    is_open = models.BooleanField("对外开放", default=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=8, decimal_places=5, null=True, blank=True)
    radius = models.PositiveIntegerField("签到范围（米）", default=300)

    objects = OrgScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "阵地"
        ordering = ["organization", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="venue_name_once"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="venue_coordinates",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("orgs:venue-detail", args=[self.pk])
