"""点单: what contractors offer (服务目录), and what communities order for themselves or an enterprise."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.crypto import EncryptedField
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import OrganizationKind, Role
from orgs.models import Organization
from orgs.scope import OrgScopedQuerySet, in_subtrees, org_paths
from projects.models.columns import person, state
from services import workflow
from services.enums import ActivityKind, OrderState
from services.models.lecturer import Lecturer
from services.models.session import Session

WISHES = 3  # days an orderer may name
UNSCHEDULED = (OrderState.SUBMITTED, OrderState.REJECTED, OrderState.CANCELLED)
ORDERERS = (Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.STREET_UNION, Role.COMMUNITY_UNION)


class CatalogueItemQuerySet(OrgScopedQuerySet):
    def visible_to(self, user):
        """One's own organization's items; and for unions what is open to them: of the social organizations registered
        along their line, and where an item belongs to a project, of the projects in their territory."""
        paths, served = org_paths(user), org_paths(user, ORDERERS)
        if not served:
            return self.filter(self.within(paths))
        along = Organization.objects.visible_to(user).filter(kind=OrganizationKind.SOCIAL).order_by()
        bound = Q(project=None) | in_subtrees(served, "project__organization")
        return self.filter(self.within(paths) | Q(bound, organization__in=along, is_open=True))


class CatalogueItem(models.Model):
    """One service on offer. ``project`` is set when only the community of that project may order it."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="catalogue_items", verbose_name="提供单位"
    )
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, null=True, blank=True, related_name="catalogue_items",
        verbose_name="所属项目", help_text="选了项目的，只有项目的实施社区可以点单",
    )  # fmt: skip
    name = models.CharField("服务名称", max_length=60)
    kind = models.CharField("形式", max_length=20, choices=ActivityKind)
    description = models.TextField("服务介绍", max_length=1000, blank=True)
    minutes = models.PositiveIntegerField("时长（分钟）")
    people_min = models.PositiveIntegerField("最少人数", default=1)
    people_max = models.PositiveIntegerField("最多人数")
    is_open = models.BooleanField("接受点单", default=True)

    objects = CatalogueItemQuerySet.as_manager()

    class Meta:
        verbose_name = "服务目录"
        ordering = ["-is_open", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="catalogue_item_minutes"),
            models.CheckConstraint(
                condition=Q(people_min__gte=1, people_max__gte=F("people_min")), name="catalogue_item_people"
            ),
            models.UniqueConstraint(fields=["organization", "name"], name="catalogue_item_once"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:catalogueitem-detail", args=[self.pk])


class CatalogueItemEvent(Event):
    """Who offered, changed or closed an item."""

    labels = {"create": "上架", "update": "修改"}

    subject = models.ForeignKey(CatalogueItem, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class OrderQuerySet(OrgScopedQuerySet):
    """What an enterprise asked for is the union's alone until somebody there ordered it."""

    org_fields = ("organization", "item__organization")

    def within(self, paths):
        placed = in_subtrees(paths, "item__organization") & Q(created_by__isnull=False)
        return in_subtrees(paths, "organization") | placed


class Order(models.Model):
    """One wish for a service: by ``organization``, or by it for an ``enterprise`` of its territory.

    An enterprise may ask for one itself on the public page, by a proven phone (``phone_verified_at``); it becomes an
    order when somebody of the union verifies it, who is then ``created_by``.

    ``session`` is the meeting made for it; the place and time that count are the session's. ``score`` is what the
    orderer says of the service afterwards, not the satisfaction of the people served.
    """

    item = models.ForeignKey(CatalogueItem, models.PROTECT, related_name="orders", verbose_name="服务")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="orders", verbose_name="点单组织")
    enterprise = models.CharField("点单企业", max_length=60, blank=True, help_text="为企业点单的填写")
    contact_name = models.CharField("联系人", max_length=30)
    contact_phone = EncryptedField("联系电话")
    wished_on = ArrayField(models.DateField(), verbose_name="期望日期", size=WISHES)
    place = models.CharField("地点", max_length=60)
    people = models.PositiveIntegerField("预计人数")
    note = models.TextField("要求", max_length=500, blank=True)
    session = models.OneToOneField(
        Session, models.PROTECT, null=True, related_name="order", verbose_name="场次", editable=False
    )
    lecturer = models.ForeignKey(
        Lecturer, models.PROTECT, null=True, related_name="orders", verbose_name="讲师", editable=False
    )
    crew = models.CharField("派出人员", max_length=200, blank=True, editable=False)
    score = models.PositiveSmallIntegerField("评分", null=True, editable=False)
    feedback = models.TextField("评价", max_length=500, blank=True, editable=False)
    created_by = person("点单人", null=True)
    phone_verified_at = models.DateTimeField("手机号验证时间", null=True, editable=False)
    created_at = models.DateTimeField("点单时间", auto_now_add=True)
    state = state(OrderState, OrderState.SUBMITTED)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "点单"
        ordering = ["-pk"]
        constraints = [
            known_states("order_state", OrderState),
            models.CheckConstraint(condition=Q(people__gte=1), name="order_people"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=1, score__lte=5), name="order_score_range"),
            models.CheckConstraint(
                condition=Q(session__isnull=False) | Q(state__in=(OrderState.REQUESTED, *UNSCHEDULED)),
                name="order_scheduled_has_session",
            ),
            models.CheckConstraint(
                condition=Q(created_by__isnull=False)
                | Q(
                    state__in=(OrderState.REQUESTED, OrderState.REJECTED, OrderState.CANCELLED),
                    phone_verified_at__isnull=False,
                ),
                name="order_placed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.FEEDBACK) | Q(score__isnull=False), name="order_feedback_has_score"
            ),
        ]
        indexes = [models.Index(fields=["organization", "state"], name="order_organization")]
        triggers = [guarded_states(*workflow.ORDER)]

    def __str__(self):
        return f"{self.orderer}点单：{self.item}"

    def get_absolute_url(self):
        return reverse("services:order-detail", args=[self.pk])

    @property
    def orderer(self) -> str:
        return self.enterprise or self.organization.short_name


class OrderEvent(Event):
    """Who ordered, scheduled, sent, finished and judged."""

    labels = {"create": "点单", "request": "企业点单", **labels(workflow.ORDER)}
    states = OrderState

    subject = models.ForeignKey(Order, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
