"""A purchased-service project: three responsible parties, goals, outputs, a budget, a state."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import OrgScopedQuerySet, has_role
from projects import workflow
from projects.enums import BudgetCategory, EntryKind, Measure, NeedCategory, ProjectState
from projects.models.need import Need
from projects.models.sums import ZERO

FUNDED = (ProjectState.APPROVED, ProjectState.ACTIVE, ProjectState.FINAL_REVIEW, ProjectState.COMPLETED)


class ProjectScopedQuerySet(OrgScopedQuerySet):
    """Rows of projects: seen in one's subtrees, and by the outside expert who evaluates the project by name.

    ``project_path`` leads from the row to the project; ``""`` is the project itself.
    """

    project_path = "project"

    def visible_to(self, user):
        rows = super().visible_to(user)
        if not has_role(user, Role.EXPERT):
            return rows
        prefix = f"{self.project_path}__" if self.project_path else ""
        return rows | self.filter(**{f"{prefix}evaluator_id": user.pk})


class ProjectQuerySet(ProjectScopedQuerySet):
    org_fields = ("organization", "contractor")
    project_path = ""

    def funded(self):
        """Approved and everything after."""
        return self.filter(state__in=FUNDED)

    def with_paid(self):
        """Adds ``paid``: the sum of payments, asked per row so that sorting and paging stay cheap."""
        entries = self.model.entries.rel.related_model.objects.filter(project=OuterRef("pk"), kind=EntryKind.PAYMENT)
        paid = entries.order_by().values("project").annotate(sum=Sum("amount")).values("sum")
        return self.annotate(paid=Coalesce(Subquery(paid), ZERO))

    def running_between(self, start, end):
        """Whose service period meets ``start``–``end``, both days included."""
        return self.filter(starts_on__lte=end, ends_on__gte=start)


class Project(models.Model):
    """One purchased service: 社会组织承接, 社工执行, 社区实施.

    Kept by the database whatever the code does: a recorded final score, and the fund and budget once committed.
    """

    code = models.CharField("项目编号", max_length=20, unique=True, editable=False)
    name = models.CharField("项目名称", max_length=60)
    category = models.CharField("类别", max_length=20, choices=NeedCategory)
    organization = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="projects", verbose_name="实施社区"
    )
    contractor = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="contracted_projects", verbose_name="承接单位"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="projects", verbose_name="执行社工"
    )
    needs = models.ManyToManyField(Need, related_name="projects", verbose_name="对应需求")
    goal = models.TextField("总目标", max_length=2000)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    budget = models.DecimalField("预算总额", max_digits=14, decimal_places=2)
    fund = models.ForeignKey(
        "projects.Fund",
        models.PROTECT,
        null=True,
        related_name="projects",
        verbose_name="资金来源",
        editable=False,
    )
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="评估人",
        editable=False,
    )
    final_score = models.DecimalField("末期评分", max_digits=5, decimal_places=2, null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人", editable=False
    )
    created_at = models.DateTimeField("填报时间", auto_now_add=True)
    state = models.CharField("状态", max_length=20, choices=ProjectState, default=ProjectState.DRAFT, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "项目"
        ordering = ["-pk"]
        constraints = [
            known_states("project_state", ProjectState),
            models.CheckConstraint(condition=Q(budget__gt=0), name="project_budget_positive"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="project_period"),
            models.CheckConstraint(
                condition=Q(final_score=None) | Q(final_score__gte=0, final_score__lte=100),
                name="project_score_range",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FUNDED) | Q(fund__isnull=False), name="project_funded_has_fund"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.COMPLETED) | Q(final_score__isnull=False),
                name="project_completed_has_score",
            ),
        ]
        triggers = [
            guarded_states(*workflow.PROJECT),
            pgtrigger.Protect(
                name="score_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__final_score__isnull=False, old__final_score__df=pgtrigger.F("new__final_score")
                ),
            ),
            pgtrigger.Protect(
                name="commitment_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__fund__isnull=False)
                & (
                    pgtrigger.Q(old__fund__df=pgtrigger.F("new__fund"))
                    | pgtrigger.Q(old__budget__df=pgtrigger.F("new__budget"))
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:project-detail", args=[self.pk])

    @property
    def has_passed(self) -> bool:
        """Whether the final score reaches the pass mark (configurable default)."""
        return self.final_score is not None and self.final_score >= settings.PASS_MARK


class ProjectEvent(Event):
    """Who moved a project, when and why."""

    labels = {
        "create": "建立草稿",
        "update": "修改",
        "appoint_evaluator": "确定评估人",
        "record_final_score": "记入末期评分",
        **labels(workflow.PROJECT),
    }
    states = ProjectState

    subject = models.ForeignKey(Project, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class Output(models.Model):
    """A promised result, e.g. 18 场 or 750 人次. The target comes from the application, never from activities."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="outputs")
    measure = models.CharField("指标", max_length=20, choices=Measure)
    target = models.PositiveIntegerField("目标值")

    class Meta:
        verbose_name = "产出指标"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "measure"], name="output_once"),
            models.CheckConstraint(condition=Q(target__gte=1), name="output_target_positive"),
        ]

    def __str__(self):
        return f"{self.target} {self.get_measure_display()}"


class BudgetLine(models.Model):
    """One line of a project's budget; the lines add up to ``Project.budget``."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budget_lines")
    category = models.CharField("科目", max_length=20, choices=BudgetCategory)
    item = models.CharField("明细", max_length=60)
    unit_price = models.DecimalField("单价", max_digits=12, decimal_places=2)
    quantity = models.PositiveIntegerField("数量")

    class Meta:
        verbose_name = "预算明细"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="budget_line_unit_price_positive"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="budget_line_quantity_positive"),
        ]

    def __str__(self):
        return self.item

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity
