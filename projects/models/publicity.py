"""公示: a window of working days, a public page, objections and their replies."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.clock import now
from core.crypto import EncryptedField
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import in_subtrees, org_paths
from projects import workflow
from projects.enums import ObjectionState, PublicityState
from projects.models.application import Application
from projects.models.call import Call, public_token
from projects.models.columns import money, person, points, state


class PublicityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The record behind the public page: the purchaser's, the auditor's and that of those named in it."""
        mine = Application.objects.filter(in_subtrees(org_paths(user), "contractor"))
        named = Q(pk__in=PublicityEntry.objects.filter(application__in=mine).values("publicity_id"))
        return self.filter(in_subtrees(org_paths(user), "call__organization") | named)


class Publicity(models.Model):
    """One publicity of a call's result, from ``starts_on`` to the last of ``days`` working days, both included."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="publicities", verbose_name="征集批次")
    token = models.CharField(max_length=24, unique=True, default=public_token, editable=False)
    round = models.PositiveSmallIntegerField("轮次", default=1, editable=False)
    days = models.PositiveSmallIntegerField("公示期（工作日）")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期")
    text = models.TextField("公示说明", max_length=2000, blank=True)
    by = person("发布人")
    at = models.DateTimeField("发布时间", default=now, editable=False)
    state = state(PublicityState, PublicityState.OPEN)

    objects = PublicityQuerySet.as_manager()

    class Meta:
        verbose_name = "公示"
        ordering = ["-pk"]
        constraints = [
            known_states("publicity_state", PublicityState),
            models.UniqueConstraint(fields=["call", "round"], name="publicity_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="publicity_period"),
            models.CheckConstraint(condition=Q(days__gte=1), name="publicity_days"),
        ]
        triggers = [guarded_states(*workflow.PUBLICITY)]

    def __str__(self):
        return f"{self.call}公示"

    def get_absolute_url(self):
        return reverse("projects:publicity-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("call:publicity", args=[self.token])


class PublicityEvent(Event):
    """When a publicity began, ended or was stopped."""

    labels = {"create": "发布公示", **labels(workflow.PUBLICITY)}
    states = PublicityState

    subject = models.ForeignKey(Publicity, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class PublicityEntry(models.Model):
    """One line of the publicity as it was published."""

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="entries")
    application = models.ForeignKey(Application, models.PROTECT, related_name="publicity_entries")
    project_name = models.CharField("项目", max_length=60)
    contractor_name = models.CharField("拟承接单位", max_length=100)
    amount = money("金额（元）")
    score = points("得分")
    rank = models.PositiveSmallIntegerField("名次")

    class Meta:
        ordering = ["publicity", "rank"]
        constraints = [models.UniqueConstraint(fields=["publicity", "application"], name="publicity_entry_once")]
        triggers = [append_only()]

    def __str__(self):
        return self.project_name


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever objects is protected: only the purchaser reads it."""
        purchasing = org_paths(user, (Role.CITY_ADMIN, Role.DISTRICT_UNION))
        return self.filter(in_subtrees(purchasing, "publicity__call__organization"))


class Objection(models.Model):
    """One objection (异议), from the public page or on paper, with its reply."""

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections", verbose_name="公示")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name="所涉申报"
    )
    name = EncryptedField("提出人", default="")
    contact = EncryptedField("联系方式", default="")
    text = EncryptedField("异议内容", default="")  # SECURITY: it may tell who wrote it
    received_at = models.DateTimeField("收到时间", default=now, editable=False)
    reply_by = models.DateField("答复期限", editable=False)
    reply = models.TextField("答复", max_length=2000, blank=True, editable=False)
    replied_by = person("答复人", null=True)
    replied_at = models.DateTimeField("答复时间", null=True, editable=False)
    state = state(ObjectionState, ObjectionState.RECEIVED)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "异议"
        ordering = ["-pk"]
        constraints = [
            known_states("objection_state", ObjectionState),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RECEIVED) | ~Q(reply=""), name="objection_answered_in_words"
            ),
        ]
        triggers = [guarded_states(*workflow.OBJECTION)]

    def __str__(self):
        return f"对{self.publicity}的异议"

    def get_absolute_url(self):
        return reverse("projects:objection-detail", args=[self.pk])


class ObjectionEvent(Event):
    """When an objection came in and how it was answered."""

    labels = {"create": "收到异议", **labels(workflow.OBJECTION)}
    states = ObjectionState

    subject = models.ForeignKey(Objection, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
