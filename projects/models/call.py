"""The year's procurement plan and the calls (批次) published from it."""

import secrets

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import OrgScopedQuerySet, grants_of, has_role, in_subtrees, org_paths
from projects import workflow
from projects.enums import CallState, NeedCategory, NegativeItem, PlanState, Procedure
from projects.models.columns import StoredFile, money, percent, person, state

OPEN_TO_ALL = (
    CallState.PUBLISHED, CallState.CLOSED, CallState.REVIEWING, CallState.PUBLICITY, CallState.DONE,
)  # fmt: skip


def public_token() -> str:
    """An address nobody can guess; it names a call or a publicity, never a person."""
    return secrets.token_urlsafe(12)


class Plan(models.Model):
    """What a union means to purchase in a year (采购计划); nothing is published that is not in an approved one."""

    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="plans", verbose_name="购买主体")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=60)
    created_by = person("编制人")
    created_at = models.DateTimeField("编制时间", default=now, editable=False)
    state = state(PlanState, PlanState.DRAFT)

    objects = OrgScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "采购计划"
        ordering = ["-year", "-pk"]
        constraints = [
            known_states("plan_state", PlanState),
            models.UniqueConstraint(fields=["organization", "year", "name"], name="plan_once"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="plan_year_range"),
        ]
        triggers = [guarded_states(*workflow.PLAN)]

    def __str__(self):
        return f"{self.year}年{self.name}"

    def get_absolute_url(self):
        return reverse("projects:plan-detail", args=[self.pk])


