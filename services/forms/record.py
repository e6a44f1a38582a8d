"""Forms of pages: record."""

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.models import Organization


class PeriodOfDaysForm(forms.Form):
    starts_on = forms.DateField(label="起始日期")
    ends_on = forms.DateField(label="截止日期")

    def clean(self):
        values = super().clean()
        start, end = values.get("starts_on"), values.get("ends_on")
        for name, day in (("starts_on", start), ("ends_on", end)):
            if day and not 2000 <= day.year <= 2100:
                self.add_error(name, "请填写2000年至2100年之间的日期。")
        if start and end and end < start:
            self.add_error("ends_on", "截止日期早于起始日期，请改正。")
        return values


class RecordExportForm(UserFormMixin, PeriodOfDaysForm):
    organization = OrganizationChoiceField(Organization.objects.none(), label="登记组织")
    plain = forms.BooleanField(
        label="导出完整的证件号和手机号", required=False, help_text="只对您有权查看的志愿者有效，每人的档案都会留下记录"
    )
    reason = forms.CharField(
        label="事由", max_length=200, required=False, help_text="导出完整号码时必填，例如：补录全国系统"
    )
    field_order = ["organization", "starts_on", "ends_on", "plain", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.visible_to(self.user)
        today = timezone.localdate()
        self.fields["starts_on"].initial = today.replace(month=1, day=1)
        self.fields["ends_on"].initial = today
