"""Forms for funds and payments."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import OrganizationKind
from orgs.models import Organization
from projects.forms.fields import MoneyField
from projects.models import Fund
from projects.queries import funding_bodies


class FundForm(UserFormMixin, forms.ModelForm):
    organization = OrganizationChoiceField(
        label="所属工会",
        queryset=Organization.objects.none(),
        kind=OrganizationKind.UNION,
        empty_label="请选择工会",
    )
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    amount = MoneyField(label="年初安排")

    fieldsets = (("", ("name", "kind", "organization", "year", "amount")),)

    class Meta:
        model = Fund
        fields = ["organization", "year", "kind", "name"]
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": "这个工会今年已有同类别、同名称的资金来源。请直接追加安排，或换一个名称。"
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = funding_bodies(self.user)
        self.fields["year"].initial = timezone.localdate().year


class AppropriateForm(forms.Form):
    amount = MoneyField(label="金额", signed=True, help_text="追加填正数，调减填负数")
    note = forms.CharField(label="说明", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
