"""Funds and the append-only ledger; balances are sums, never columns."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Event
from core.totals import written_by_triggers_only
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.scope import OrgScopedQuerySet, in_subtrees, org_paths
from projects import workflow
from projects.enums import ConditionKind, EntryKind, FundKind, InstalmentState, ReportKind
from projects.models.columns import money
from projects.models.project import MoneyQuerySet, Project
from projects.models.totals import ADD_TO_TOTALS
from projects.sections import READERS

UNPAID = (
    InstalmentState.PLANNED, InstalmentState.CONDITION_MET, InstalmentState.APPLIED, InstalmentState.CHECKED,
    InstalmentState.APPROVED, InstalmentState.HELD,
)  # fmt: skip


class Fund(models.Model):
    """A year's money of one kind at one union body. The totals follow the ledger, row by row."""

    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="funds", verbose_name="所属工会")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("资金类别", max_length=20, choices=FundKind)
    name = models.CharField("名称", max_length=60)
    appropriated = money("预算安排", default=0, editable=False)
    committed = money("已承诺", default=0, editable=False)
    paid = money("已拨付", default=0, editable=False)

    objects = OrgScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "资金来源"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "year", "kind", "name"], name="fund_once"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="fund_year_range"),
            models.CheckConstraint(condition=Q(committed__lte=F("appropriated")), name="fund_not_overdrawn"),
            models.CheckConstraint(condition=Q(paid__lte=F("committed")), name="fund_paid_within_commitment"),
        ]
        triggers = [written_by_triggers_only("appropriated", "committed", "paid")]

    def __str__(self):
        return f"{self.year}年{self.name}"

    def get_absolute_url(self):
        return reverse("projects:fund-detail", args=[self.pk])

    @property
    def available(self):
        """安排 − 承诺, in yuan."""
        return self.appropriated - self.committed


class InstalmentQuerySet(MoneyQuerySet):
    def unpaid(self):
        """Still owed: neither paid, nor refused, nor taken back."""
        return self.filter(state__in=UNPAID)


class Instalment(models.Model):
    """One planned payment of a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField("期次")
    ratio = models.DecimalField("比例（%）", max_digits=5, decimal_places=2)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    due_on = models.DateField("应付日期")
    is_final = models.BooleanField("末期", default=False)
    request_note = models.CharField("申请说明", max_length=200, blank=True, editable=False)
    voucher_number = models.CharField("支付凭证号", max_length=40, blank=True, editable=False)
    receipt_number = models.CharField("收据号", max_length=40, blank=True, editable=False)
    clawed_back = money("追回金额", default=0, editable=False)
    state = models.CharField(
        "状态", max_length=20, choices=InstalmentState, default=InstalmentState.PLANNED, editable=False
    )

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = "分期拨付"
        ordering = ["project", "number"]
        constraints = [
            known_states("instalment_state", InstalmentState),
            models.UniqueConstraint(fields=["project", "number"], name="instalment_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_amount_positive"),
            models.CheckConstraint(
                condition=Q(clawed_back__gte=0, clawed_back__lte=F("amount")), name="instalment_clawed_back"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state__in=UNPAID), name="instalment_due")]
        triggers = [guarded_states(*workflow.INSTALMENT)]

    def __str__(self):
        return f"{self.project}第{self.number}期款"

    def get_absolute_url(self):
        return reverse("projects:instalment-detail", args=[self.pk])


class InstalmentCondition(models.Model):
    """What must hold before an instalment may be asked for. ``value`` is a number of sessions or per cent."""

    instalment = models.ForeignKey(Instalment, models.CASCADE, related_name="conditions")
    kind = models.CharField("条件", max_length=30, choices=ConditionKind)
    value = models.DecimalField("限值", max_digits=10, decimal_places=2, null=True, blank=True)
    report_kind = models.CharField("报告类型", max_length=20, choices=ReportKind, blank=True)

    class Meta:
        verbose_name = "拨付条件"
        ordering = ["instalment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=[ConditionKind.SERVICES_DONE, ConditionKind.EXECUTION_RATE])
                | Q(value__isnull=False),
                name="instalment_condition_value",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ConditionKind.REPORT_ACCEPTED) | ~Q(report_kind=""),
                name="instalment_condition_report",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class InstalmentEvent(Event):
    """Who asked, checked, approved, paid, received."""

    labels = labels(workflow.INSTALMENT)
    states = InstalmentState

    subject = models.ForeignKey(Instalment, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class LedgerEntryQuerySet(OrgScopedQuerySet):
    """Whoever sees the money of a project; the rows of vouchers only whoever sees the vouchers."""

    org_fields = ("fund__organization", "project__organization", "project__contractor")

    def within(self, paths):
        """The same rows as joins over ``org_fields`` would find, which took five tables to count a million rows."""
        funds = Fund.objects.filter(in_subtrees(paths, "organization")).order_by()
        projects = Project.objects.filter(in_subtrees(paths, "organization", "contractor")).order_by()
        return Q(fund__in=funds) | Q(project__in=projects)

    def visible_to(self, user):
        money, vouchers = (org_paths(user, READERS[section]) for section in ("money", "expenses"))
        rows = self.within(vouchers)
        if set(money) - set(vouchers):
            rows |= self.within(money) & ~Q(kind=EntryKind.EXPENSE)
        return self.filter(rows)


class LedgerEntry(models.Model):
    """One movement of money. ``amount`` is signed yuan; a correction is a reversing row of the same kind.

    Kept by the database whatever the code does: rows never change, a fund's commitments never exceed
    its appropriations, a project's payments never exceed its commitment, its accepted expenses never exceed
    payments and own contribution, one row per cause (``key``).
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries", verbose_name="资金来源")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="项目"
    )
    instalment = models.ForeignKey(
        Instalment, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="分期"
    )
    expense = models.ForeignKey(
        "projects.Expense", models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="支出凭证"
    )
    reward_sheet = models.ForeignKey(
        "projects.RewardSheet", models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="奖补核算表"
    )
    kind = models.CharField("类别", max_length=20, choices=EntryKind)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    key = models.CharField("缘由", max_length=60, unique=True)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    on = models.DateField("入账日期")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "台账"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_amount_not_zero"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.APPROPRIATION, project=None, reward_sheet=None)
                | (~Q(kind=EntryKind.APPROPRIATION) & Q(project__isnull=False, reward_sheet=None))
                | Q(
                    kind__in=[EntryKind.COMMITMENT, EntryKind.PAYMENT],
                    project=None,
                    reward_sheet__isnull=False,
                ),
                name="ledger_project_of_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "kind"], include=["amount"], name="ledger_fund_balance"),
            models.Index(fields=["project", "kind"], include=["amount"], name="ledger_project_balance"),
            models.Index(fields=["on", "id"], include=["kind"], name="ledger_newest"),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="add_to_totals", when=pgtrigger.After, operation=pgtrigger.Insert, func=ADD_TO_TOTALS
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount}"
