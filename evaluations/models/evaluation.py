"""An outsider's judgement of a project."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from evaluations import workflow
from evaluations.enums import EvaluationState
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
    """The final evaluation (末期评估) of one project by one evaluator who belongs to neither party.

    Once submitted the row is frozen by the database.
    """

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="evaluations", verbose_name="项目")
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
        verbose_name = "末期评估"
        ordering = ["-pk"]
        constraints = [
            known_states("evaluation_state", EvaluationState),
            models.UniqueConstraint(
                fields=["project"], condition=~Q(state=EvaluationState.WITHDRAWN), name="evaluation_live_once"
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
        return f"{self.project}末期评估"

    def get_absolute_url(self):
        return reverse("evaluations:evaluation-detail", args=[self.pk])


class EvaluationEvent(Event):
    """Who assigned, scored or withdrew."""

    labels = {"create": "委派评估", **labels(workflow.EVALUATION)}
    states = EvaluationState

    subject = models.ForeignKey(Evaluation, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
