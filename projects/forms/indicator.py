"""Forms for figures filled in by hand and for periods."""

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from projects.forms.fields import EvidenceField, FigureField

PERIODS = 6


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
