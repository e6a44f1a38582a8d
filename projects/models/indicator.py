"""Results → indicators → periods → actuals. What can be counted is counted; the rest needs evidence and approval."""

from django.db import models
from django.db.models import F, Q

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from projects import workflow
from projects.enums import ActualState, Measure
from projects.models.columns import StoredFile, person, state
from projects.models.need import Need
from projects.models.project import OfProjectQuerySet, Project, ProjectScopedQuerySet


class Result(models.Model):
    """An aim of the project (分目标) and the need it answers."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="results")
    number = models.PositiveSmallIntegerField("编号")
    text = models.CharField("分目标", max_length=200)
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应需求")

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "分目标"
        ordering = ["project", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="result_once")]

    def __str__(self):
        return self.text


class ServiceItem(models.Model):
    """One promised service (服务内容) of the project; activities and expenses name it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="service_items")
    number = models.PositiveSmallIntegerField("编号")
    name = models.CharField("服务内容", max_length=60)
    form = models.CharField("形式", max_length=20)
    sessions = models.PositiveIntegerField("场次")
    people = models.PositiveIntegerField("每场人数", default=0)
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="service_items", verbose_name="对应目标"
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "服务内容"
        ordering = ["project", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="service_item_once")]

    def __str__(self):
        return f"{self.number}. {self.name}"


class Indicator(models.Model):
    """A promised result, e.g. 18 场 or 750 人次. The target comes from application and contract, never from
    activities; the actual from records, unless ``measure`` is manual."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="indicators")
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="对应目标"
    )
    name = models.CharField("名称", max_length=60, blank=True, help_text="不填则用指标类型")
    measure = models.CharField("指标", max_length=20, choices=Measure)
    unit = models.CharField("单位", max_length=10, blank=True)
    baseline = models.DecimalField("基线", max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.PositiveIntegerField("目标值")
    method = models.CharField("测量方法", max_length=200, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "绩效指标"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "measure", "name"], name="indicator_once"),
            models.CheckConstraint(condition=Q(target__gte=1), name="indicator_target_positive"),
        ]

    def __str__(self):
        return f"{self.target} {self.name or self.get_measure_display()}"

    @property
    def title(self) -> str:
        return self.name or self.get_measure_display()


class OfIndicatorQuerySet(ProjectScopedQuerySet):
    org_fields = ("indicator__project__organization", "indicator__project__contractor")
    project_path = "indicator__project"


class IndicatorPeriod(models.Model):
    """What an indicator should have reached by the end of a period, counted from the project's start."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="periods")
    number = models.PositiveSmallIntegerField("期次")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    target = models.PositiveIntegerField("本期目标")

    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "指标分期"
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_period_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="indicator_period_dates"),
        ]

    def __str__(self):
        return f"{self.indicator}第{self.number}期"


class ManualActual(StoredFile):
    """A figure nobody can count from records; the file is its evidence, and only an approved one counts."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="manual_actuals", verbose_name="指标")
    on = models.DateField("发生日期")
    value = models.DecimalField("数值", max_digits=12, decimal_places=2)
    note = models.CharField("说明", max_length=200)
    approved_by = person("核定人", null=True)
    state = state(ActualState, ActualState.SUBMITTED)

    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "人工填报"
        ordering = ["-pk"]
        constraints = [
            known_states("manual_actual_state", ActualState),
            models.CheckConstraint(condition=~Q(file=""), name="manual_actual_has_evidence"),
        ]
        triggers = [guarded_states(*workflow.ACTUAL)]

    def __str__(self):
        return f"{self.indicator.title} {self.value}"

    def get_absolute_url(self):
        return self.indicator.project.get_part_url("indicators")


class ManualActualEvent(Event):
    """Who filled in a figure and who approved it."""

    labels = {"create": "填报", **labels(workflow.ACTUAL)}
    states = ActualState

    subject = models.ForeignKey(ManualActual, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class IndicatorSnapshot(models.Model):
    """An actual as it stood when a report was accepted; late records do not change what was reported."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="snapshots")
    report = models.ForeignKey("projects.ProgressReport", models.PROTECT, related_name="snapshots")
    value = models.DecimalField("数值", max_digits=12, decimal_places=2)
    at = models.DateTimeField("时间", default=now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["indicator", "report"], name="indicator_snapshot_once")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.indicator.title} {self.value}"
