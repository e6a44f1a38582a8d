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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.noted = {f"note_{line.category}": line for line in self.instance.lines.all()}
        for name, line in self.noted.items():
            self.fields[name] = forms.CharField(
                label=line.get_category_display(), required=False, max_length=200, initial=line.note,
                help_text=f"差异 {line.difference:,.2f} 元{'，超支应说明原因' if line.difference < 0 else ''}",
            )  # fmt: skip
        self.fieldsets = (("结余", ("use", "explanation")), ("各科目说明", tuple(self.noted)))

    def clean(self):
        data = super().clean()
        notes = {line.category: data.pop(name) for name, line in self.noted.items() if name in data}
        return data | {"notes": notes}


class AuditForm(forms.Form):
    opinion = forms.CharField(label="审计意见", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class CarryOverForm(forms.Form):
    note = forms.CharField(label="批准意见", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnBalanceForm(forms.Form):
    voucher_number = forms.CharField(label="收款凭证号", max_length=40)
    note = forms.CharField(label="说明", required=False, max_length=100, help_text="可不填")
