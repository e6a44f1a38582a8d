"""Forms of the settlement."""

from django import forms

from core.forms import UserFormMixin
from projects.enums import BalanceUse
from projects.models import Settlement


class SettlementForm(forms.Form):
    """For drawing up; the figures come from the books."""

    use = forms.ChoiceField(
        label="结余处理",
        required=False,
        choices=[("", "没有结余，或以后再定"), *BalanceUse.choices],
        help_text="有结余时必须选择；结转须由购买主体批准",
    )
    explanation = forms.CharField(
        label="决算说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="超支、结余和调剂的原因",
    )


class SettlementUpdateForm(UserFormMixin, forms.ModelForm):
    use = SettlementForm.base_fields["use"]

    class Meta:
        model = Settlement
        fields = ["use", "explanation"]
        widgets = {"explanation": forms.Textarea(attrs={"rows": 4})}


class AuditForm(forms.Form):
    opinion = forms.CharField(label="审计意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class CarryOverForm(forms.Form):
    note = forms.CharField(label="批准意见", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnBalanceForm(forms.Form):
    voucher_number = forms.CharField(label="收款凭证号", max_length=40)
    note = forms.CharField(label="说明", required=False, max_length=100, help_text="可不填")
