"""Forms of the pages, also of the public rating page."""

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from evaluations.enums import Score
from evaluations.operations import default_due
from evaluations.queries import evaluators_for, staff_of_contractor
from orgs.identity_number import is_phone
from orgs.models.person import normal_phone
from projects.forms.fields import EvidenceField


class AssignForm(UserFormMixin, forms.Form):
    evaluator = forms.ModelChoiceField(
        label="评估人",
        queryset=None,
        empty_label="请选择",
        help_text="只列出与承接单位、实施社区均无任职关系的评审专家",
    )
    due_on = forms.DateField(label="完成期限")

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evaluator"].queryset = evaluators_for(project)

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on <= timezone.localdate():
            raise forms.ValidationError("完成期限应在今天之后。")
        return due_on


class SubmitForm(UserFormMixin, forms.Form):
    score = forms.DecimalField(
        label="评分",
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal", "data-unit": "分"}),
        help_text="0到100分，最多两位小数；90分以上优秀，80分以上良好，60分以上合格",
    )
    comment = forms.CharField(
        label="评估意见",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="说明评分依据、成效和改进建议；提交后承接单位可见",
    )


class OrderRectificationForm(UserFormMixin, forms.Form):
    problem = forms.CharField(
        label="问题", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text="逐条写明要整改什么"
    )
    basis = forms.CharField(
        label="依据",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="合同条款、评估意见或制度规定",
    )
    responsible = forms.ModelChoiceField(
        label="责任人", queryset=None, empty_label="请选择", help_text="承接单位的在职人员"
    )
    due_on = forms.DateField(label="整改期限")

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = staff_of_contractor(project)
        self.fields["responsible"].initial = project.worker_id
        self.fields["due_on"].initial = default_due()


class SubmitRectificationForm(forms.Form):
    reply = forms.CharField(
        label="整改情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}), help_text="对照问题逐条说明"
    )
    file = EvidenceField(
        label="整改证据", required=False, help_text="PDF、图片、Word 或 Excel，最大 10 MB；至少要有一份证据"
    )


class ConclusionForm(forms.Form):
    conclusion = forms.CharField(label="复核结论", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class RateForm(forms.Form):
    score = forms.TypedChoiceField(choices=Score.choices, coerce=int)


class RateByPhoneForm(forms.Form):
    """A score and the phone one checked in with, in one go."""

    score = forms.TypedChoiceField(
        label="您对本场活动总体满意吗？",
        choices=Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请点选下面五项中的一项。", "invalid_choice": "请点选下面五项中的一项。"},
    )
    phone = forms.CharField(
        label="签到时填写的手机号",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": "请填写签到时填写的手机号。"},
        help_text="只用于核对您参加过本场活动，评价不记名",
    )

    def clean_phone(self):
        phone = normal_phone(self.cleaned_data["phone"])
        if not is_phone(phone):
            raise forms.ValidationError("手机号不正确，请填写签到时填写的手机号。")
        return phone
