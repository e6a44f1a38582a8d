"""Forms of pages and public pages: notice."""

from django import forms

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import OrganizationKind
from orgs.models import Organization
from orgs.permissions import UNION_STAFF
from services.models import Notice


class NoticeForm(UserFormMixin, forms.ModelForm):
    class Meta:
        model = Notice
        fields = ["title", "body", "shown_from", "shown_until"]
        widgets = {"body": forms.Textarea(attrs={"rows": 6})}


class NoticeCreateForm(NoticeForm):
    organization = OrganizationChoiceField(
        label="发布组织", queryset=Organization.objects.none(), empty_label="请选择工会"
    )

    class Meta(NoticeForm.Meta):
        fields = ["organization", *NoticeForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unions = Organization.objects.managed_by(self.user, *UNION_STAFF).filter(kind=OrganizationKind.UNION)
        self.fields["organization"].queryset = unions
        only = list(unions[:2])
        if len(only) == 1:
            self.fields["organization"].initial = only[0].pk
