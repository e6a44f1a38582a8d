"""Users and the roles they hold."""

from datetime import date

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from orgs.enums import Role
from orgs.scope import STEP, OrgScopedQuerySet


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Oneself and everyone with a membership in one's subtrees."""
        members = Membership.objects.visible_to(user).values("user_id")
        return self.filter(Q(pk=user.pk) | Q(pk__in=members))

    def holding(self, organization, *roles: str):
        """Active users with one of ``roles`` at ``organization`` or at a body above it."""
        lineage = [organization.path[:end] for end in range(STEP, len(organization.path) + 1, STEP)]
        held = Membership.objects.current().filter(role__in=roles, organization__path__in=lineage)
        return self.filter(is_active=True, pk__in=held.values("user_id"))


class SanlianUserManager(UserManager.from_queryset(UserQuerySet)):
    pass


class User(AbstractUser):
    """A person who signs in. What they may do comes from memberships, never from flags."""

    first_name = last_name = None
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("工作电话", max_length=20, blank=True)

    objects = SanlianUserManager()

    identity = None  # the membership chosen in the header; None: all of them at once (API tokens)

    class Meta:
        verbose_name = "用户"
        ordering = ["pk"]

    def __str__(self):
        return self.name or self.username

    def get_absolute_url(self):
        return reverse("orgs:user-detail", args=[self.pk])

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def memberships_today(self) -> tuple:
        """Every membership in force today, oldest first."""
        rows = self.memberships.current().select_related("organization")  # each row's user is this one
        return tuple(rows.order_by("pk"))

    @cached_property
    def memberships_ahead(self) -> tuple:
        """Every membership in force today or later."""
        today = timezone.localdate()
        rows = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), user=self)
        return tuple(rows.select_related("organization").order_by("pk"))

    @property
    def grants(self) -> tuple:
        """What counts for scope: the chosen identity, or all memberships of today."""
        if not self.is_active:
            return ()
        return (self.identity,) if self.identity else self.memberships_today

    def act_as(self, membership) -> None:
        """Narrow this user object to one of their memberships of today; anything else is ignored."""
        self.identity = next((held for held in self.memberships_today if held == membership), None)


class MembershipQuerySet(OrgScopedQuerySet):
    def current(self, day: date | None = None):
        """In force on ``day`` (today unless told)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Membership(models.Model):
    """One role of one user at one organization for a period; it reaches the organization's subtree."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="用户")
    organization = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="memberships", verbose_name="组织"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    valid_from = models.DateField("开始日期", default=timezone.localdate)
    valid_to = models.DateField("结束日期", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="membership_period"
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(valid_to=None),
                name="membership_open_once",
            ),
        ]
        indexes = [models.Index(fields=["organization", "role"], name="membership_role")]

    def __str__(self):
        return f"{self.organization} · {self.get_role_display()}"

    def get_absolute_url(self):
        return self.user.get_absolute_url()
