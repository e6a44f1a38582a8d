"""The period of a dashboard, and what a monthly report is asked for."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from reports.models import ReportRun
from reports.periods import DAY, asked_period, month_of
from reports.queries import home_of, reachable

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
LONGEST_DAYS = 3660
MONTHS_OFFERED = 37


class DayField(forms.DateField):
    """A day within the years the platform can have records of."""

    def __init__(self, **kwargs):
        bounds = [
            MinValueValidator(FIRST_DAY, f"请填写{FIRST_DAY.year}年以后的日期。"),
            MaxValueValidator(LAST_DAY, f"请填写{LAST_DAY.year}年以前的日期。"),
        ]
        super().__init__(required=False, validators=bounds, **kwargs)


class PeriodForm(forms.Form):
    """``start`` and ``end``, both optional; ``period`` is the last twelve months when neither is given."""

    start = DayField(label="起始日期")
    end = DayField(label="截止日期")

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        self.period = asked_period(values["start"], values["end"], timezone.localdate())
        if self.period.days < 1:
            self.add_error("end", "截止日期早于起始日期，请改正后再查询。")
        elif self.period.days > LONGEST_DAYS:
            self.add_error("start", "一次最多查询十年，请缩短期间。")
        return values


def recent_months() -> list[tuple[str, str]]:
    """The running month and those before it, newest first."""
    first = month_of(timezone.localdate()).start
    months = [first]
    while len(months) < MONTHS_OFFERED:
        months.append(month_of(months[-1] - DAY).start)
    return [(f"{month:%Y-%m-%d}", f"{month.year}年{month.month}月") for month in months]


class ReportRunForm(UserFormMixin, forms.ModelForm):
    """Which organization's month."""

    month = forms.TypedChoiceField(
        label="月份",
        choices=recent_months,
        coerce=date.fromisoformat,
        help_text="本月尚未结束时，月报只反映到生成时为止",
    )

    class Meta:
        model = ReportRun
        fields = ["organization", "month"]
        field_classes = {"organization": OrganizationChoiceField}
        help_texts = {"organization": "下级各组织在月报里分行列出"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = reachable(self.user)
        self.initial.setdefault("organization", home_of(self.user))
        self.initial.setdefault("month", recent_months()[1][0])
