"""Forms of a volunteer's own page: my service."""

from django import forms

from services.forms.hour import PeriodForm
from services.forms.record import PeriodOfDaysForm


def as_date(field):
    field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # no browser reads another one


def as_time(field):
    field.widget = forms.TimeInput(attrs={"type": "time"})


class MyPeriodForm(PeriodForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        as_date(self.fields["on"])
        as_time(self.fields["starts"])
        as_time(self.fields["ends"])


class MyClaimForm(MyPeriodForm):
    content = forms.CharField(label="做了什么", max_length=200, error_messages={"required": "请写明做了什么。"})


class MyCorrectionForm(MyPeriodForm):
    reason = forms.CharField(label="哪里有错", max_length=200, error_messages={"required": "请写明哪里有错。"})


class MyRecordForm(PeriodOfDaysForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        as_date(self.fields["starts_on"])
        as_date(self.fields["ends_on"])
