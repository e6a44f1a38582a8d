"""The one tree of union bodies and of everything that hangs under their territories."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from core.models import Event
from core.workflow import append_only
from orgs.enums import OrganizationKind, Tier, UnionLevel
from orgs.scope import ancestor_paths, grants_of, in_subtrees, org_paths


class OrganizationQuerySet(MP_NodeQuerySet):
    def visible_to(self, user):
        """One's subtrees, the line up to the root, and the social organisations registered along that line."""
        if not user.is_authenticated:
            return self.none()
        above = ancestor_paths(grant.organization.path for grant in grants_of(user))
        along = Q(pk__in=[])
        for path in above:
            depth = len(path) // Organization.steplen
            along |= Q(kind=OrganizationKind.SOCIAL, depth=depth + 1, path__startswith=path)
        return self.filter(in_subtrees(org_paths(user), "") | Q(path__in=above) | along)

    def managed_by(self, user, *roles):
        """Only one's subtrees, optionally by these roles only."""
        return self.filter(in_subtrees(org_paths(user, roles or None), ""))

    def active(self, day):
        """Existing on ``day``."""
        return self.filter(Q(active_from=None) | Q(active_from__lte=day), Q(active_to=None) | Q(active_to__gte=day))


class OrganizationManager(MP_NodeManager.from_queryset(OrganizationQuerySet)):
    def get_queryset(self):
        return OrganizationQuerySet(self.model, using=self._db).order_by("path")


class Organization(MP_Node):
    """One body in the tree; a union body covers the territory below it.

    ``code`` is the stable business key: the official division code for territorial unions.
    """

    steplen = 4

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=100)
    place = models.CharField("区划名称", max_length=60, blank=True)
    kind = models.CharField("类型", max_length=20, choices=OrganizationKind)
    level = models.CharField("层级", max_length=20, choices=UnionLevel, blank=True)
    initials = models.CharField("拼音首字母", max_length=100, blank=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    is_rural = models.BooleanField("农村", default=False)
    is_pilot = models.BooleanField("三联试点", default=False)
    tier = models.CharField("社区分级", max_length=20, choices=Tier, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=30, blank=True)
    legal_person_number = models.CharField(
        "法人资格证书号", max_length=40, blank=True, help_text="没有法人资格的由上级工会签订合同"
    )
    legal_person_until = models.DateField("法人资格有效期至", null=True, blank=True)
    contact_phone = models.CharField("对外电话", max_length=20, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    active_from = models.DateField("启用日期", null=True, blank=True)
    active_to = models.DateField("停用日期", null=True, blank=True)

    objects = OrganizationManager()

    class Meta:
        verbose_name = "组织"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=OrganizationKind.UNION, level__in=UnionLevel.values)
                | (~Q(kind=OrganizationKind.UNION) & Q(level="")),
                name="organization_level_for_unions_only",
            ),
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_from=None) | Q(active_to__gte=models.F("active_from")),
                name="organization_active_period",
            ),
            models.CheckConstraint(condition=Q(tier="") | Q(level=UnionLevel.COMMUNITY), name="organization_tier"),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="organization_credit_code_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["level"], name="organization_level"),
            models.Index(fields=["initials"], name="organization_initials", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("orgs:organization-detail", args=[self.pk])

    @property
    def short_name(self) -> str:
        """What people call it on a dashboard: the place for territorial unions, else the name."""
        return self.place or self.name

    @property
    def parent_path(self) -> str:
        return self.path[: -self.steplen]

    @property
    def reach(self) -> str:
        """The path a role here covers. A party organization leads the territory it sits in (党建引领)."""
        return self.parent_path if self.kind == OrganizationKind.PARTY else self.path

    def contains(self, other: "Organization") -> bool:
        """Whether ``other`` is this body or below it."""
        return other.path.startswith(self.path)

    def is_active(self, day) -> bool:
        """Existing on ``day``."""
        return (self.active_from is None or self.active_from <= day) and (
            self.active_to is None or self.active_to >= day
        )

    def can_contract(self, day) -> bool:
        """Whether the body may sign in its own name on ``day``: a legal person whose certificate has not expired."""
        return bool(self.legal_person_number) and (self.legal_person_until is None or self.legal_person_until >= day)

    @property
    def status(self) -> tuple[str, str]:
        """Key and word of the badge, from the active dates."""
        today = timezone.localdate()
        if self.is_active(today):
            return "active", "启用"
        return ("draft", "未启用") if self.active_from and self.active_from > today else ("closed", "停用")

    @property
    def is_territorial(self) -> bool:
        """A union body that stands for an administrative division; it comes from the official codes."""
        return self.kind == OrganizationKind.UNION and self.level != UnionLevel.GRASSROOTS

    @property
    def level_label(self) -> str:
        """The level of a union body, the kind of any other."""
        return self.get_level_display() if self.level else self.get_kind_display()


class OrganizationEvent(Event):
    """What happened to a body and to the roles held there: every change of rights leaves a row."""

    labels = {
        "create": "登记",
        "update": "更正",
        "import": "导入区划",
        "account": "开通账号",
        "correct": "更正账号资料",
        "grant": "任职授权",
        "end": "终止任职",
        "reset": "重置密码",
    }

    subject = models.ForeignKey(Organization, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
