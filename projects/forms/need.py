"""The forms a need is filed, corrected, merged, served and fed back with."""

from django import forms
from django.urls import reverse

from core.forms import NoteForm, ReasonForm, UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import ServiceGroup, UnionLevel
from orgs.models import Organization
from projects.enums import FeedbackChannel
from projects.forms.fields import EvidenceField, LatestNeedsMixin
from projects.models import Need, Project
from projects.queries import filing_communities
from projects.queries.need import merge_label, merge_targets, serving_projects

RAISER_LENGTH = 120


class NeedFieldsForm(UserFormMixin, forms.ModelForm):
    """What filing and correcting a need share."""

    groups = forms.MultipleChoiceField(
        label="服务对象", choices=ServiceGroup.choices, widget=forms.CheckboxSelectMultiple
    )
    people = forms.IntegerField(label="涉及人数", min_value=1, max_value=10_000_000, help_text="约数")
    evidence_file = EvidenceField(
        label="依据附件",
        required=False,
        help_text="问卷、访谈记录等；PDF、图片、Word 或 Excel，最大 10 MB",
        widget=forms.FileInput,
    )
    raiser = forms.CharField(
        label="反映人及联系方式",
        required=False,
        max_length=RAISER_LENGTH,
        help_text="反映人没有账号时填写，便于回告；加密保存，只有本地工会能看到",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    fieldsets = (
        ("需求", ("title", "organization", "category", "frequency", "people", "source", "groups")),
        ("依据", ("evidence", "evidence_file")),
        ("回告", ("raiser",)),
    )


class NeedForm(NeedFieldsForm):
    organization = OrganizationChoiceField(
        label="社区", queryset=Organization.objects.none(), level=UnionLevel.COMMUNITY, empty_label="请选择社区"
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


class NeedUpdateForm(NeedFieldsForm):
    """SECURITY: whoever may not read who raised the need does not get the field, and cannot overwrite it."""

    class Meta:
        model = Need
        fields = ["title", "category", "groups", "frequency", "source", "people", "evidence", "evidence_file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user.has_perm("projects.read_raiser", self.instance):
            self.fields["raiser"].initial = self.instance.raiser
        else:
            del self.fields["raiser"]


class NeedSelect(LatestNeedsMixin, forms.Select):
    """One need; the search asks ``search_url``."""

    search_url = ""

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-search-url": self.search_url, "data-wide": ""}


class NeedChoice(forms.ModelChoiceField):
    widget = NeedSelect

    def label_from_instance(self, need):
        return merge_label(need)


class ProjectChoice(forms.ModelChoiceField):
    def label_from_instance(self, project):
        return f"{project.name}（{project.organization.short_name}，{project.code}）"


class NeedMergeForm(UserFormMixin, ReasonForm):
    into = NeedChoice(
        label="并入哪条需求",
        queryset=Need.objects.none(),
        empty_label="请选择",
        help_text="同一区县待核实或已核实的需求",
        error_messages={"invalid_choice": "没有这条需求，或者它不能再并入。请重新选择。"},
    )

    field_order = ["into", "note"]

    def __init__(self, *args, need, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = merge_targets(self.user, need)
        self.fields["into"].widget.search_url = f"{reverse('projects:need-options')}?merge={need.pk}"
        self.fields["note"].help_text = "会告知双方提出人"


class NeedServeForm(UserFormMixin, NoteForm):
    project = ProjectChoice(
        label="由哪个项目满足",
        queryset=Project.objects.none(),
        empty_label="请选择",
        help_text="同一区县实施中的项目",
        error_messages={"invalid_choice": "没有这个项目，或者它不在实施中。请重新选择。"},
    )

    field_order = ["project", "note"]

    def __init__(self, *args, need, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = serving_projects(self.user, need)


class FeedbackForm(forms.Form):
    channel = forms.ChoiceField(label="告知方式", choices=[("", "请选择"), *FeedbackChannel.choices])
    text = forms.CharField(
        label="告知内容",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不要写反映人的姓名和电话，办理过程中大家都能看到",
    )
