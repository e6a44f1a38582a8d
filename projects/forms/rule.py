"""The forms of the rule centre; criteria and budget rules are rows, blank ones are ignored."""

import re

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import UnionLevel
from orgs.models import Organization
from projects.enums import BudgetCategory, BudgetRuleKind, ParameterName, ProcurementCategory, ThresholdKind
from projects.forms.fields import MoneyField
from projects.forms.row import BaseRowFormSet
from projects.money import positive_money
from projects.operations.rule import MOST_PARTS
from projects.queries.rule import regions

SPARE = 3  # blank rows a form offers beyond those in use
LEVELS = [(level.value, level.label) for level in UnionLevel if level != UnionLevel.GRASSROOTS]
TIER = re.compile(r"(\d{1,5})\s*[:：]\s*([\d.,]+)", re.ASCII)


class NumberField(MoneyField):
    """Points, per cent or yuan: plain digits with at most two places, zero allowed."""

    unit = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, signed=True, **kwargs)


class DatedForm(UserFormMixin, forms.Form):
    """Since when, and on which authority."""

    valid_from = forms.DateField(
        label="生效日期", initial=timezone.localdate, help_text="不早于今天；已作出的决定不受影响"
    )
    source_text = forms.CharField(label="依据", max_length=200, help_text="文件名称和文号，或本级会议纪要")


class ParameterForm(DatedForm):
    name = forms.ChoiceField(label="参数", choices=[("", "请选择"), *ParameterName.choices])
    value = NumberField(label="值")

    field_order = ["name", "value", "valid_from", "source_text"]


class ThresholdForm(DatedForm):
    organization = OrganizationChoiceField(
        label="适用地区", queryset=Organization.objects.none(), empty_label="请选择市或区县"
    )
    level = forms.ChoiceField(label="适用层级", choices=[("", "请选择"), *LEVELS], help_text="哪一级工会的采购适用")
    category = forms.ChoiceField(
        label="采购类别", choices=ProcurementCategory.choices, initial=ProcurementCategory.SERVICES
    )
    kind = forms.ChoiceField(label="门槛", choices=[("", "请选择"), *ThresholdKind.choices])
    amount = MoneyField(label="金额")

    field_order = ["organization", "level", "category", "kind", "amount", "valid_from", "source_text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = regions(self.user)


class TiersField(forms.CharField):
    """``1:500；3:200`` ↔ ``[{"from": 1, "price": "500.00"}, {"from": 3, "price": "200.00"}]``."""

    def prepare_value(self, value):
        if isinstance(value, list):
            return "；".join(f"{tier['from']}：{tier['price']}" for tier in value)
        return value

    def to_python(self, value):
        text = super().to_python(value)
        parts = [part.strip() for part in re.split(r"[；;\n]", text) if part.strip()]
        tiers = []
        for part in parts:
            found = TIER.fullmatch(part)
            if not found:
                raise forms.ValidationError("请按“从第几起：单价”填写，用分号隔开，例如 1：500；3：200。")
            try:
                tiers.append({"from": int(found[1]), "price": str(positive_money(found[2]))})
            except ValueError as error:
                raise forms.ValidationError(str(error)) from None
        return tiers

    def has_changed(self, initial, data):
        return bool((data or "").strip())


class RowFormSet(BaseRowFormSet):
    """Unbound, it offers a few more than are in use."""

    def total_form_count(self):
        return super().total_form_count() if self.is_bound else len(self.initial or ()) + SPARE


class ScorecardItemForm(forms.Form):
    title = forms.CharField(label="评分项", max_length=60)
    points = NumberField(label="分值")
    guidance = forms.CharField(label="评分要点", max_length=200, required=False)


class BudgetRuleForm(forms.Form):
    kind = forms.ChoiceField(label="规则", choices=[("", "请选择"), *BudgetRuleKind.choices])
    value = NumberField(label="限值", required=False, help_text="占比填百分数，单价填元")
    tiers = TiersField(
        label="分档单价", required=False, max_length=200, help_text="从第几起：单价（元），例如 1：500；3：200"
    )
    keyword = forms.CharField(label="明细含", max_length=30, required=False, help_text="只管明细含此词的行；不填则全管")
    categories = forms.MultipleChoiceField(
        label="适用科目", choices=BudgetCategory.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    message = forms.CharField(label="提示", max_length=120, help_text="申报单位看到的就是这句话")
    source_text = forms.CharField(label="依据", max_length=200, required=False, help_text="不填则同规则集的依据")


def row_formset(form):
    return forms.formset_factory(
        form, formset=RowFormSet, extra=0, max_num=MOST_PARTS, absolute_max=MOST_PARTS + SPARE, validate_max=True
    )


ScorecardItemFormSet = row_formset(ScorecardItemForm)
BudgetRuleFormSet = row_formset(BudgetRuleForm)


class VersionForm(DatedForm):
    """A name and its rows; the name of an existing version stays."""

    name = forms.CharField(label="名称", max_length=60)
    formset_class = None
    rows_name = ""

    field_order = ["name", "valid_from", "source_text"]

    def __init__(self, *args, fixed_name: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if fixed_name:
            del self.fields["name"]
        rows = self.initial.get("rows")
        kwargs = {"data": self.data} if self.is_bound else {"initial": rows}
        self.rows = self.formset_class(prefix="rows", **kwargs)

    def clean(self):
        values = super().clean()
        if self.rows.is_valid():
            values[self.rows_name] = self.rows.filled
        else:
            self.add_error(None, "下面有填写错误的行，请改正标出的地方。")
        return values


class ScorecardForm(VersionForm):
    formset_class = ScorecardItemFormSet
    rows_name = "items"


class BudgetRuleSetForm(VersionForm):
    formset_class = BudgetRuleFormSet
    rows_name = "rules"

    def clean(self):
        """A rule without its own source stands on that of the set."""
        values = super().clean()
        for rule in values.get("rules", ()):
            rule["source_text"] = rule["source_text"] or values.get("source_text", "")
        return values
