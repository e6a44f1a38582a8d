"""An outsider's judgement of a project."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from evaluations import workflow
from evaluations.enums import EvaluationState, Stage
from orgs.enums import Role
from orgs.scope import OrgScopedQuerySet, has_role


class EvaluationQuerySet(OrgScopedQuerySet):
    org_fields = ("project__organization", "project__contractor")

    def visible_to(self, user):
        """Evaluations of projects in one's subtrees, and those assigned to oneself as an expert and not taken back."""
        rows = super().visible_to(user)
        if not has_role(user, Role.EXPERT):
            return rows
        return rows | self.filter(evaluator_id=user.pk).exclude(state=EvaluationState.WITHDRAWN)


class Evaluation(models.Model):
    """The midterm or final evaluation (中期评估, 末期评估) of a project by one evaluator who belongs to neither party.

    A rectification is followed by another ``round``. Once submitted the row is frozen by the database.
    """

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="evaluations", verbose_name="项目")
    stage = models.CharField("阶段", max_length=10, choices=Stage, default=Stage.FINAL, editable=False)
    round = models.PositiveSmallIntegerField("轮次", default=1, editable=False)
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evaluations", verbose_name="评估人"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="委派人", editable=False
    )
    due_on = models.DateField("完成期限")
    score = models.DecimalField("评分", max_digits=5, decimal_places=2, null=True, editable=False)
    comment = models.TextField("评估意见", max_length=2000, blank=True, editable=False)
    created_at = models.DateTimeField("委派时间", auto_now_add=True)
    state = models.CharField(
        "状态", max_length=20, choices=EvaluationState, default=EvaluationState.ASSIGNED, editable=False
    )

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "项目评估"
        ordering = ["-pk"]
        constraints = [
            known_states("evaluation_state", EvaluationState),
            models.UniqueConstraint(
                fields=["project", "stage", "round"],
                condition=~Q(state=EvaluationState.WITHDRAWN),
                name="evaluation_live_once",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="evaluation_score_range"
            ),
            models.CheckConstraint(
                condition=~Q(state=EvaluationState.SCORED) | Q(score__isnull=False),
                name="evaluation_submitted_has_score",
            ),
        ]
        triggers = [
            guarded_states(*workflow.EVALUATION),
            pgtrigger.Protect(
                name="frozen_when_submitted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=EvaluationState.SCORED),
            ),
        ]

    def __str__(self):
        return f"{self.project}{self.label}"

    def get_absolute_url(self):
        return reverse("evaluations:evaluation-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """中期评估, 末期评估（第2轮）."""
        return self.get_stage_display() + (f"（第{self.round}轮）" if self.round > 1 else "")


class EvaluationEvent(Event):
    """Who assigned, scored or withdrew."""

    labels = {"create": "委派评估", "sample": "抽取证据样本", **labels(workflow.EVALUATION)}
    states = EvaluationState

    subject = models.ForeignKey(Evaluation, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class EvidenceSample(models.Model):
    """What an evaluator looks at of a project's records: drawn once, by a recorded seed, so that anybody can draw the
    same again from the same records."""

    evaluation = models.OneToOneField(Evaluation, models.PROTECT, related_name="sample", verbose_name="评估")
    seed = models.CharField("随机种子", max_length=32)
    session_pks = ArrayField(models.BigIntegerField(), verbose_name="抽中的场次")
    sessions_total = models.PositiveIntegerField("场次总数")
    expense_pks = ArrayField(models.BigIntegerField(), verbose_name="抽中的凭证")
    expenses_total = models.PositiveIntegerField("凭证总数")
    at = models.DateTimeField("抽取时间", default=now)

    class Meta:
        verbose_name = "证据样本"
        triggers = [append_only()]

    def __str__(self):
        return self.seed
