"""Forms of pages: the base of coverage."""

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import OrganizationKind
from orgs.models import Organization
from orgs.permissions import UNION_STAFF
from services.models import ServiceBase
from services.operations.base import BASE_LIMIT


class ServiceBaseForm(UserFormMixin, forms.ModelForm):
    organization = OrganizationChoiceField(
        label="组织（地区）", queryset=Organization.objects.none(), empty_label="请选择工会"
    )
    number = forms.IntegerField(label="应服务对象底数（人）", min_value=1, max_value=BASE_LIMIT)

    class Meta:
        model = ServiceBase
        fields = ["organization", "number", "source", "as_of"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unions = Organization.objects.managed_by(self.user, *UNION_STAFF).filter(kind=OrganizationKind.UNION)
        self.fields["organization"].queryset = unions
        self.fields["as_of"].initial = timezone.localdate
        only = list(unions[:2])
        if len(only) == 1:
            self.fields["organization"].initial = only[0].pk
