"""Forms for figures filled in by hand and for periods."""

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from projects.forms.fields import EvidenceField
from projects.money import to_figure

PERIODS = 6


class FigureField(forms.CharField):
    """A count or measurement above zero, read as it is written on paper."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(*args, max_length=30, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return to_figure(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def run_validators(self, value):
        """The length was the text's; the figure has been checked already."""


class FillForm(UserFormMixin, forms.Form):
    on = forms.DateField(label="发生日期")
    value = FigureField(label="数值", help_text="这次新增的数，核定后累加")
    note = forms.CharField(label="说明", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    file = EvidenceField(label="证明材料", help_text="PDF、图片、Word 或 Excel，最大 10 MB")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class PeriodsForm(UserFormMixin, forms.Form):
    """Up to six periods of one indicator: last day and cumulative target."""

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        kept = list(indicator.periods.all())
        for number in range(1, PERIODS + 1):
            period = kept[number - 1] if number <= len(kept) else None
            self.fields[f"ends_on_{number}"] = forms.DateField(
                label=f"第{number}期结束日期", required=False, initial=period and period.ends_on
            )
            self.fields[f"target_{number}"] = forms.IntegerField(
                label=f"第{number}期末累计目标", required=False, min_value=0, max_value=indicator.target,
                initial=period and period.target,
            )  # fmt: skip

    def clean(self):
        values = super().clean()
        periods = []
        for number in range(1, PERIODS + 1):
            ends_on, target = values.pop(f"ends_on_{number}", None), values.pop(f"target_{number}", None)
            if (ends_on is None) != (target is None):
                self.add_error(f"ends_on_{number}", "日期和累计目标要一起填写。")
            elif ends_on:
                periods.append((ends_on, target))
        return {"periods": periods}
