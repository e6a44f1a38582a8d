"""Forms of organizations."""

from django import forms
from django.core.exceptions import ValidationError
from stdnum.cn import uscc

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import OrganizationKind, UnionLevel
from orgs.models import Organization

ASKED_ALWAYS = [
    ("法人资格（签订合同用）", ["legal_representative", "legal_person_number", "legal_person_until"]),
    ("联系方式", ["contact_phone", "address"]),
    ("启用", ["active_from", "active_to"]),
]
FACTS = ["name", "credit_code", *(name for _, names in ASKED_ALWAYS for name in names)]


class OrganizationFacts(UserFormMixin, forms.ModelForm):
    """What create and update ask alike."""

    def clean_credit_code(self):
        code = self.cleaned_data["credit_code"].strip()
        if code and not uscc.is_valid(code.upper()):
            raise ValidationError("统一社会信用代码不正确（18位，校验码须相符）。请对照登记证书核对。")
        return code.upper()


class OrganizationCreateForm(OrganizationFacts):
    parent = OrganizationChoiceField(label="上级组织", queryset=Organization.objects.none())
    kind = forms.ChoiceField(
        label="类型",
        choices=[
            (kind, "基层工会" if kind == OrganizationKind.UNION else label) for kind, label in OrganizationKind.choices
        ],
        help_text="市、区县、街道、社区工会由“导入区划”建立，不在这里登记",
    )
    code = forms.CharField(label="代码", required=False, max_length=30, help_text="留空则由系统编号")
    fieldsets = [
        ("基本信息", ["parent", "kind", "name", "code", "credit_code"]),
        *ASKED_ALWAYS,
    ]

    class Meta:
        model = Organization
        fields = FACTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organization.objects.managed_by(self.user)


class OrganizationUpdateForm(OrganizationFacts):
    fieldsets = [
        ("基本信息", ["name", "credit_code", "tier", "is_pilot"]),
        *ASKED_ALWAYS,
    ]

    class Meta:
        model = Organization
        fields = ["tier", "is_pilot", *FACTS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.level != UnionLevel.COMMUNITY:
            del self.fields["tier"], self.fields["is_pilot"]
