"""以奖代补: schemes that turn verified closed records into a sheet of rewards."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.scope import OrgScopedQuerySet
from projects import workflow
from projects.enums import RewardSheetState
from projects.models.call import public_token
from projects.models.columns import money, person, state
from projects.models.rule import RuleQuerySet, Versioned, frozen_once_published


class RewardSchemeQuerySet(RuleQuerySet, OrgScopedQuerySet):
    def visible_to(self, user):
        return OrgScopedQuerySet.visible_to(self, user)


class RewardScheme(Versioned):
    """How closed records of one source are graded and paid.

    ``grades`` are ``[{"name": "重大", "price": "400.00", "when": [{"fact": "people", "at_least": 10}, …]}]``, tried in
    order; the first whose every condition holds wins, and the last one has none.
    """

    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="reward_schemes")
    fund = models.ForeignKey("projects.Fund", models.PROTECT, related_name="reward_schemes", verbose_name="资金来源")
    source = models.CharField("取数来源", max_length=30)
    grades = models.JSONField("等级与单价")
    yearly_cap = money("每单位年度封顶（元）")
    required_documents = models.PositiveSmallIntegerField("卷宗材料件数", default=12)
    publicity_days = models.PositiveSmallIntegerField("公示期（工作日）", default=5)

    objects = RewardSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "以奖代补办法"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name", "version"], name="reward_scheme_version_once"),
            models.CheckConstraint(condition=Q(yearly_cap__gt=0), name="reward_scheme_cap_positive"),
        ]
        triggers = [frozen_once_published()]

    def get_absolute_url(self):
        return reverse("projects:rewardscheme-detail", args=[self.pk])


class RewardSheetQuerySet(OrgScopedQuerySet):
    org_fields = ("scheme__organization",)


class RewardSheet(models.Model):
    """The computed sheet (核算表) of one scheme and period."""

    scheme = models.ForeignKey(RewardScheme, models.PROTECT, related_name="sheets", verbose_name="办法")
    token = models.CharField(max_length=24, unique=True, default=public_token, editable=False)
    starts_on = models.DateField("取数开始")
    ends_on = models.DateField("取数结束")
    amount = money("奖补合计", default=0, editable=False)
    publicity_ends_on = models.DateField("公示截止", null=True, editable=False)
    computed_by = person("核算人")
    computed_at = models.DateTimeField("核算时间", default=now, editable=False)
    state = state(RewardSheetState, RewardSheetState.COMPUTED)

    objects = RewardSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "以奖代补核算表"
        ordering = ["-pk"]
        constraints = [
            known_states("reward_sheet_state", RewardSheetState),
            models.UniqueConstraint(
                fields=["scheme", "starts_on"], condition=~Q(state=RewardSheetState.VOID), name="reward_sheet_once"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reward_sheet_period"),
        ]
        triggers = [guarded_states(*workflow.REWARD_SHEET)]

    def __str__(self):
        return f"{self.scheme.name} {self.starts_on} 至 {self.ends_on}"

    def get_absolute_url(self):
        return reverse("projects:rewardsheet-detail", args=[self.pk])


class RewardSheetEvent(Event):
    """Who computed, checked, published, approved, paid."""

    labels = {"create": "核算", **labels(workflow.REWARD_SHEET)}
    states = RewardSheetState

    subject = models.ForeignKey(RewardSheet, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class RewardLineQuerySet(OrgScopedQuerySet):
    org_fields = ("sheet__scheme__organization", "payee")


class RewardLine(models.Model):
    """One record and what it earns; ``dispute_key`` is what makes the same dispute the same."""

    sheet = models.ForeignKey(RewardSheet, models.PROTECT, related_name="lines")
    payee = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="reward_lines", verbose_name="受奖单位")
    record_number = models.CharField("案号", max_length=40)
    dispute_key = models.CharField("纠纷标识", max_length=80)
    closed_on = models.DateField("办结日期")
    grade = models.CharField("等级", max_length=20, blank=True)
    basis = models.CharField("依据", max_length=200)
    documents = models.PositiveSmallIntegerField("材料件数")
    amount = money("奖补金额", default=0)
    is_counted = models.BooleanField("计入", default=True)
    remarks = ArrayField(models.CharField(max_length=100), verbose_name="不计入原因", default=list, blank=True)
    is_live = models.BooleanField(default=True, editable=False)  # false once its sheet is void

    objects = RewardLineQuerySet.as_manager()

    class Meta:
        verbose_name = "奖补明细"
        ordering = ["sheet", "payee", "closed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute_key"], condition=Q(is_counted=True, is_live=True), name="reward_dispute_once"
            ),
            models.CheckConstraint(
                condition=Q(is_counted=True, amount__gt=0) | Q(is_counted=False, amount=0), name="reward_line_amount"
            ),
        ]

    def __str__(self):
        return self.record_number
