"""Forms of pages and public pages: registration."""

from django import forms

from orgs.identity_number import PHONE
from orgs.models.person import normal_phone


class WhoForm(forms.Form):
    """Name and phone, typed by a person on a public page or by staff."""

    name = forms.CharField(
        label="姓名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写姓名。"},
    )
    phone = forms.CharField(
        label="手机号",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": "请填写手机号。"},
    )

    def clean_phone(self):
        phone = normal_phone(self.cleaned_data["phone"])
        if not PHONE.fullmatch(phone):
            raise forms.ValidationError("手机号不正确，请填写11位手机号。")
        return phone
