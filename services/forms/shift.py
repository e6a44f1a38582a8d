"""Forms of pages and public pages: shifts."""

from datetime import datetime

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.models import User
from projects.models import Project
from services.forms.volunteer import NamesForm, SkillsField
from services.models import Session, Shift, Training
from services.operations.shift import PLACES_LIMIT
from services.queries.shift import shift_projects, shift_sessions


class ShiftForm(UserFormMixin, forms.Form):
    """What is to be done, when, by how many, and what volunteers have to know and bring."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        label="服务场次",
        required=False,
        empty_label="不属于某一场次",
        error_messages={"invalid_choice": "没有这个场次，或者它已经举办或取消。"},
        widget=forms.Select(attrs={"data-wide": ""}),
    )
    name = forms.CharField(label="岗位名称", max_length=60, help_text="例如：义诊引导")
    content = forms.CharField(label="服务内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    venue = forms.CharField(label="集合地点", max_length=60)
    places = forms.IntegerField(
        label="招募人数", min_value=1, max_value=PLACES_LIMIT, widget=forms.NumberInput(attrs={"data-unit": "人"})
    )
    lead = forms.ModelChoiceField(User.objects.none(), label="带队社工", empty_label="请选择")
    on = forms.DateField(label="日期")
    starts = forms.TimeField(label="开始时间")
    ends = forms.TimeField(label="结束时间")
    minimum_age = forms.IntegerField(
        label="最低年龄", min_value=8, max_value=70, initial=14, widget=forms.NumberInput(attrs={"data-unit": "周岁"})
    )
    skills = SkillsField(label="所需技能", help_text="有其中一项即可报名；不限的不勾选")
    training = forms.ModelChoiceField(
        Training.objects.none(), label="须先参加的培训", required=False, empty_label="不要求"
    )
    risk = forms.CharField(
        label="可能的风险",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="招募时须向志愿者说明；没有特别风险的写明“无特别风险”",
        error_messages={"required": "招募志愿者须说明可能的风险；没有特别风险的，请写明“无特别风险”。"},
    )
    is_dangerous = forms.BooleanField(label="可能发生人身危险", required=False)
    insurance = forms.CharField(
        label="人身意外险保单号", max_length=60, required=False, help_text="可能发生人身危险的，发布前必填"
    )
    fieldsets = (
        ("岗位", ("project", "session", "name", "content", "venue", "places", "lead")),
        ("时间", ("on", "starts", "ends")),
        ("要求", ("minimum_age", "training", "skills")),
        ("风险与保障", ("risk", "is_dangerous", "insurance")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = self.sessions()
        self.fields["session"].label_from_instance = lambda session: f"{session.activity.name} · {session.when}"
        self.fields["lead"].queryset = User.objects.visible_to(self.user).filter(is_active=True)
        self.fields["lead"].initial = self.user
        self.fields["training"].queryset = Training.objects.visible_to(self.user)

    def sessions(self):
        return shift_sessions(self.user)

    def clean(self):
        values = super().clean()
        on, starts, ends = (values.pop(name, None) for name in ("on", "starts", "ends"))
        if on and starts and ends:
            if ends <= starts:
                self.add_error("ends", "结束时间须晚于开始时间；过夜的服务请按天分别建立班次。")
            values["starts_at"] = timezone.make_aware(datetime.combine(on, starts))
            values["ends_at"] = timezone.make_aware(datetime.combine(on, ends))
        return values


class ShiftCreateForm(ShiftForm):
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label="所属项目",
        empty_label="请选择项目",
        error_messages={"invalid_choice": "没有这个项目，或者它目前不在实施。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = shift_projects(self.user)


class ShiftUpdateForm(ShiftForm):
    def __init__(self, *args, instance: Shift, **kwargs):
        self.shift = instance
        facts = (
            "session", "name", "content", "venue", "places", "lead", "minimum_age", "skills", "training", "risk",
            "is_dangerous", "insurance",
        )  # fmt: skip
        starts, ends = timezone.localtime(instance.starts_at), timezone.localtime(instance.ends_at)
        initial = {field: getattr(instance, field) for field in facts}
        initial |= {"on": starts.date(), "starts": starts.time(), "ends": ends.time()}
        super().__init__(*args, **kwargs | {"initial": initial | (kwargs.get("initial") or {})})

    def sessions(self):
        of_project = super().sessions().filter(activity__project=self.shift.project)
        kept = Session.objects.visible_to(self.user).filter(pk=self.shift.session_id)  # also one held meanwhile
        return (of_project | kept.select_related("activity").order_by("starts_at", "pk")).distinct()


class ShiftSignUpForm(NamesForm):
    """Volunteers who call or come by."""


class MomentForm(forms.Form):
    """When it really happened, for records made later."""

    at = forms.DateTimeField(
        label="实际时间",
        required=False,
        help_text="不填即现在",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class GradeForm(forms.Form):
    grade = forms.TypedChoiceField(
        label="评价", coerce=int, choices=[(number, f"{number}星") for number in (5, 4, 3, 2, 1)], initial=5,
        widget=forms.RadioSelect,
    )  # fmt: skip
    comment = forms.CharField(label="评语", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))
