"""Forms of pages and public pages: community."""

from django import forms

from orgs.enums import ServiceGroup
from orgs.identity_number import PHONE
from orgs.models.person import normal_phone
from projects.enums import NeedCategory


class PublicNeedForm(forms.Form):
    """What a resident tells the community: as little as it takes to understand and to answer."""

    title = forms.CharField(
        label="您希望解决什么问题", max_length=60, error_messages={"required": "请用一句话写出您的需求。"},
        widget=forms.TextInput(attrs={"placeholder": "例如：希望周末有孩子托管"}),
    )  # fmt: skip
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), *NeedCategory.choices])
    group = forms.ChoiceField(label="主要是谁的需求", choices=ServiceGroup.choices, initial=ServiceGroup.RESIDENT)
    people = forms.IntegerField(label="大约涉及多少人", min_value=1, max_value=10_000_000, initial=1)
    evidence = forms.CharField(
        label="具体情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="请不要填写他人的姓名、证件号等个人信息",
        error_messages={"required": "请写明具体情况，便于社区核实。"},
    )  # fmt: skip
    name = forms.CharField(label="您的称呼", max_length=20, required=False)
    phone = forms.CharField(
        label="手机号", max_length=20, required=False, help_text="想知道办理结果请留下，只用于回告，加密保存",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_phone(self):
        phone = normal_phone(self.cleaned_data["phone"])
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError("手机号不正确，请填写11位手机号，或者留空。")
        return phone
