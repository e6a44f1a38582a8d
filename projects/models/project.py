"""A purchased-service project: three responsible parties, goals, indicators, a budget, a state."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Event
from core.totals import written_by_triggers_only
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import OrgScopedQuerySet, has_role, in_subtrees, org_paths
from projects import workflow
from projects.enums import BudgetCategory, DirectBasis, NeedCategory, ParameterName, ProjectState
from projects.models.columns import money, points
from projects.models.need import Need
from projects.sections import ALL, READERS, query_of

UNFUNDED = (ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.RETURNED, ProjectState.REJECTED)
FUNDED = tuple(state for state in ProjectState if state not in UNFUNDED)
# Contracted and not yet over: services are planned and carried out.
RUNNING = (
    ProjectState.ACTIVE, ProjectState.CHANGE_PENDING, ProjectState.MIDTERM_REVIEW, ProjectState.RECTIFYING,
)  # fmt: skip
# Approved and not yet over, stopped for a while or not.
UNENDED = (
    ProjectState.APPROVED, ProjectState.CONTRACTING, ProjectState.SIGNED, *RUNNING, ProjectState.SUSPENDED,
    ProjectState.FINAL_REVIEW,
)  # fmt: skip
BREACH, LIFT_BREACH = "breach", "lift_breach"  # the events that say why a project was terminated, and that it was not
# Money columns only the ledger writes; see projects.models.ledger.
TOTALS = ("committed", "paid", "spent")


class ProjectScopedQuerySet(OrgScopedQuerySet):
    """Rows of projects: seen in one's subtrees, and by the outside expert who evaluates the project by name.

    ``project_path`` leads from the row to the project; ``""`` is the project itself. ``section`` says whose eyes the
    rows are for (``projects.sections``); without one, everybody's who sees the project.
    """

    project_path = "project"
    section = ""

    def visible_to(self, user):
        readers = READERS.get(self.section, ALL)
        rows = self.filter(self.within(org_paths(user, readers)))
        if Role.EXPERT not in readers or not has_role(user, Role.EXPERT):
            return rows
        prefix = f"{self.project_path}__" if self.project_path else ""
        return rows | self.filter(**{f"{prefix}evaluator_id": user.pk})


class ProjectQuerySet(ProjectScopedQuerySet):
    org_fields = ("organization", "contractor")
    project_path = ""

    def funded(self):
        """Approved and everything after."""
        return self.filter(state__in=FUNDED)

    def running_between(self, start, end):
        """Whose service period meets ``start``–``end``, both days included."""
        return self.filter(starts_on__lte=end, ends_on__gte=start)


class OfProjectQuerySet(ProjectScopedQuerySet):
    """Rows with a ``project``, seen by whoever sees the project."""

    org_fields = ("project__organization", "project__contractor")

    def within(self, paths):
        """The same rows as joins over ``org_fields`` would find, without joining three tables to count vouchers."""
        return Q(project__in=Project.objects.filter(in_subtrees(paths, "organization", "contractor")).order_by())


class MoneyQuerySet(OfProjectQuerySet):
    section = "money"


class Project(models.Model):
    """One purchased service: 社会组织承接, 社工执行, 社区实施.

    Kept by the database whatever the code does: a recorded final score, and the fund and budget once committed.
    """

    application = models.OneToOneField(
        "projects.Application",
        models.PROTECT,
        null=True,
        related_name="project",
        verbose_name="申报",
        editable=False,
        help_text="没有的是定向委托",
    )
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
    direct_basis = models.CharField("定向委托依据", max_length=20, choices=DirectBasis, blank=True, editable=False)
    direct_note = models.CharField("比价结果或纪要文号", max_length=200, blank=True, editable=False)
    direct_file = models.FileField("依据附件", upload_to="files/%Y/%m/", blank=True, editable=False)
    direct_file_name = models.CharField("依据附件名", max_length=120, blank=True, editable=False)
    plan_item = models.ForeignKey(
        "projects.PlanItem",
        models.PROTECT,
        null=True,
        related_name="commissions",
        verbose_name="采购计划明细",
        editable=False,
        help_text="定向委托所依据的计划",
    )
    own_contribution = money("自筹配套", default=0, editable=False)
    committed = money("已承诺", default=0, editable=False)
    paid = money("已拨付", default=0, editable=False)
    spent = money("已核销", default=0, editable=False)
    midterm_score = points("中期评分", null=True, editable=False)
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
            models.CheckConstraint(
                condition=Q(midterm_score=None) | Q(midterm_score__gte=0, midterm_score__lte=100),
                name="project_midterm_score_range",
            ),
            models.CheckConstraint(condition=Q(own_contribution__gte=0), name="project_own_contribution"),
            models.CheckConstraint(condition=Q(paid__lte=F("committed")), name="project_paid_within_commitment"),
            models.CheckConstraint(
                condition=Q(spent__lte=F("paid") + F("own_contribution")), name="project_spent_within_paid"
            ),
            models.CheckConstraint(condition=Q(spent__gte=0, paid__gte=0, committed__gte=0), name="project_totals"),
        ]
        triggers = [
            guarded_states(*workflow.PROJECT),
            pgtrigger.Protect(
                name="score_stands",
                operation=pgtrigger.Update,
                # Only a rectification makes room for a new score; every score stays in its evaluation.
                condition=pgtrigger.Q(
                    old__final_score__isnull=False, old__final_score__df=pgtrigger.F("new__final_score")
                )
                & ~pgtrigger.Q(old__state=ProjectState.RECTIFYING),
            ),
            written_by_triggers_only(*TOTALS),
            pgtrigger.Protect(
                name="archived_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"""OLD."state" = 'archived' AND to_jsonb(OLD) - '{{{",".join(TOTALS)}}}'::text[]
                        IS DISTINCT FROM to_jsonb(NEW) - '{{{",".join(TOTALS)}}}'::text[]"""
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

    def get_part_url(self, name: str) -> str:
        """The project's page opened at one of its sections."""
        return f"{self.get_absolute_url()}{query_of(name)}"

    @property
    def pass_mark(self) -> Decimal:
        """The pass mark of the rule centre (configurable default) as it stood when the project began: a later one
        changes nothing about it."""
        from projects.parameters import value  # it reads this package's rules

        return value(ParameterName.PASS_MARK, self.starts_on)

    @property
    def has_passed(self) -> bool:
        """Whether the final score reaches the pass mark."""
        return self.final_score is not None and self.final_score >= self.pass_mark


class ProjectEvent(Event):
    """Who moved a project, when and why."""

    labels = {
        "create": "建立草稿",
        "update": "修改",
        "appoint_evaluator": "确定评估人",
        "record_midterm_score": "记入中期评分",
        "record_final_score": "记入末期评分",
        "award": "评审立项",
        BREACH: "认定承接单位违约",
        LIFT_BREACH: "撤销违约认定",
        **labels(workflow.PROJECT),
    }
    states = ProjectState

    subject = models.ForeignKey(Project, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class BudgetLine(models.Model):
    """One line of a project's budget; the lines add up to ``Project.budget``."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budget_lines")
    category = models.CharField("科目", max_length=20, choices=BudgetCategory)
    item = models.CharField("明细", max_length=60)
    unit_price = models.DecimalField("单价", max_digits=12, decimal_places=2)
    quantity = models.PositiveIntegerField("数量")
    unit = models.CharField("单位", max_length=10, blank=True)
    basis = models.CharField("测算依据", max_length=200, blank=True)

    objects = MoneyQuerySet.as_manager()

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
