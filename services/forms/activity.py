"""Forms of pages and public pages: activity."""

from django import forms
from django.urls import reverse

from core.forms import NoteForm, ReasonForm, UserFormMixin
from orgs.models import User
from projects.forms.need import NeedSelect
from projects.models import Need, ServiceItem
from projects.queries import need_label
from projects.queries.need import servable_needs
from services.enums import ActivityKind
from services.forms.fields import PlannableProjectField
from services.models import Activity
from services.queries.activity import plannable_projects


class ActivityForm(UserFormMixin, forms.ModelForm):
    """Facts of an activity; the lead is one of the colleagues the user sees."""

    class Meta:
        model = Activity
        fields = ["name", "kind", "lead", "service_item", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = User.objects.visible_to(self.user).filter(is_active=True)
        self.fields["lead"].initial = self.user
        self.fields["lead"].empty_label = "请选择负责人"
        self.fields["kind"].choices = [("", "请选择形式"), *ActivityKind.choices]
        items = self.service_items()
        if items.exists():
            self.fields["service_item"].queryset = items
            self.fields["service_item"].empty_label = "不对应合同中的服务内容"
        else:
            del self.fields["service_item"]

    def service_items(self):
        """What the project of this activity has promised."""
        return ServiceItem.objects.visible_to(self.user).filter(project=self.instance.project)


class ActivityCreateForm(ActivityForm):
    project = PlannableProjectField()
    field_order = ["project", "name", "kind", "lead", "service_item", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = plannable_projects(self.user)
        if "service_item" in self.fields:
            self.fields["service_item"].label_from_instance = lambda item: f"{item.project}：{item}"

    def service_items(self):
        rows = ServiceItem.objects.visible_to(self.user).filter(project__in=plannable_projects(self.user))
        return rows.select_related("project").order_by("-project", "number")

    def clean(self):
        values = super().clean()
        item, project = values.get("service_item"), values.get("project")
        if item and project and item.project_id != project.pk:
            self.add_error("service_item", "所选服务内容不属于这个项目，请重新选择。")
        return values


class CancelForm(ReasonForm):
    """A reason that stays in the history of the record."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "写入办理过程"


class NeedMatchForm(UserFormMixin, NoteForm):
    """A verified need of the activity's district the user decides about."""

    need = forms.ModelChoiceField(
        Need.objects.none(),
        label="满足哪条需求",
        empty_label="请选择需求",
        help_text="同一区县已核实、还没有项目的需求",
        error_messages={"invalid_choice": "没有这条需求，或者它已有项目。请重新选择。"},
        widget=NeedSelect,
    )
    field_order = ["need", "note"]

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["need"].queryset = servable_needs(self.user, place)
        self.fields["need"].label_from_instance = need_label
        self.fields["need"].widget.search_url = f"{reverse('projects:need-options')}?near={place.pk}"
