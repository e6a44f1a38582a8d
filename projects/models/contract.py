"""The contract of a project, its supplements, and the changes asked for while it runs."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.clock import now
from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from projects import workflow
from projects.enums import BondForm, ChangeKind, ChangeState, ContractState
from projects.models.columns import StoredFile, money, person, state
from projects.models.project import BudgetLine, OfProjectQuerySet, Project, ProjectScopedQuerySet

# How long a contract runs, and how long a recurring service may (common practice, not an article).
ONE_YEAR, MOST_YEARS = 1, 3
UNSIGNED = (ContractState.DRAFT, ContractState.VOID)


class ContractQuerySet(OfProjectQuerySet):
    section = "contract"


class Contract(models.Model):
    """One contract per project. The amount never exceeds what the fund has committed."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="contract", verbose_name="项目")
    number = models.CharField("合同编号", max_length=40, unique=True)
    procurement_number = models.CharField("采购编号", max_length=40, blank=True)
    party_a = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="+", verbose_name="甲方（购买主体）")
    party_b = models.ForeignKey("orgs.Organization", models.PROTECT, related_name="+", verbose_name="乙方（承接单位）")
    party_c = models.ForeignKey(
        "orgs.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="丙方（实施社区）"
    )
    signer_a = models.CharField("甲方法定代表人", max_length=30)
    signer_b = models.CharField("乙方法定代表人", max_length=30)
    signer_c = models.CharField("丙方代表", max_length=30, blank=True)
    amount = money("合同金额（元）")
    own_contribution = money("乙方自筹配套（元）", default=0)
    bond_amount = money("履约保证金（元）", default=0)
    bond_form = models.CharField("履约保证金形式", max_length=20, choices=BondForm, blank=True)
    bond_return = models.CharField("履约保证金退还约定", max_length=200, blank=True)
    starts_on = models.DateField("服务开始")
    ends_on = models.DateField("服务结束")
    acceptance = models.TextField("验收办法", max_length=2000)
    personal_data = models.TextField("个人信息保护条款", max_length=4000)
    breach = models.TextField("变更、终止与违约责任", max_length=2000)
    dispute = models.CharField("争议解决", max_length=200)
    term_reason = models.CharField("期限超过一年的理由", max_length=200, blank=True)
    offered_targets = models.JSONField("申报的指标目标值", default=dict, editable=False)
    target_reason = models.CharField("指标低于申报的理由", max_length=200, blank=True)
    signed_on = models.DateField("签署日期", null=True, editable=False)
    signing_note = models.CharField("签署记录", max_length=200, blank=True, editable=False)
    registered_on = models.DateField("登记日期", null=True, editable=False)
    registration_number = models.CharField("登记号", max_length=40, blank=True, editable=False)
    announced_on = models.DateField("公告日期", null=True, editable=False)
    data_returned_on = models.DateField("个人信息返还删除确认日期", null=True, editable=False)
    created_by = person("起草人")
    created_at = models.DateTimeField("起草时间", default=now, editable=False)
    state = state(ContractState, ContractState.DRAFT)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "合同"
        ordering = ["-pk"]
        constraints = [
            known_states("contract_state", ContractState),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contract_amount_positive"),
            models.CheckConstraint(condition=Q(own_contribution__gte=0), name="contract_own_contribution"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_period"),
            models.CheckConstraint(
                condition=Q(state__in=UNSIGNED) | Q(signed_on__isnull=False), name="contract_signed_on"
            ),
            models.CheckConstraint(
                condition=Q(bond_amount__gte=0, bond_amount__lte=F("amount") * Decimal("0.1")), name="contract_bond"
            ),
            models.CheckConstraint(
                condition=Q(bond_amount=0, bond_form="") | Q(bond_amount__gt=0) & ~Q(bond_form=""),
                name="contract_bond_form",
            ),
        ]
        triggers = [
            guarded_states(*workflow.CONTRACTS),
            pgtrigger.Protect(
                name="terms_stand_once_signed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["registered", "signed", "expired", "terminated"])
                & (
                    pgtrigger.Q(old__amount__df=pgtrigger.F("new__amount"))
                    | pgtrigger.Q(old__bond_amount__df=pgtrigger.F("new__bond_amount"))
                    | pgtrigger.Q(old__bond_form__df=pgtrigger.F("new__bond_form"))
                    | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                    | pgtrigger.Q(old__party_a__df=pgtrigger.F("new__party_a"))
                    | pgtrigger.Q(old__party_b__df=pgtrigger.F("new__party_b"))
                ),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("projects:contract-detail", args=[self.pk])

    def get_public_url(self):
        """Where an announced contract is read without an account."""
        return reverse("call:contract", args=[self.number])


class ContractEvent(Event):
    """Who drafted, signed, registered or ended a contract."""

    labels = {
        "create": "起草", "update": "修改", "announce": "公告合同", "supplement": "签订补充协议",
        "confirm_data": "个人信息返还删除确认", "take_bond": "交存履约保证金", "return_bond": "退还履约保证金",
        "call_bond": "扣留履约保证金",
        **labels(workflow.CONTRACTS),
    }  # fmt: skip
    states = ContractState

    subject = models.ForeignKey(Contract, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class OfContractQuerySet(ProjectScopedQuerySet):
    org_fields = ("contract__project__organization", "contract__project__contractor")
    project_path = "contract__project"
    section = "contract"


class ContractItem(models.Model):
    """One line of the service list: what, in which unit, to which requirement, at what price, how many."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("服务项目", max_length=60)
    unit = models.CharField("计量单位", max_length=10)
    requirement = models.CharField("具体要求", max_length=200)
    unit_price = models.DecimalField("单价（元）", max_digits=12, decimal_places=2)
    quantity = models.PositiveIntegerField("数量")

    class Meta:
        verbose_name = "服务清单"
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_item_once"),
            models.CheckConstraint(condition=Q(unit_price__gt=0, quantity__gte=1), name="contract_item_positive"),
        ]

    def __str__(self):
        return self.name

    @property
    def amount(self):
        return self.unit_price * self.quantity


class ContractFile(StoredFile):
    """The signed copy, an annex, a supplement."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="files")

    objects = OfContractQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = "合同附件"


class ChangeQuerySet(OfProjectQuerySet):
    section = "changes"


class Change(models.Model):
    """One change asked for (变更). ``content`` says what by kind (``projects.operations.change``)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="changes", verbose_name="项目")
    kind = models.CharField("变更类型", max_length=20, choices=ChangeKind)
    reason = models.TextField("变更理由", max_length=1000)
    content = models.JSONField("变更内容", default=dict, editable=False)
    requested_by = person("申请人")
    requested_at = models.DateTimeField("申请时间", default=now, editable=False)
    state = state(ChangeState, ChangeState.SUBMITTED)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "变更"
        ordering = ["-pk"]
        constraints = [
            known_states("change_state", ChangeState),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=ChangeState.SUBMITTED), name="change_one_at_a_time"
            ),
        ]
        triggers = [guarded_states(*workflow.CHANGE)]

    def __str__(self):
        return f"{self.project}{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("projects:change-detail", args=[self.pk])


class ChangeEvent(Event):
    """Who asked for a change and who decided."""

    labels = {"create": "申请变更", **labels(workflow.CHANGE)}
    states = ChangeState

    subject = models.ForeignKey(Change, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class BudgetAdjustment(models.Model):
    """What an approved or filed change adds to or takes from one budget line."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="adjustments")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="adjustments")
    amount = money("调整金额（元）")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "line"], name="budget_adjustment_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="budget_adjustment_not_zero"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.line} {self.amount:+}"


class Supplement(models.Model):
    """A supplementary agreement that raises the price; all of them together stay within the limit."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="supplements")
    change = models.OneToOneField(Change, models.PROTECT, related_name="supplement")
    number = models.PositiveSmallIntegerField("序号")
    amount = money("增加金额（元）")
    signed_on = models.DateField("签署日期")
    by = person("登记人")
    at = models.DateTimeField("登记时间", default=now, editable=False)

    objects = OfContractQuerySet.as_manager()

    class Meta:
        verbose_name = "补充协议"
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="supplement_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="supplement_amount_positive"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.contract}补充协议{self.number}"
