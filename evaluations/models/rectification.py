"""What has to be put right after a failed evaluation, and how it was."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from evaluations import workflow
from evaluations.enums import RectificationState
from evaluations.models.evaluation import Evaluation
from projects.models.columns import StoredFile, person, state
from projects.models.project import OfProjectQuerySet, ProjectScopedQuerySet


class Rectification(models.Model):
    """One order to rectify (整改单): problem, basis, who, until when; then what was done and what came of it."""

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="rectifications", verbose_name="评估", editable=False
    )
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="rectifications", verbose_name="项目", editable=False
    )
    problem = models.TextField("问题", max_length=2000)
    basis = models.TextField("依据", max_length=1000)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rectifications", verbose_name="责任人"
    )
    due_on = models.DateField("整改期限")
    reply = models.TextField("整改情况", max_length=2000, blank=True, editable=False)
    conclusion = models.TextField("复核结论", max_length=1000, blank=True, editable=False)
    ordered_by = person("下达人")
    ordered_at = models.DateTimeField("下达时间", default=now, editable=False)
    reviewed_by = person("复核人", null=True)
    state = state(RectificationState, RectificationState.OPEN)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "整改单"
        ordering = ["-pk"]
        constraints = [
            known_states("rectification_state", RectificationState),
            models.CheckConstraint(
                condition=~Q(state=RectificationState.CLOSED) | ~Q(conclusion=""), name="rectification_concluded"
            ),
            models.CheckConstraint(
                condition=Q(state=RectificationState.OPEN) | ~Q(reply=""), name="rectification_replied"
            ),
        ]
        triggers = [guarded_states(*workflow.RECTIFICATION)]

    def __str__(self):
        return f"{self.project}{self.evaluation.label}整改单"

    def get_absolute_url(self):
        return reverse("evaluations:rectification-detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.state == RectificationState.OPEN and self.due_on < timezone.localdate()


class RectificationEvent(Event):
    """Who ordered, reported and reviewed a rectification."""

    labels = {"create": "下达整改", **labels(workflow.RECTIFICATION)}
    states = RectificationState

    subject = models.ForeignKey(Rectification, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class OfRectificationQuerySet(ProjectScopedQuerySet):
    org_fields = ("rectification__project__organization", "rectification__project__contractor")
    project_path = "rectification__project"


class RectificationFile(StoredFile):
    """Evidence that something was put right."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="files")

    objects = OfRectificationQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = "整改证据"
