"""Forms of pages and public pages."""

from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils import timezone

from core.forms import NoteForm, ReasonForm, UserFormMixin
from core.models import CalendarDay
from orgs.identity_number import PHONE
from orgs.models import Organization, User
from orgs.models.person import normal_phone
from projects.forms.need import NeedSelect
from projects.models import Need, Project, ServiceItem
from projects.queries import need_label
from projects.queries.need import servable_needs
from services.enums import ActivityKind, AttendanceRole
from services.models import Activity
from services.operations.attendance import HEADCOUNT_LIMIT
from services.operations.session import CAPACITY_LIMIT, SERIES_LIMIT
from services.queries import places_for, plannable_activities, plannable_projects


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
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label="所属项目",
        empty_label="请选择项目",
        help_text="已立项或实施中的项目",
        error_messages={"invalid_choice": "没有这个项目，或者它目前不能安排活动。"},
    )
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


class MeetingForm(forms.Form):
    """Day, hours, venue and places of one session; gives ``starts_at`` and ``ends_at``."""

    on = forms.DateField(label="日期")
    starts = forms.TimeField(label="开始时间")
    ends = forms.TimeField(label="结束时间")
    venue = forms.CharField(label="地点", max_length=60, help_text="例如：社区职工之家二楼多功能厅")
    capacity = forms.IntegerField(
        label="名额", min_value=1, max_value=CAPACITY_LIMIT, widget=forms.NumberInput(attrs={"data-unit": "人"})
    )

    def clean(self):
        values = super().clean()
        on, starts, ends = (values.pop(name, None) for name in ("on", "starts", "ends"))
        if on and starts and ends:
            if ends <= starts:
                self.add_error("ends", "结束时间须晚于开始时间。")
            values["starts_at"] = timezone.make_aware(datetime.combine(on, starts))
            values["ends_at"] = timezone.make_aware(datetime.combine(on, ends))
        return values


class SessionForm(UserFormMixin, MeetingForm):
    activity = forms.ModelChoiceField(
        Activity.objects.none(),
        label="活动",
        empty_label="请选择活动",
        error_messages={"invalid_choice": "没有这个活动，或者它目前不能安排场次。"},
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label="举办社区",
        required=False,
        empty_label="项目的实施社区",
        error_messages={"invalid_choice": "没有这个社区，或者它不在您服务的范围内。"},
    )
    weeks = forms.IntegerField(
        label="每周重复",
        initial=1,
        min_value=1,
        max_value=SERIES_LIMIT,
        help_text="只办一场填1；填8即同一时间连续8周各办一场",
        widget=forms.NumberInput(attrs={"data-unit": "周"}),
    )
    fieldsets = (
        ("活动与地点", ("activity", "organization", "venue", "capacity")),
        ("时间", ("on", "weeks", "starts", "ends")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = plannable_activities(self.user)
        self.fields["organization"].queryset = places_for(self.user)
        self.fields["activity"].label_from_instance = lambda activity: f"{activity.name}（{activity.project.name}）"


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


class CalendarDayForm(UserFormMixin, forms.ModelForm):
    is_workday = forms.TypedChoiceField(
        label="当天是",
        choices=[("1", "工作日（调休上班）"), ("0", "休息日")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = CalendarDay
        fields = ["date", "is_workday", "note"]
        help_texts = {"date": "已登记过的日期再次登记，以新的为准", "note": "例如：国庆节调休"}

    def validate_unique(self):
        """Declaring a day again replaces what was declared."""
