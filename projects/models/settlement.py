"""Expense vouchers and the settlement (决算) at a project's end."""

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.enums import Role
from orgs.scope import has_role
from projects import workflow
from projects.enums import BalanceUse, BudgetCategory, ExpenseState, SettlementState
from projects.models.columns import StoredFile, money, person, state
from projects.models.indicator import ServiceItem
from projects.models.project import BudgetLine, OfProjectQuerySet, Project


class ExpenseQuerySet(OfProjectQuerySet):
    section = "expenses"

    def visible_to(self, user):
        """Without the community, which answers for services, not for the contractor's books. SECURITY: the evaluator
        sees the vouchers drawn into the evidence sample, no others."""
        rows = super().visible_to(user)
        if not has_role(user, Role.EXPERT):
            return rows
        return rows | self.filter(pk__in=drawn_for(user), project__evaluator_id=user.pk)


def drawn_for(user):
    """Keys of the vouchers in the evidence samples of the user's evaluations."""
    sample = Project.evaluations.rel.related_model.sample.related.related_model
    drawn = sample.objects.filter(evaluation__evaluator_id=user.pk)
    return drawn.annotate(key=Func(F("expense_pks"), function="unnest")).values("key")


class SettlementQuerySet(OfProjectQuerySet):
    section = "settlement"


class Expense(StoredFile):
    """One voucher: an invoice with its picture, charged to a budget line. An accepted one is a row of the ledger.

    An invoice number is used once in the whole platform, unless the earlier voucher was disallowed.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="expenses", verbose_name="项目")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="expenses", verbose_name="预算明细")
    category = models.CharField("科目", max_length=20, choices=BudgetCategory, editable=False)
    service_item = models.ForeignKey(
        ServiceItem, models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name="对应服务内容"
    )
    invoice_number = models.CharField("发票号码", max_length=30)
    on = models.DateField("开支日期")
    payee = models.CharField("收款方", max_length=60)
    purpose = models.CharField("用途", max_length=100)
    unit_price = models.DecimalField("单价（元）", max_digits=12, decimal_places=2)
    quantity = models.PositiveIntegerField("数量", default=1)
    amount = money("金额（元）", editable=False)
    verdict = models.CharField("审核意见", max_length=200, blank=True, editable=False)
    state = state(ExpenseState, ExpenseState.DRAFT)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = "支出凭证"
        ordering = ["-on", "-pk"]
        constraints = [
            known_states("expense_state", ExpenseState),
            models.UniqueConstraint(
                fields=["invoice_number"], condition=~Q(state=ExpenseState.DISALLOWED), name="expense_invoice_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, unit_price__gt=0), name="expense_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state=ExpenseState.DISALLOWED) | ~Q(verdict=""), name="expense_disallowed_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "category"], include=["amount"], name="expense_totals"),
            models.Index(fields=["on", "id"], name="expense_newest"),
        ]
        triggers = [
            guarded_states(*workflow.EXPENSE),
            pgtrigger.Protect(
                name="amount_stands_once_submitted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["submitted", "checked", "accepted", "disallowed"])
                & (
                    pgtrigger.Q(old__amount__df=pgtrigger.F("new__amount"))
                    | pgtrigger.Q(old__invoice_number__df=pgtrigger.F("new__invoice_number"))
                    | pgtrigger.Q(old__line__df=pgtrigger.F("new__line"))
                ),
            ),
        ]

    def __str__(self):
        return f"{self.purpose}（{self.invoice_number}）"

    def get_absolute_url(self):
        return reverse("projects:expense-detail", args=[self.pk])


class ExpenseEvent(Event):
    """Who recorded, checked, accepted or disallowed a voucher."""

    labels = {"create": "登记", "update": "修改", **labels(workflow.EXPENSE)}
    states = ExpenseState

    subject = models.ForeignKey(Expense, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class Settlement(models.Model):
    """What a project was paid, what it may keep, and what becomes of the rest (结余)."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="settlement", verbose_name="项目")
    paid = money("已拨付", default=0, editable=False)
    spent = money("认可支出", default=0, editable=False)
    balance = money("结余", default=0, editable=False)
    use = models.CharField("结余处理", max_length=20, choices=BalanceUse, blank=True)
    explanation = models.TextField("决算说明", max_length=2000, blank=True)
    opinion = models.TextField("审计意见", max_length=2000, blank=True, editable=False)
    created_by = person("编制人")
    audited_by = person("审计人", null=True)
    audited_on = models.DateField("审计日期", null=True, editable=False)
    returned_on = models.DateField("结余退回日期", null=True, editable=False)
    state = state(SettlementState, SettlementState.DRAFT)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = "决算"
        ordering = ["-pk"]
        constraints = [
            known_states("settlement_state", SettlementState),
            models.CheckConstraint(
                condition=Q(state=SettlementState.DRAFT) | Q(balance__lte=0) | ~Q(use=""),
                name="settlement_balance_has_use",
            ),
        ]
        triggers = [guarded_states(*workflow.SETTLEMENT)]

    def __str__(self):
        return f"{self.project}决算"

    def get_absolute_url(self):
        return reverse("projects:settlement-detail", args=[self.pk])


class SettlementEvent(Event):
    """Who drew up, audited or returned a settlement."""

    labels = {
        "create": "编制",
        "update": "修改",
        "approve_carry_over": "批准结转",
        "return_balance": "结余退回",
        **labels(workflow.SETTLEMENT),
    }
    states = SettlementState

    subject = models.ForeignKey(Settlement, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class SettlementLine(models.Model):
    """One category of the 决算表 as it was submitted."""

    settlement = models.ForeignKey(Settlement, models.CASCADE, related_name="lines")
    category = models.CharField("科目", max_length=20, choices=BudgetCategory)
    budget = money("预算")
    adjusted = money("调整后预算")
    actual = money("实际支出")
    note = models.CharField("说明", max_length=200, blank=True)
    vouchers = models.CharField("凭证号区间", max_length=60, blank=True)

    class Meta:
        ordering = ["settlement", "pk"]
        constraints = [models.UniqueConstraint(fields=["settlement", "category"], name="settlement_line_once")]

    def __str__(self):
        return self.get_category_display()

    @property
    def difference(self):
        return self.adjusted - self.actual
