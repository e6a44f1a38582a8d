"""Forms of pages and public pages: attendance."""

from django import forms

from services.enums import AttendanceRole
from services.forms.registration import WhoForm
from services.operations.attendance import HEADCOUNT_LIMIT


class WalkInForm(WhoForm):
    role = forms.ChoiceField(label="身份", choices=AttendanceRole.choices, initial=AttendanceRole.PARTICIPANT)


class HeadcountForm(forms.Form):
    headcount = forms.IntegerField(
        label="点数",
        min_value=1,
        max_value=HEADCOUNT_LIMIT,
        help_text="没有登记姓名的到场人数",
        widget=forms.NumberInput(attrs={"data-unit": "人", "inputmode": "numeric"}),
    )