class PlanEvent(Event):
    """Who drew up and approved a plan."""

    labels = {"create": "编制", "update": "修改", **labels(workflow.PLAN)}
    states = PlanState

    subject = models.ForeignKey(Plan, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class PlanItemQuerySet(OrgScopedQuerySet):
    org_fields = ("plan__organization",)


class PlanItem(models.Model):
    """One purchase of the plan: what for, from which fund, how much, by which procedure and why."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", verbose_name="采购计划")
    name = models.CharField("采购内容", max_length=60)
    category = models.CharField("类别", max_length=20, choices=NeedCategory)
    fund = models.ForeignKey("projects.Fund", models.PROTECT, related_name="plan_items", verbose_name="资金来源")
    amount = money("预算金额（元）")
    procedure = models.CharField("采购方式", max_length=20, choices=Procedure)
    reason = models.CharField("采用理由", max_length=200, blank=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = "计划明细"
        ordering = ["plan", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="plan_item_amount_positive")]

    def __str__(self):
        return self.name


class CallQuerySet(OrgScopedQuerySet):
    def visible_to(self, user):
        """Published calls are public; before that they are the purchaser's own business. An expert sees the calls
        whose panel they sit or sat on."""
        if not user.is_authenticated:
            return self.none()
        if grants_of(user) and all(grant.role == Role.EXPERT for grant in grants_of(user)):
            return self.filter(panelists__expert_id=user.pk).distinct()
        rows = super().visible_to(user) | self.filter(state__in=OPEN_TO_ALL)
        if has_role(user, Role.EXPERT):
            rows = rows | self.filter(pk__in=self.model.panelists.rel.related_model.objects.filter(
                expert_id=user.pk).values("call_id"))  # fmt: skip
        return rows


class Call(models.Model):
    """One call for applications; sealed until ``closes_at``. The rules it was published under stay with it."""

    code = models.CharField("批次编号", max_length=20, unique=True, editable=False)
    token = models.CharField(max_length=24, unique=True, default=public_token, editable=False)
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="calls", verbose_name="采购计划明细")
    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="calls", verbose_name="购买主体")
    fund = models.ForeignKey("projects.Fund", models.PROTECT, related_name="calls", verbose_name="资金来源")
    title = models.CharField("公告标题", max_length=60)
    category = models.CharField("类别", max_length=20, choices=NeedCategory)
    procedure = models.CharField("采购方式", max_length=20, choices=Procedure)
    procedure_reason = models.CharField("采用理由", max_length=200, blank=True)
    amount = money("批次总额（元）")
    max_amount = money("单个项目上限（元）")
    weak_share = percent("薄弱社区专项额度（%）")
    weak_share_reason = models.CharField("低于默认额度的理由", max_length=200, blank=True)
    description = models.TextField("征集说明", max_length=4000)
    requirements = models.TextField("资格要求", max_length=2000)
    contact = models.CharField("咨询电话", max_length=40)
    supervision_phone = models.CharField("监督电话", max_length=40)
    opens_at = models.DateTimeField("开始时间")
    closes_at = models.DateTimeField("截止时间")
    scorecard = models.ForeignKey("projects.Scorecard", models.PROTECT, related_name="calls", verbose_name="评分卡")
    rule_set = models.ForeignKey(
        "projects.BudgetRuleSet", models.PROTECT, related_name="calls", verbose_name="预算规则集"
    )
    panel_size = models.PositiveSmallIntegerField("评审专家人数", default=3)
    review_round = models.PositiveSmallIntegerField("评审轮次", default=1, editable=False)
    is_blind = models.BooleanField("盲评", default=False, help_text="专家看不到申报单位名称")
    drops_extremes = models.BooleanField("专家满5人时去掉最高分和最低分", default=False)
    instalment_ratios = ArrayField(
        models.DecimalField(max_digits=5, decimal_places=2), verbose_name="分期比例（%）", help_text="合计为100"
    )
    late_report_fails = models.BooleanField("无故逾期交报告视为不合格", default=True)
    negative_items = ArrayField(
        models.CharField(max_length=20, choices=NegativeItem),
        verbose_name="负面清单自查",
        default=list,
        blank=True,
        editable=False,
    )
    negative_checked_by = person("自查人", null=True)
    negative_checked_at = models.DateTimeField("自查时间", null=True, editable=False)
    created_by = person("编制人")
    created_at = models.DateTimeField("编制时间", default=now, editable=False)
    state = state(CallState, CallState.DRAFT)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "征集批次"
        ordering = ["-pk"]
        constraints = [
            known_states("call_state", CallState),
            models.CheckConstraint(condition=Q(amount__gt=0, max_amount__gt=0), name="call_amount_positive"),
            models.CheckConstraint(condition=Q(max_amount__lte=F("amount")), name="call_max_amount"),
            models.CheckConstraint(condition=Q(weak_share__gte=0, weak_share__lte=100), name="call_weak_share"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_period"),
            models.CheckConstraint(
                condition=Q(state__in=[CallState.DRAFT, CallState.CANCELLED])
                | Q(negative_items=[], negative_checked_at__isnull=False),
                name="call_negative_list",
            ),
        ]
        triggers = [
            guarded_states(*workflow.CALL),
            pgtrigger.Protect(
                name="terms_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__state__in=[CallState.PUBLISHED, *OPEN_TO_ALL[1:]],
                )
                & (
                    pgtrigger.Q(old__amount__df=pgtrigger.F("new__amount"))
                    | pgtrigger.Q(old__scorecard__df=pgtrigger.F("new__scorecard"))
                    | pgtrigger.Q(old__rule_set__df=pgtrigger.F("new__rule_set"))
                    | pgtrigger.Q(old__fund__df=pgtrigger.F("new__fund"))
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("projects:call-detail", args=[self.pk])

    def get_public_url(self):
        return reverse("call:call", args=[self.token])

    def is_open(self, moment) -> bool:
        """Whether applications are taken at ``moment``: from the first second to the last one before closing."""
        return self.state == CallState.PUBLISHED and self.opens_at <= moment < self.closes_at


class CallEvent(Event):
    """Who moved a call, when and why."""

    labels = {
        "create": "编制", "update": "修改", "self_check": "负面清单自查", "draw": "抽取专家", "recuse": "专家回避",
        "rank": "汇总评分", **labels(workflow.CALL),
    }  # fmt: skip
    states = CallState

    subject = models.ForeignKey(Call, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class OfCallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What hangs under a call is seen by whoever sees the call."""
        return self.filter(call__in=Call.objects.visible_to(user))


class CallFile(StoredFile):
    """An attachment of the call's announcement; public once the call is."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="files")

    objects = OfCallQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = "公告附件"


class QuestionQuerySet(OfCallQuerySet):
    def visible_to(self, user):
        """Answered ones are public; before that only the purchaser and whoever asked know of them."""
        shown = Q(answered_at__isnull=False) | Q(asked_by=user.pk) | in_subtrees(org_paths(user), "call__organization")
        return super().visible_to(user).filter(shown)


class Question(models.Model):
    """A question about a call; published with its answer and without the asker's name (答疑纪要)."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="questions")
    text = models.TextField("问题", max_length=500)
    asked_by = person("提问人")
    asked_at = models.DateTimeField("提问时间", default=now, editable=False)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = person("答复人", null=True)
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "答疑"
        ordering = ["pk"]

    def __str__(self):
        return self.text[:30]

    def get_absolute_url(self):
        return f"{self.call.get_absolute_url()}#questions"
