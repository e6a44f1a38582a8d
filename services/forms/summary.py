"""Forms of pages: summary and follow-up."""

from django import forms

from core.forms import UserFormMixin
from orgs.enums import ServiceGroup
from orgs.models import Person, User
from projects.enums import Frequency, NeedCategory
from services.enums import GoalResult
from services.models import FollowUp, Session, Summary
from services.operations.follow_up import TEXT_LIMIT
from services.operations.summary import TEXTS
from services.queries.follow_up import people_for, people_of

GROUP = "group_"
LONG = {"rows": 8, "data-wide": ""}
SHORT = {"rows": 4, "data-wide": ""}


class SummaryForm(forms.Form):
    """Numbers by category are asked only where people came without a name; ``values`` are the operation's fields."""

    process = forms.CharField(
        label="活动过程", required=False, max_length=TEXTS["process"], widget=forms.Textarea(attrs=LONG),
        help_text="时间、流程、现场情况；不要写参加者的姓名、电话等个人信息",
    )  # fmt: skip
    goal_result = forms.ChoiceField(label="目标达成", required=False, choices=[("", "请选择"), *GoalResult.choices])
    cost = forms.DecimalField(
        label="本场费用", required=False, min_value=0, max_digits=12, decimal_places=2,
        widget=forms.NumberInput(attrs={"data-unit": "元"}), help_text="没有费用的填0",
    )  # fmt: skip
    goals = forms.CharField(
        label="目标达成说明", required=False, max_length=TEXTS["goals"], widget=forms.Textarea(attrs=SHORT)
    )
    problems = forms.CharField(
        label="问题与改进", required=False, max_length=TEXTS["problems"], widget=forms.Textarea(attrs=SHORT)
    )

    def __init__(self, *args, summary: Summary, **kwargs):
        session = summary.session
        unnamed = session.person_times - session.named_times
        asked = [group for group in ServiceGroup if unnamed > 0 or group in summary.audience]
        written = {name: getattr(summary, name) for name in ("process", "goal_result", "cost", "goals", "problems")}
        written |= {f"{GROUP}{group}": summary.audience.get(group) for group in asked}
        super().__init__(*args, initial=written, **kwargs)
        for group in asked:
            self.fields[f"{GROUP}{group}"] = forms.IntegerField(
                label=group.label, required=False, min_value=0, max_value=max(unnamed, 0),
                widget=forms.NumberInput(attrs={"data-unit": "人"}),
            )  # fmt: skip
        parts = [("过程与成效", ("process", "goal_result", "cost", "goals", "problems"))]
        if asked:
            title = f"未实名的{unnamed}人中各类服务对象（一人可属多类，估计即可）"
            parts.append((title, tuple(f"{GROUP}{group}" for group in asked)))
        self.fieldsets = tuple(parts)

    @property
    def values(self) -> dict:
        typed = {
            name.removeprefix(GROUP): number
            for name, number in self.cleaned_data.items()
            if name.startswith(GROUP) and number
        }
        rest = {name: value for name, value in self.cleaned_data.items() if not name.startswith(GROUP)}
        return rest | {"cost": rest["cost"] or 0, "audience": typed}


class FollowUpForm(UserFormMixin, forms.Form):
    text = forms.CharField(
        label="需跟进事项", max_length=TEXT_LIMIT, widget=forms.Textarea(attrs=SHORT), help_text="加密保存，不进入通知"
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label="对象", required=False, empty_label="全场（不指定个人）",
        error_messages={"invalid_choice": "这个人没有参加或报名本场，请从名单中选择。"},
    )  # fmt: skip
    responsible = forms.ModelChoiceField(
        User.objects.none(), label="责任人", empty_label="请选择",
        error_messages={"invalid_choice": "责任人须是承接单位或举办社区的在职人员。"},
    )  # fmt: skip
    due_on = forms.DateField(label="跟进期限", required=False)

    def __init__(self, *args, session: Session, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(session).visible_to(self.user).order_by("name", "pk")
        self.fields["person"].label_from_instance = named
        self.fields["responsible"].queryset = people_for(session)

    @staticmethod
    def written(follow_up: FollowUp) -> dict:
        names = ("text", "person", "responsible", "due_on")
        return {name: getattr(follow_up, name) for name in names}


def named(person: Person) -> str:
    """Tells two people of one name apart."""
    return f"{person.name}（{person.masked_phone}）" if person.masked_phone else person.name


class ResultForm(forms.Form):
    result = forms.CharField(
        label="跟进结果", max_length=TEXT_LIMIT, widget=forms.Textarea(attrs=SHORT), help_text="加密保存"
    )


class RaiseNeedForm(forms.Form):
    """What a need asks for; written anew, because everybody who may see needs reads it."""

    title = forms.CharField(label="需求名称", max_length=60)
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), *NeedCategory.choices])
    frequency = forms.ChoiceField(label="频次", choices=[("", "请选择"), *Frequency.choices])
    people = forms.IntegerField(
        label="涉及人数", min_value=1, max_value=10_000_000, widget=forms.NumberInput(attrs={"data-unit": "人"})
    )
    groups = forms.MultipleChoiceField(
        label="服务对象", choices=ServiceGroup.choices, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.CharField(
        label="依据", max_length=2000, widget=forms.Textarea(attrs=SHORT),
        help_text="能看到需求的人都能看到这段文字，请不要写个人信息",
    )  # fmt: skip
