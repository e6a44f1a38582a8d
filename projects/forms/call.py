"""Forms of calls: the terms, the negative list, attachments, questions."""

import re

from django import forms

from core.forms import UserFormMixin
from projects.enums import NegativeItem
from projects.forms.fields import EvidenceField, MoneyField
from projects.models import BudgetRuleSet, Call, CallFile, PlanItem, Scorecard
from projects.models.rule import plain
from projects.parameters import value
from projects.queries.call import callable_items, published_rules

SEPARATORS = re.compile(r"[\s,，、/／:：;；%％]+")


class RatiosField(forms.CharField):
    """Per-cent shares of the instalments, as people write them: 50/30/20."""

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return []
        return [part for part in SEPARATORS.split(text.strip()) if part]

    def prepare_value(self, value):
        return "/".join(f"{part.normalize():f}" for part in value) if isinstance(value, list) else value

    def run_validators(self, value):
        """The operation judges the parts."""


class ItemChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, item):
        return f"{item}（{item.plan}，{item.get_procedure_display()}，预算 {item.amount:,.2f} 元）"


class CallForm(UserFormMixin, forms.ModelForm):
    """``cleaned_data`` is what ``create_call`` and ``update_call`` take."""

    item = ItemChoiceField(label="采购计划明细", queryset=PlanItem.objects.none(), empty_label="请选择")
    amount = MoneyField(label="批次总额", help_text="不超过计划明细剩余的金额")
    max_amount = MoneyField(label="单个项目上限")
    weak_share = forms.DecimalField(label="薄弱社区专项额度（%）", min_value=0, max_value=100, decimal_places=2)
    panel_size = forms.IntegerField(
        label="评审专家人数", min_value=3, max_value=99, initial=3, help_text="三人以上单数"
    )
    instalment_ratios = RatiosField(
        label="分期比例（%）", initial="50/30/20", max_length=60, help_text="各期比例合计 100，例如 50/30/20"
    )
    scorecard = forms.ModelChoiceField(label="评分卡", queryset=Scorecard.objects.none(), empty_label="请选择")
    rule_set = forms.ModelChoiceField(label="预算规则集", queryset=BudgetRuleSet.objects.none(), empty_label="请选择")

    fieldsets = (
        ("公告", ("item", "title", "description", "requirements", "contact", "supervision_phone")),
        ("时间", ("opens_at", "closes_at")),
        ("金额", ("amount", "max_amount", "weak_share", "weak_share_reason", "instalment_ratios")),
        (
            "评审与约定",
            ("scorecard", "rule_set", "panel_size", "is_blind", "drops_extremes", "late_report_fails"),
        ),
    )

    class Meta:
        model = Call
        fields = [
            "item", "title", "description", "requirements", "contact", "supervision_phone", "opens_at", "closes_at",
            "amount", "max_amount", "weak_share", "weak_share_reason", "scorecard", "rule_set", "panel_size",
            "is_blind", "drops_extremes", "instalment_ratios", "late_report_fails",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        default = plain(value("weak_share"))
        self.fields["weak_share"].initial = default
        self.fields["weak_share"].help_text = f"默认 {default}，低于默认的要写明理由"
        self.fields["item"].queryset = callable_items(self.user)
        if self.instance.pk:  # money and procedure follow the plan item, which therefore stays
            del self.fields["item"]
        for name, model in (("scorecard", Scorecard), ("rule_set", BudgetRuleSet)):
            self.fields[name].queryset = published_rules(model, self.user)

    def clean(self):
        values = super().clean()
        opens_at, closes_at = values.get("opens_at"), values.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", "截止时间应晚于开始时间，请核对。")
        return values

    def _post_clean(self):
        """The operation judges the record; the form never writes to it."""


class SelfCheckForm(forms.Form):
    """Six questions, each answered 是 or 否; ``cleaned_data`` is what ``self_check_call`` takes."""

    ANSWERS = (("no", "否"), ("yes", "是"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for item in NegativeItem:
            self.fields[item.value] = forms.ChoiceField(
                label=item.label, choices=self.ANSWERS, widget=forms.RadioSelect
            )

    def clean(self):
        values = super().clean()
        return {"items": {name: answer == "yes" for name, answer in values.items()}}


class CallFileForm(forms.Form):
    file = EvidenceField(label="附件", help_text="PDF、图片、Word 或 Excel，最大 10 MB；发布后人人可以下载")


class RemoveFileForm(forms.Form):
    file = forms.ModelChoiceField(label="要删除的附件", queryset=CallFile.objects.none(), empty_label="请选择")

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].queryset = call.files.all()


class AskForm(forms.Form):
    text = forms.CharField(
        label="问题",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="答复后与问题一起公布，不显示提问单位。请不要在问题里写明单位名称",
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label="答复", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
