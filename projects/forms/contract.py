"""Forms of contracts: the terms with their two tables, and the dates people record."""

from decimal import Decimal
from typing import ClassVar

from django import forms
from django.utils import timezone

from core.forms import InWordsMixin, UserFormMixin
from projects.enums import ConditionKind, ReportKind
from projects.forms.fields import EvidenceField, MoneyField
from projects.forms.row import MOST, BasePricedRowFormSet, BaseRowFormSet, PricedRowForm
from projects.models import Contract
from projects.operations.terms import HUNDRED, NEEDS_VALUE

SIGNED_COPY_HELP = "PDF、图片、Word 或 Excel，按文件内容核对"


class ItemForm(PricedRowForm):
    name = forms.CharField(label="服务项目", max_length=60)
    unit = forms.CharField(label="计量单位", max_length=10)
    requirement = forms.CharField(label="具体要求", max_length=200)

    field_order = ("name", "unit", "requirement", "unit_price", "quantity")


class PercentField(MoneyField):
    """Two places, above zero, typed as money is."""

    unit = "%"


class InstalmentForm(forms.Form):
    ratio = PercentField(label="比例")
    due_on = forms.DateField(label="应付日期")
    conditions = forms.MultipleChoiceField(
        label="付款条件", choices=ConditionKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    sessions = forms.IntegerField(label="完成场次", required=False, min_value=1, max_value=MOST)
    rate = PercentField(label="执行率（%）", required=False)
    report_kind = forms.ChoiceField(label="报告类型", required=False, choices=[("", "不限"), *ReportKind.choices])

    @property
    def limits(self) -> list[forms.BoundField]:
        """The fields that some of the conditions need."""
        return [self["sessions"], self["rate"], self["report_kind"]]

    def clean(self):
        values = super().clean()
        wanted = values.get("conditions", [])
        limits = {ConditionKind.SERVICES_DONE: "sessions", ConditionKind.EXECUTION_RATE: "rate"}
        for kind in NEEDS_VALUE:
            if kind in wanted and not values.get(limits[kind]):
                self.add_error(limits[kind], f"“{ConditionKind(kind).label}”要填写数值。")
        if ConditionKind.REPORT_ACCEPTED in wanted and not values.get("report_kind"):
            self.add_error("report_kind", "“报告已通过”要选择报告类型。")
        return values

    @property
    def written(self) -> dict:
        """The row as ``update_contract`` takes it."""
        values = self.cleaned_data
        limits = {ConditionKind.SERVICES_DONE: values["sessions"], ConditionKind.EXECUTION_RATE: values["rate"]}
        conditions = [
            {"kind": kind, "value": limits.get(kind), "report_kind": values["report_kind"]}
            for kind in values["conditions"]
        ]
        return {"ratio": values["ratio"], "due_on": values["due_on"], "conditions": conditions}


class BasePlan(BaseRowFormSet):
    @property
    def total(self) -> Decimal:
        """The ratios as far as they can be read."""
        total = Decimal(0)
        for form in self.forms:
            try:
                total += MoneyField().clean(form["ratio"].value())
            except forms.ValidationError:
                continue
        return total

    def clean(self):
        if any(self.errors):
            return
        total = sum((row["ratio"] for row in self.filled), Decimal(0))
        if total != HUNDRED:
            raise forms.ValidationError(f"各期比例合计 {total:.2f}%，应正好是 100.00%。请调整。")


ItemFormSet = forms.formset_factory(ItemForm, formset=BasePricedRowFormSet, extra=0, max_num=60)
PlanFormSet = forms.formset_factory(InstalmentForm, formset=BasePlan, extra=0, max_num=12)


class ContractForm(InWordsMixin, UserFormMixin, forms.ModelForm):
    """``cleaned_data`` is what ``update_contract`` takes: items, plan and targets become lists."""

    amount = MoneyField(label="合同金额")
    own_contribution = MoneyField(label="乙方自筹配套", signed=True, help_text="没有的填 0")
    bond_amount = MoneyField(
        label="履约保证金", signed=True, required=False, help_text="没有的不填；不超过合同金额的 10%，不收现金"
    )

    class Meta:
        model = Contract
        fields = [
            "procurement_number", "signer_a", "signer_b", "signer_c", "amount", "own_contribution", "bond_amount",
            "bond_form", "bond_return", "starts_on", "ends_on", "term_reason", "target_reason", "acceptance",
            "personal_data", "breach", "dispute",
        ]  # fmt: skip
        widgets: ClassVar = {
            "personal_data": forms.Textarea(attrs={"rows": 8}),
            "dispute": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicators = list(self.instance.project.indicators.order_by("pk"))
        targets = []
        for row in self.indicators:
            name = f"target_{row.pk}"
            offered = self.instance.offered_targets.get(str(row.pk), row.target)
            self.fields[name] = forms.IntegerField(
                label=f"{row.title}（{row.unit or '目标值'}）", min_value=1, max_value=MOST, initial=row.target,
                help_text=f"申报 {offered:,}",
            )  # fmt: skip
            targets.append(name)
        self.fieldsets = (
            ("签约各方", ("signer_a", "signer_b", "signer_c", "procurement_number")),
            ("金额与期限", ("amount", "own_contribution", "starts_on", "ends_on", "term_reason")),
            ("履约保证金", ("bond_amount", "bond_form", "bond_return")),
            ("绩效指标", (*targets, "target_reason")),
            ("条款", ("acceptance", "personal_data", "breach", "dispute")),
        )
        self.initial["bond_amount"] = self.initial.get("bond_amount") or None
        data = self.data if self.is_bound else None
        self.items = ItemFormSet(data, prefix="items", initial=self.initial.get("items") or self._items())
        self.plan = PlanFormSet(data, prefix="plan", initial=self.initial.get("plan") or self._plan())

    def _items(self) -> list[dict]:
        return list(self.instance.items.values("name", "unit", "requirement", "unit_price", "quantity"))

    def _plan(self) -> list[dict]:
        rows = self.instance.project.instalments.order_by("number").prefetch_related("conditions")
        return [plan_row(row) for row in rows]

    def clean(self):
        values = super().clean()
        values["bond_amount"] = values.get("bond_amount") or 0
        values["targets"] = {
            row.pk: values.pop(f"target_{row.pk}") for row in self.indicators if f"target_{row.pk}" in values
        }
        if self.items.is_valid():
            values["items"] = self.items.filled
        else:
            self.add_error(None, "服务清单有误，请改正标出的行。")
        if self.plan.is_valid():
            values["plan"] = [form.written for form in self.plan.forms if form.cleaned_data]
        else:
            for error in self.plan.non_form_errors() or ["付款计划有误，请改正标出的行。"]:
                self.add_error(None, error)
        return values


def plan_row(instalment) -> dict:
    """An instalment as the rows of the form begin."""
    conditions = {row.kind: row for row in instalment.conditions.all()}
    done, rate = conditions.get(ConditionKind.SERVICES_DONE), conditions.get(ConditionKind.EXECUTION_RATE)
    report = conditions.get(ConditionKind.REPORT_ACCEPTED)
    return {
        "ratio": instalment.ratio, "due_on": instalment.due_on, "conditions": list(conditions),
        "sessions": int(done.value) if done else None, "rate": rate.value if rate else None,
        "report_kind": report.report_kind if report else "",
    }  # fmt: skip


class SignForm(forms.Form):
    signed_on = forms.DateField(label="签署日期", initial=timezone.localdate)
    file = EvidenceField(label="签署件", help_text=SIGNED_COPY_HELP)
    note = forms.CharField(
        label="说明", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="签署日期晚于通知书发出后30日的，请写明原因",
    )  # fmt: skip


class RegisterForm(forms.Form):
    number = forms.CharField(label="备案登记号", max_length=40)
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="可不填")


class AnnounceForm(forms.Form):
    on = forms.DateField(label="公告日期", initial=timezone.localdate)
    note = forms.CharField(label="公告位置", required=False, max_length=200, help_text="例如公告网站或公告栏")


class DataReturnForm(forms.Form):
    on = forms.DateField(label="确认日期", initial=timezone.localdate)
    note = forms.CharField(
        label="返还或删除的方式", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="返还了哪些、删除了哪些、由谁核对",
    )  # fmt: skip


class SupplementForm(forms.Form):
    signed_on = forms.DateField(label="签署日期", initial=timezone.localdate)
    file = EvidenceField(label="补充协议签署件", help_text=SIGNED_COPY_HELP)
