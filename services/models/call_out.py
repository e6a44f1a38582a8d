"""Call-outs (应急响应) of rescue teams, from the alarm to the withdrawal."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.models import Organization
from orgs.scope import OrgScopedQuerySet
from projects.models.columns import state
from services import workflow
from services.enums import CallOutKind, CallOutState
from services.models.volunteer import Team, Volunteer


class CallOutQuerySet(OrgScopedQuerySet):
    org_fields = ("team__organization", "organization")


class CallOut(models.Model):
    """One response (应急响应单) of a team: who was there, with what, and what came of it.

    The four moments follow each other. ``people`` counts everybody who went, ``members`` names those of them who are
    registered volunteers; their hours are claimed when the call-out is closed. The text names no person helped.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="call_outs", verbose_name="队伍")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="call_outs", verbose_name="事发社区")
    number = models.CharField("编号", max_length=20, unique=True, editable=False)
    kind = models.CharField("类型", max_length=20, choices=CallOutKind)
    place = models.CharField("事发地点", max_length=60)
    alarm_at = models.DateTimeField("接警时间")
    departed_at = models.DateTimeField("出动时间", null=True, blank=True)
    arrived_at = models.DateTimeField("到场时间", null=True, blank=True)
    ended_at = models.DateTimeField("撤收时间", null=True, blank=True)
    cause = models.TextField("警情", max_length=500)
    people = models.PositiveIntegerField("出动人数", default=0)
    members = models.ManyToManyField(Volunteer, blank=True, related_name="call_outs", verbose_name="出动志愿者")
    equipment = models.CharField("携带装备", max_length=200, blank=True)
    helped = models.PositiveIntegerField("救助人数", default=0)
    result = models.TextField("成果", max_length=1000, blank=True, help_text="请勿写被救助人的姓名等个人信息")
    state = state(CallOutState, CallOutState.OPEN)

    objects = CallOutQuerySet.as_manager()

    class Meta:
        verbose_name = "应急响应"
        ordering = ["-alarm_at", "-pk"]
        constraints = [
            known_states("call_out_state", CallOutState),
            models.CheckConstraint(
                condition=Q(departed_at=None) | Q(departed_at__gte=F("alarm_at")), name="call_out_departed_after_alarm"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(arrived_at__gte=F("departed_at")),
                name="call_out_arrived_after_departure",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("arrived_at")), name="call_out_ended_after_arrival"
            ),
            models.CheckConstraint(
                condition=Q(state=CallOutState.OPEN) | Q(ended_at__isnull=False, people__gte=1),
                name="call_out_complete",
            ),
        ]
        triggers = [guarded_states(*workflow.CALL_OUT)]

    def __str__(self):
        return f"{self.number} {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("services:callout-detail", args=[self.pk])

    @property
    def response(self) -> timedelta | None:
        """From alarm to arrival."""
        return self.arrived_at - self.alarm_at if self.arrived_at else None


class CallOutEvent(Event):
    """Who recorded, closed and verified a call-out."""

    labels = {"create": "接警登记", "update": "补充记录", **labels(workflow.CALL_OUT)}
    states = CallOutState

    subject = models.ForeignKey(CallOut, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
