"""The form a community files a need with."""

from django import forms

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import ServiceGroup, UnionLevel
from orgs.models import Organization
from projects.forms.fields import EvidenceField
from projects.models import Need
from projects.queries import filing_communities


class NeedForm(UserFormMixin, forms.ModelForm):
    organization = OrganizationChoiceField(
        label="社区", queryset=Organization.objects.none(), level=UnionLevel.COMMUNITY, empty_label="请选择社区"
    )
    groups = forms.MultipleChoiceField(
        label="服务对象", choices=ServiceGroup.choices, widget=forms.CheckboxSelectMultiple
    )
    people = forms.IntegerField(label="涉及人数", min_value=1, max_value=10_000_000, help_text="约数")
    evidence_file = EvidenceField(
        label="依据附件", required=False, help_text="问卷、访谈记录等；PDF、图片、Word 或 Excel，最大 10 MB"
    )

    fieldsets = (
        ("需求", ("title", "organization", "category", "frequency", "people", "source", "groups")),
        ("依据", ("evidence", "evidence_file")),
    )

    class Meta:
        model = Need
        fields = [
            "title", "organization", "category", "groups", "frequency", "source", "people", "evidence",
            "evidence_file",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        communities = filing_communities(self.user)
        self.fields["organization"].queryset = communities
        only = list(communities[:2])
        if len(only) == 1:
            self.fields["organization"].initial = only[0].pk
