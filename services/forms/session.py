"""Forms of pages and public pages: session."""

from datetime import datetime

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.models import Organization
from services.models import Activity
from services.operations.meeting import CAPACITY_LIMIT
from services.operations.series import SERIES_LIMIT
from services.queries.activity import plannable_activities
from services.queries.session import places_for


class MeetingForm(forms.Form):
    """Day, hours, venue and places of one session; gives ``starts_at`` and ``ends_at``."""

    on = forms.DateField(label="日期")
    starts = forms.TimeField(label="开始时间")
    ends = forms.TimeField(label="结束时间")
    venue = forms.CharField(label="地点", max_length=60, help_text="例如：社区职工之家二楼多功能厅")
    capacity = forms.IntegerField(
        label="名额", min_value=1, max_value=CAPACITY_LIMIT, widget=forms.NumberInput(attrs={"data-unit": "人"})
    )

    def clean(self):
        values = super().clean()
        on, starts, ends = (values.pop(name, None) for name in ("on", "starts", "ends"))
        if on and starts and ends:
            if ends <= starts:
                self.add_error("ends", "结束时间须晚于开始时间。")
            values["starts_at"] = timezone.make_aware(datetime.combine(on, starts))
            values["ends_at"] = timezone.make_aware(datetime.combine(on, ends))
        return values


class SessionForm(UserFormMixin, MeetingForm):
    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label="活动",
        empty_label="请选择活动",
        error_messages={"invalid_choice": "没有这个活动，或者它目前不能安排场次。"},
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label="举办社区",
        required=False,
        empty_label="项目的实施社区",
        error_messages={"invalid_choice": "没有这个社区，或者它不在您服务的范围内。"},
    )
    count = forms.IntegerField(
        label="每周重复",
        initial=1,
        min_value=1,
        max_value=SERIES_LIMIT,
        help_text="只办一场填1；填8即同一时间连续8周各办一场",
        widget=forms.NumberInput(attrs={"data-unit": "周"}),
    )
    fieldsets = (
        ("活动与地点", ("activity", "organization", "venue", "capacity")),
        ("时间", ("on", "count", "starts", "ends")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = plannable_activities(self.user)
        self.fields["organization"].queryset = places_for(self.user)
        self.fields["activity"].label_from_instance = lambda activity: f"{activity.name}（{activity.project.name}）"
