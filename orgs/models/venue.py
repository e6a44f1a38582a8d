"""Places of a union or community where services are held: 阵地."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only
from orgs.enums import Role, VenueKind
from orgs.models.organization import Organization
from orgs.scope import OrgScopedQuerySet, in_subtrees, org_paths

SERVICE_STAFF = (Role.NGO, Role.WORKER, Role.SUPERVISOR)


class VenueQuerySet(OrgScopedQuerySet):
    """Venues of one's subtrees; a contractor's staff also sees those of the communities it serves and above them."""

    def visible_to(self, user):
        seen = self.within(org_paths(user))
        if paths := org_paths(user, SERVICE_STAFF):
            # by name: the projects stand above this app, which only follows the foreign key back
            served = Organization.objects.filter(in_subtrees(paths, "projects__contractor"))
            seen |= Q(Exists(served.filter(path__startswith=OuterRef("organization__path")).order_by()))
        return self.filter(seen)


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

    objects = VenueQuerySet.as_manager()

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

    @property
    def status(self) -> tuple[str, str]:
        """Key and word of the badge."""
        return ("active", "对外开放") if self.is_open else ("draft", "不对外开放")

    @property
    def where(self) -> str:
        """Name and owner, for lists that mix venues of many communities."""
        return f"{self.name}（{self.organization.short_name}）"


class VenueEvent(Event):
    """Who registered or corrected a venue."""

    labels = {"create": "登记", "update": "修改"}

    subject = models.ForeignKey(Venue, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
