"""The application form, its budget lines, and the choice of a fund."""

from django import forms

from core.forms import UserFormMixin
from projects.enums import BudgetCategory, DirectBasis, Measure
from projects.forms.fields import EvidenceField, NeedSelectMultiple
from projects.forms.row import MOST, BasePricedRowFormSet, PricedRowForm
from projects.models import Fund, PlanItem, Project
from projects.queries import funds_for, need_communities, need_label, open_needs, own_contractors, own_workers
from projects.queries.plan import commission_items


class BudgetLineForm(PricedRowForm):
    category = forms.ChoiceField(label="科目", choices=[("", "请选择"), *BudgetCategory.choices])
    item = forms.CharField(label="明细", max_length=60)

    field_order = ("category", "item", "unit_price", "quantity")


BudgetLineFormSet = forms.formset_factory(BudgetLineForm, formset=BasePricedRowFormSet, extra=0, max_num=60)


class NeedChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, need):
        return need_label(need)


class ProjectForm(UserFormMixin, forms.ModelForm):
    """``cleaned_data`` is what ``create_project`` takes: targets and budget rows become lists."""

    needs = NeedChoiceField(
        label="对应需求",
        queryset=None,
        help_text="可选多条已核实的需求",
        widget=NeedSelectMultiple,
    )
    organization = forms.ModelChoiceField(label="实施社区", queryset=None, help_text="所选需求的提出社区之一")

    fieldsets = (
        ("需求与目标", ("needs", "name", "category", "goal")),
        ("三方责任主体", ("contractor", "worker", "organization")),
        ("项目期限", ("starts_on", "ends_on")),
        ("产出指标（至少填一项）", tuple(f"target_{measure}" for measure in Measure.values)),
    )

    class Meta:
        model = Project
        fields = [
            "name", "category", "needs", "organization", "contractor", "worker", "goal", "starts_on", "ends_on",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for measure in Measure:
            self.fields[f"target_{measure}"] = forms.IntegerField(
                label=measure.label, required=False, min_value=1, max_value=MOST
            )
        self._narrow_choices()
        self.lines = self._budget_lines()
        if self.instance.pk:
            self._start_from_instance()

    def _narrow_choices(self):
        self.fields["needs"].queryset = open_needs(self.user, self.instance.pk)
        self.fields["organization"].queryset = need_communities(self.user, self.instance.pk)
        self.fields["worker"].queryset = own_workers(self.user)
        self.fields["contractor"].queryset = own_contractors(self.user)
        for name in ("worker", "contractor"):
            only = list(self.fields[name].queryset[:2])
            if len(only) == 1:
                self.fields[name].initial = only[0].pk
        if self.instance.pk:  # whoever applied stays the contractor
            del self.fields["contractor"]

    def _budget_lines(self):
        if self.is_bound:
            return BudgetLineFormSet(self.data, prefix="lines")
        rows = self.initial.get("lines")
        if rows is None and self.instance.pk:
            rows = list(self.instance.budget_lines.values("category", "item", "unit_price", "quantity"))
        return BudgetLineFormSet(initial=rows, prefix="lines")

    def _start_from_instance(self):
        for indicator in self.instance.indicators.all():
            self.initial.setdefault(f"target_{indicator.measure}", indicator.target)

    def clean(self):
        values = super().clean()
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "结束日期早于开始日期，请核对。")
        targets = {measure: values.pop(f"target_{measure}", None) for measure in Measure.values}
        values["indicators"] = [{"measure": measure, "target": target} for measure, target in targets.items() if target]
        if not values["indicators"] and not any(f"target_{measure}" in self.errors for measure in Measure.values):
            self.add_error("target_sessions", "场次、人次、人数至少填一项目标值。")
        if self.lines.is_valid():
            values["budget_lines"] = self.lines.filled
        else:
            self.add_error(None, "预算明细有误，请改正标出的行。")
        return values


class FundChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, fund):
        return f"{fund}（{fund.get_kind_display()}，可用 {fund.available:,.2f} 元）"


class ApproveForm(forms.Form):
    fund = FundChoiceField(
        label="资金来源", queryset=Fund.objects.none(), empty_label="请选择", help_text="批准后即按预算总额承诺"
    )
    direct_basis = forms.ChoiceField(
        label="定向委托依据",
        choices=DirectBasis.choices,
        widget=forms.RadioSelect,
        help_text="低于公开征集起点才能定向委托",
    )
    direct_note = forms.CharField(label="比价结果或纪要文号", max_length=200)
    direct_file = EvidenceField(
        label="依据附件", required=False, help_text="比价单或会议纪要；PDF、图片、Word 或 Excel，最大 10 MB"
    )
    plan_item = forms.ModelChoiceField(
        label="采购计划明细",
        queryset=PlanItem.objects.none(),
        required=False,
        empty_label="不在计划内",
        help_text="列入采购计划的请选择",
    )
    note = forms.CharField(
        label="审核意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="可不填"
    )

    def __init__(self, *args, user, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = funds_for(project, user)
        self.fields["plan_item"].queryset = commission_items(project, user)
