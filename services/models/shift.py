"""Shifts (班次) social workers publish for volunteers, and who signed up."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Event
from core.totals import written_by_triggers_only
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.models import Organization
from orgs.names import NamedQuerySet
from orgs.scope import OrgScopedQuerySet
from projects.models.columns import person, state
from services import workflow
from services.enums import ShiftSignUpState, ShiftState, VolunteerSkill
from services.models.activity import public_token
from services.models.session import Session, spoken
from services.models.volunteer import Training, Volunteer

COUNT_TAKEN = """
    UPDATE services_shift SET taken = taken
        + CASE WHEN TG_OP <> 'DELETE' AND NEW."state" NOT IN ('cancelled', 'absent') THEN 1 ELSE 0 END
        - CASE WHEN TG_OP <> 'INSERT' AND OLD."state" NOT IN ('cancelled', 'absent') THEN 1 ELSE 0 END
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.shift_id ELSE NEW.shift_id END;
    RETURN NULL;
"""


class ShiftQuerySet(OrgScopedQuerySet):
    org_fields = ("organization", "project__contractor")


class Shift(models.Model):
    """Work for volunteers at one time and place, led by a social worker, for a session or on its own.

    Recruiting must say what the risks are (志愿服务条例第12条); dangerous work needs accident insurance bought
    beforehand (第17条). ``taken`` counts the sign-ups that hold a place; a trigger keeps it and no shift is overbooked.
    """

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="shifts", verbose_name="所属项目")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name="服务场次"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="shifts", verbose_name="服务社区")
    name = models.CharField("岗位名称", max_length=60)
    content = models.TextField("服务内容", max_length=500)
    venue = models.CharField("集合地点", max_length=60)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    places = models.PositiveIntegerField("招募人数")
    taken = models.PositiveIntegerField("已报名", default=0, editable=False)
    skills = ArrayField(
        models.CharField(max_length=20, choices=VolunteerSkill), verbose_name="所需技能", default=list, blank=True
    )
    minimum_age = models.PositiveSmallIntegerField("最低年龄", default=14)
    risk = models.TextField("可能的风险", max_length=500, help_text="招募时须说明；没有特别风险的写明“无特别风险”")
    is_dangerous = models.BooleanField("可能发生人身危险", default=False)
    insurance = models.CharField("人身意外险保单号", max_length=60, blank=True)
    training = models.ForeignKey(
        Training, models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name="须先参加的培训"
    )
    lead = person("带队社工", editable=True)
    token = models.CharField(max_length=24, unique=True, default=public_token, editable=False)
    state = state(ShiftState, ShiftState.DRAFT)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "志愿班次"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            known_states("shift_state", ShiftState),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_period"),
            models.CheckConstraint(condition=Q(places__gte=1), name="shift_places_positive"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="shift_not_overbooked"),
            models.CheckConstraint(
                condition=~Q(state=ShiftState.PUBLISHED, is_dangerous=True, insurance=""), name="shift_insured"
            ),
        ]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="shift_newest")]
        triggers = [guarded_states(*workflow.SHIFT), written_by_triggers_only("taken")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:shift-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("public:shift", args=[self.token])

    @property
    def when(self) -> str:
        return spoken(self.starts_at, self.ends_at)

    @property
    def skill_labels(self) -> str:
        return "、".join(VolunteerSkill(skill).label for skill in self.skills)

    @property
    def left(self) -> int:
        """Places nobody has taken."""
        return self.places - self.taken


class ShiftEvent(Event):
    """Who published, finished or cancelled a shift."""

    labels = {"create": "建立", "update": "修改", **labels(workflow.SHIFT)}
    states = ShiftState

    subject = models.ForeignKey(Shift, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class ShiftSignUpQuerySet(NamedQuerySet):
    name_field = "volunteer__person__name"
    org_fields = ("shift__organization", "shift__project__contractor")


class ShiftSignUp(models.Model):
    """One volunteer's place in one shift, from sign-up to sign-out; ``grade`` (1 to 5) is the social worker's."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="sign_ups", verbose_name="班次")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="sign_ups", verbose_name="志愿者")
    signed_in_at = models.DateTimeField("签到时间", null=True, blank=True, editable=False)
    signed_out_at = models.DateTimeField("签退时间", null=True, blank=True, editable=False)
    grade = models.PositiveSmallIntegerField("评价（1–5星）", null=True, blank=True)
    comment = models.CharField("评语", max_length=200, blank=True)
    created_at = models.DateTimeField("报名时间", auto_now_add=True)
    state = state(ShiftSignUpState, ShiftSignUpState.SIGNED_UP)

    objects = ShiftSignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "班次报名"
        ordering = ["pk"]
        constraints = [
            known_states("shift_sign_up_state", ShiftSignUpState),
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=~Q(state=ShiftSignUpState.CANCELLED),
                name="shift_sign_up_live_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_out_at=None) | Q(signed_out_at__gt=F("signed_in_at")), name="shift_sign_up_period"
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=5), name="shift_sign_up_grade_range"
            ),
        ]
        triggers = [
            guarded_states(*workflow.SHIFT_SIGN_UP),
            pgtrigger.Trigger(
                name="count_taken",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state") | pgtrigger.Delete,
                func=COUNT_TAKEN,
            ),
        ]

    def __str__(self):
        return f"{self.volunteer} · {self.shift}"

    def get_absolute_url(self):
        """Where the sign-up is handled: at the door of its shift."""
        return reverse("services:shift-check-in", args=[self.shift_id])


class ShiftSignUpEvent(Event):
    """Who signed up, in and out; ``by`` is empty when volunteers do it themselves."""

    labels = {"create": "报名", "grade": "评价", **labels(workflow.SHIFT_SIGN_UP)}
    states = ShiftSignUpState

    subject = models.ForeignKey(ShiftSignUp, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
