"""What the plan of an activity (策划书) says beside its facts: texts, aims, the running order, costs, insurance."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from projects.enums import BudgetCategory
from projects.models import Indicator, Need
from projects.models.columns import StoredFile, money
from projects.models.project import ProjectScopedQuerySet
from services.enums import InsuranceCover
from services.models.activity import Activity


class OfActivityQuerySet(ProjectScopedQuerySet):
    """Rows with an ``activity``, seen by whoever sees its project."""

    org_fields = ("activity__project__organization", "activity__project__contractor")
    project_path = "activity__project"


class CostQuerySet(OfActivityQuerySet):
    section = "money"


class InsuranceQuerySet(OfActivityQuerySet):
    section = "people"  # a policy may list the insured by name: not for the outside evaluator


class ActivityPlan(models.Model):
    """The texts of one activity's plan; an activity without one has none of them written."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="plan", verbose_name="活动")
    materials = models.TextField("物资", max_length=1000, blank=True)
    publicity = models.TextField("宣传", max_length=1000, blank=True)
    weather_plan = models.TextField("天气预案", max_length=1000, blank=True)
    safety_plan = models.TextField("安全应急预案", max_length=2000, blank=True)
    party_duties = models.TextField("党组织", max_length=500, blank=True)
    union_duties = models.TextField("工会", max_length=500, blank=True)
    worker_duties = models.TextField("社工", max_length=500, blank=True)
    volunteer_duties = models.TextField("志愿者", max_length=500, blank=True)

    class Meta:
        verbose_name = "策划书"

    def __str__(self):
        return f"{self.activity}策划书"


class PlanObjective(models.Model):
    """One aim (目标) and what it serves: a need of the project, one of its indicators, or both."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField("编号")
    text = models.CharField("目标", max_length=200)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应需求")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应指标"
    )

    class Meta:
        verbose_name = "活动目标"
        ordering = ["activity", "number"]
        constraints = [models.UniqueConstraint(fields=["activity", "number"], name="plan_objective_once")]

    def __str__(self):
        return self.text

    @property
    def is_tied(self) -> bool:
        return bool(self.need_id or self.indicator_id)


class PlanStep(models.Model):
    """One line of the running order (流程表)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField("编号")
    time = models.CharField("时间", max_length=30)
    content = models.CharField("环节", max_length=100)
    materials = models.CharField("物资", max_length=100, blank=True)
    responsible = models.CharField("负责人", max_length=30, blank=True)

    class Meta:
        verbose_name = "流程"
        ordering = ["activity", "number"]
        constraints = [models.UniqueConstraint(fields=["activity", "number"], name="plan_step_once")]

    def __str__(self):
        return f"{self.time} {self.content}"


class PlanCost(models.Model):
    """One line of the activity's budget; the category is one of the project's."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="costs")
    number = models.PositiveSmallIntegerField("编号")
    category = models.CharField("科目", max_length=20, choices=BudgetCategory)
    item = models.CharField("明细", max_length=60)
    unit_price = money("单价")
    quantity = models.PositiveIntegerField("数量")

    objects = CostQuerySet.as_manager()

    class Meta:
        verbose_name = "活动预算"
        ordering = ["activity", "number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="plan_cost_once"),
            models.CheckConstraint(condition=Q(unit_price__gt=0, quantity__gt=0), name="plan_cost_positive"),
        ]

    def __str__(self):
        return f"{self.item} {self.amount}"

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity


class Insurance(StoredFile):
    """A policy that covers an activity on the days from ``starts_on`` to ``ends_on``, both included. The file proves
    it. A row is never changed: a wrong one is voided, and no longer covers anything."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="insurances", verbose_name="活动")
    insurer = models.CharField("保险公司", max_length=60)
    policy_number = models.CharField("保单号", max_length=40)
    cover = models.CharField("承保对象", max_length=20, choices=InsuranceCover, default=InsuranceCover.EVERYBODY)
    starts_on = models.DateField("保险起期")
    ends_on = models.DateField("保险止期")
    is_void = models.BooleanField("已作废", default=False, editable=False)

    objects = InsuranceQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = "保险"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="insurance_period"),
            models.UniqueConstraint(
                fields=["activity", "policy_number"], condition=Q(is_void=False), name="insurance_once"
            ),
        ]

    def __str__(self):
        return f"{self.insurer} {self.policy_number}"
