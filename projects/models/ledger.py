"""Funds and the append-only ledger; balances are sums, never columns."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.scope import OrgScopedQuerySet
from projects import workflow
from projects.enums import EntryKind, FundKind, InstalmentState
from projects.models.project import Project, ProjectScopedQuerySet
from projects.models.sums import total


class FundQuerySet(OrgScopedQuerySet):
    def with_totals(self):
        """Adds ``appropriated``, ``committed``, ``paid`` and ``available`` (安排 − 承诺), each a sum of entries."""
        rows = self.annotate(
            appropriated=total(EntryKind.APPROPRIATION),
            committed=total(EntryKind.COMMITMENT),
            paid=total(EntryKind.PAYMENT),
        )
        return rows.annotate(available=F("appropriated") - F("committed"))


class Fund(models.Model):
    """A year's money of one kind at one union body."""

    organization = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="funds", verbose_name="所属工会")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("资金类别", max_length=20, choices=FundKind)
    name = models.CharField("名称", max_length=60)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = "资金来源"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "year", "kind", "name"], name="fund_once"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="fund_year_range"),
        ]

    def __str__(self):
        return f"{self.year}年{self.name}"

    def get_absolute_url(self):
        return reverse("projects:fund-detail", args=[self.pk])


class InstalmentQuerySet(ProjectScopedQuerySet):
    org_fields = ("project__organization", "project__contractor")

    def planned(self):
        """Not yet paid."""
        return self.filter(state=InstalmentState.PLANNED)


class Instalment(models.Model):
    """One planned payment of a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField("期次")
    ratio = models.DecimalField("比例（%）", max_digits=5, decimal_places=2)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    due_on = models.DateField("应付日期")
    is_final = models.BooleanField("末期", default=False)
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
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state=InstalmentState.PLANNED), name="instalment_due")]
        triggers = [guarded_states(*workflow.INSTALMENT)]

    def __str__(self):
        return f"{self.project}第{self.number}期款"

    def get_absolute_url(self):
        return f"{self.project.get_absolute_url()}#money"


class InstalmentEvent(Event):
    """Who paid, when."""

    labels = labels(workflow.INSTALMENT)
    states = InstalmentState

    subject = models.ForeignKey(Instalment, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class LedgerEntryQuerySet(ProjectScopedQuerySet):
    org_fields = ("fund__organization", "project__organization", "project__contractor")


NO_OVERDRAFT = """
    PERFORM 1 FROM projects_fund WHERE id = NEW.fund_id FOR UPDATE;
    IF NEW.kind <> 'payment' AND (
        SELECT COALESCE(SUM(CASE kind WHEN 'appropriation' THEN amount WHEN 'commitment' THEN -amount END), 0)
        FROM projects_ledgerentry WHERE fund_id = NEW.fund_id AND kind <> 'payment'
    ) + (CASE NEW.kind WHEN 'appropriation' THEN NEW.amount ELSE -NEW.amount END) < 0 THEN
        RAISE EXCEPTION 'fund % would be overdrawn', NEW.fund_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_no_overdraft';
    END IF;
    IF NEW.project_id IS NOT NULL AND (
        SELECT COALESCE(SUM(CASE kind WHEN 'commitment' THEN amount WHEN 'payment' THEN -amount END), 0)
        FROM projects_ledgerentry WHERE project_id = NEW.project_id AND fund_id = NEW.fund_id
    ) + (CASE NEW.kind WHEN 'commitment' THEN NEW.amount ELSE -NEW.amount END) < 0 THEN
        RAISE EXCEPTION 'project % would be paid more than was committed', NEW.project_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_paid_within_commitment';
    END IF;
    RETURN NEW;
"""


class LedgerEntry(models.Model):
    """One movement of money. ``amount`` is signed yuan; a correction is a reversing row of the same kind.

    Kept by the database whatever the code does: rows never change, a fund's commitments never exceed
    its appropriations, a project's payments never exceed its commitment, one row per cause (``key``).
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries", verbose_name="资金来源")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="项目"
    )
    instalment = models.ForeignKey(
        Instalment, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="分期"
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
                condition=Q(kind=EntryKind.APPROPRIATION, project=None)
                | (~Q(kind=EntryKind.APPROPRIATION) & Q(project__isnull=False)),
                name="ledger_project_of_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "kind"], include=["amount"], name="ledger_fund_balance"),
            models.Index(fields=["on", "kind"], name="ledger_on"),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="no_overdraft", when=pgtrigger.Before, operation=pgtrigger.Insert, func=NO_OVERDRAFT
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount}"
