"""Forms of pages: hour."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from core.forms import ReasonForm, UserFormMixin
from orgs.models.person import FULL_WIDTH
from projects.models import Project
from services.enums import HourSource, VolunteerState
from services.models import HourClaim, Session, Volunteer
from services.operations.session import RECORDING

NAMES_LIMIT = 200  # configurable default: one page of names
SOURCES = [(HourSource.PROJECT, "项目服务"), (HourSource.SELF, "代本人申报")]


class PeriodForm(forms.Form):
    """A day with its hours; an end before the start means the next morning."""

    on = forms.DateField(label="服务日期")
    starts = forms.TimeField(label="开始时间", help_text="不含往返路程")
    ends = forms.TimeField(label="结束时间", help_text="早于开始时间的，按次日计")

    def clean(self):
        values = super().clean()
        on, starts, ends = (values.pop(name, None) for name in ("on", "starts", "ends"))
        if on and not 2000 <= on.year <= 2100:
            self.add_error("on", "请填写2000年至2100年之间的日期。")
        elif on and starts and ends:
            last = on + timedelta(days=1) if ends <= starts else on
            values["starts_at"] = timezone.make_aware(datetime.combine(on, starts))
            values["ends_at"] = timezone.make_aware(datetime.combine(last, ends))
        return values


class ClaimForm(UserFormMixin, PeriodForm):
    """Hours of several volunteers who served together."""

    source = forms.ChoiceField(label="登记方式", choices=SOURCES, initial=HourSource.PROJECT)
    volunteers = forms.CharField(
        label="志愿者",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        help_text=f"姓名或志愿者编号，一行一个，一次不超过{NAMES_LIMIT}人；同名的请填编号",
    )
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label="项目",
        required=False,
        empty_label="请选择（不属于项目的不选）",
        error_messages={"invalid_choice": "没有这个项目，或者它目前不能登记服务。"},
    )
    session = forms.ModelChoiceField(Session.objects.none(), required=False, widget=forms.HiddenInput)
    content = forms.CharField(label="服务内容", max_length=200, help_text="例如：义诊现场引导居民")
    field_order = ["source", "project", "volunteers", "on", "starts", "ends", "content", "session"]

    def __init__(self, *args, may_claim=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_claim = may_claim
        running = Project.objects.visible_to(self.user).filter(state__in=RECORDING)
        self.fields["project"].queryset = running.order_by("-pk")
        self.fields["session"].queryset = Session.objects.visible_to(self.user).select_related("activity__project")

    def clean_volunteers(self):
        text = self.cleaned_data["volunteers"].translate(FULL_WIDTH)
        names = list(dict.fromkeys(line.strip() for line in text.splitlines()))
        names = [name for name in names if name]
        if len(names) > NAMES_LIMIT:
            raise forms.ValidationError(f"一次不超过{NAMES_LIMIT}人，请分几次登记。")
        found = self.named(names)
        troubles = [sentence(name, found[name]) for name in names if len(found[name]) != 1]
        if troubles:
            raise forms.ValidationError(troubles)
        rows = [found[name][0] for name in names]
        if not all(self.may_claim(row) for row in rows):
            raise forms.ValidationError("其中有不由您登记时长的志愿者，请核对名单。")
        return list(dict.fromkeys(rows))

    def named(self, names: list[str]) -> dict[str, list[Volunteer]]:
        """The volunteers in service each line may mean, in one query."""
        rows = Volunteer.objects.told_to(self.user).filter(state=VolunteerState.ACTIVE)
        rows = rows.select_related("person", "organization")
        found = {name: [] for name in names}
        matches = rows.filter(person__name__in=names) | rows.filter(number__in=names)
        for row in matches:
            for name in {row.person.name, row.number} & found.keys():
                found[name].append(row)
        return found

    def clean(self):
        values = super().clean()
        if values.get("source") == HourSource.PROJECT and not (values.get("project") or values.get("session")):
            self.add_error("project", "项目服务请选择所属项目。")
        return values


def sentence(name: str, rows: list[Volunteer]) -> str:
    """Why this line of the list names nobody, or too many."""
    if rows:
        return f"有{len(rows)}位志愿者叫“{name[:20]}”，请改填志愿者编号：{'、'.join(row.number for row in rows[:5])}。"
    return f"没有在册的志愿者“{name[:20]}”，请核对姓名或编号。"


class CorrectionForm(PeriodForm):
    reason = forms.CharField(label="更正原因", max_length=200, help_text="例如：本人来电反映签退时间记错")


class VoidForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "写入办理过程"


class ConfirmManyForm(UserFormMixin, forms.Form):
    """Pending claims ticked on the page."""

    claims = forms.ModelMultipleChoiceField(
        HourClaim.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请先勾选要确认的记录。",
            "invalid_choice": "其中一笔记录已不在待确认之列，请重新勾选。",
            "invalid_pk_value": "勾选的记录不正确，请重新勾选。",
        },
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["claims"].queryset = rows
