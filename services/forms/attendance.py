"""Forms of pages and public pages: attendance."""

from django import forms

from services.enums import AttendanceRole
from services.forms.registration import WhoForm
from services.operations.attendance import HEADCOUNT_LIMIT, ONLINE_LIMIT


class WalkInForm(WhoForm):
    at = forms.DateTimeField(label="到场时间", required=False, help_text="补签时填写；现在到的不用填")
    role = forms.ChoiceField(label="身份", choices=AttendanceRole.choices, initial=AttendanceRole.PARTICIPANT)


class CheckOutForm(forms.Form):
    at = forms.DateTimeField(label="离开时间", required=False, help_text="现在离开的不用填")


class OnlineForm(WhoForm):
    minutes = forms.IntegerField(
        label="停留时间",
        min_value=0,
        max_value=ONLINE_LIMIT,
        help_text="以直播平台的记录为准，多次进出的合计",
        widget=forms.NumberInput(attrs={"data-unit": "分钟", "inputmode": "numeric"}),
    )


class HeadcountForm(forms.Form):
    headcount = forms.IntegerField(
        label="点数",
        min_value=1,
        max_value=HEADCOUNT_LIMIT,
        help_text="没有登记姓名的到场人数",
        widget=forms.NumberInput(attrs={"data-unit": "人", "inputmode": "numeric"}),
    )
