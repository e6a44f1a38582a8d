"""Forms of pages: how an activity takes sign-ups, and the questions it asks."""

from django import forms

from core import sms
from core.forms import NoteForm, UserFormMixin
from orgs.enums import ServiceGroup
from services.enums import FieldKind
from services.models import Activity

PROVEN = (
    "报名的人先用短信验证码确认手机号，只有本人能报名和看到自己的报名。关闭后，任何人填写别人的姓名和手机号都能报名："
    "报名页因此不显示剩余名额、名次和签到码，只把链接用短信发到所填手机上。"
)
UNPROVEN = (
    "目前没有开通短信，所以没有开启：任何人填写别人的姓名和手机号都能报名，报名页因此不显示剩余名额、名次和签到码。"
)
STRANDED = "目前没有开通短信，网上报不了名，报名页请职工致电或到社区工会办理。不等开通短信的，请关闭这一项。"


class SignUpSettingsForm(UserFormMixin, forms.ModelForm):
    priority_groups = forms.MultipleChoiceField(
        label="优先对象",
        choices=ServiceGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="名额已满时，登记在册的这些人排在候补名单前面。只认人员档案里的类别，不由本人填报。",
    )

    class Meta:
        model = Activity
        fields = [
            "needs_approval", "takes_groups", "verifies_phone", "minimum_age", "hold_hours", "priority_groups",
            "asks_location",
        ]  # fmt: skip
        help_texts = {"asks_location": "只记录在场内或场外，不保存位置；须选用登记了经纬度的阵地"}
        widgets = {
            "minimum_age": forms.NumberInput(attrs={"data-unit": "周岁"}),
            "hold_hours": forms.NumberInput(attrs={"data-unit": "小时"}),
        }

    fieldsets = (
        ("怎样报名", ("needs_approval", "verifies_phone", "takes_groups", "minimum_age")),
        ("名额已满时", ("hold_hours", "priority_groups")),
        ("签到", ("asks_location",)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mute = STRANDED if self.instance.verifies_phone else UNPROVEN
        self.fields["verifies_phone"].help_text = PROVEN if sms.can_send() else mute


class QuestionForm(UserFormMixin, forms.Form):
    label = forms.CharField(label="问题", max_length=60, help_text="例如：是否需要班车接送")
    kind = forms.ChoiceField(label="题型", choices=FieldKind.choices)
    choices = forms.CharField(
        label="选项",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="单选、多选时填写，每行一个选项",
    )
    hint = forms.CharField(label="填写说明", required=False, max_length=100, help_text="显示在问题下方，可不填")
    is_required = forms.BooleanField(label="必填", required=False)

    def clean_choices(self):
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]


class ApproveManyForm(NoteForm):
    """Whom to let in; everybody is ticked."""

    registrations = forms.ModelMultipleChoiceField(
        None,
        label="通过哪些人",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个人。", "invalid_choice": "名单有变化，请刷新页面重新选择。"},
    )
    field_order = ["registrations", "note"]

    def __init__(self, *args, pending, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["registrations"].queryset = pending
        self.fields["registrations"].initial = pending
        self.fields["registrations"].label_from_instance = shown_pending


def shown_pending(row) -> str:
    parts = [row.person.name, row.person.masked_phone, "优先" if row.priority else ""]
    return " · ".join(part for part in parts if part)
