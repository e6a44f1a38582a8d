"""Forms of pages and public pages: registration."""

from datetime import date

from django import forms
from django.utils import timezone

from core.errors import DomainError
from core.sms import is_mobile
from orgs.identity_number import PHONE
from orgs.models.person import normal_phone
from projects import parameters
from projects.enums import ParameterName
from services.answers import LONGEST, checked
from services.enums import FieldKind
from services.guardians import asks_birth_date


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


def mobile(phone: str) -> str:
    """``phone``, when it can be sent a message."""
    if not is_mobile(phone):
        raise forms.ValidationError("固定电话收不到短信，请填写手机号。没有手机的，请联系社区工会办理。")
    return phone


class TextedForm(WhoForm):
    """Name and phone of who is answered by text message."""

    def clean_phone(self):
        return mobile(super().clean_phone())


class ProvenForm(WhoForm):
    """A phone that was proven is not typed again; the pass goes with the form."""

    def __init__(self, *args, phone_pass: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if phone_pass:
            self.fields["phone"].widget = forms.HiddenInput()
            self.fields["phone_pass"] = forms.CharField(
                max_length=200, initial=phone_pass, widget=forms.HiddenInput, required=False
            )


class PhoneForm(forms.Form):
    """The first step where phones are proven."""

    phone = WhoForm.base_fields["phone"]
    step = forms.CharField(widget=forms.HiddenInput, initial="phone")

    def clean_phone(self):
        return mobile(WhoForm.clean_phone(self))


class CodeForm(forms.Form):
    """The second: the code from the message."""

    phone = forms.CharField(max_length=20, widget=forms.HiddenInput)
    code = forms.CharField(
        label="短信验证码",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "请填写短信里的验证码。"},
    )
    step = forms.CharField(widget=forms.HiddenInput, initial="code")

    clean_phone = WhoForm.clean_phone


class GuardianFields(forms.Form):
    """Age, and the guardian of who is too young to agree alone."""

    birth_date = forms.DateField(
        label="出生日期",
        error_messages={"required": "请填写出生日期。", "invalid": "日期不正确，请按“2012-06-01”的格式填写。"},
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
    )
    guardian_name = forms.CharField(label="监护人姓名", max_length=60, required=False)
    guardian_phone = forms.CharField(
        label="监护人电话", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    guardian_consents = forms.BooleanField(
        label="我是报名人的监护人，同意其参加本活动，并同意为此收集其姓名、手机号和出生日期", required=False
    )

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        if not date(1900, 1, 1) <= born <= timezone.localdate():
            raise forms.ValidationError("出生日期不正确，请核对年份。")
        return born


class SignUpForm(ProvenForm):
    """Name and phone, and whatever this activity asks besides: what ``register_participant`` takes."""

    def __init__(self, session, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        self.questions = session.activity.questions
        if asks_birth_date(session.activity):
            self.fields |= GuardianFields().fields
            self.fields[
                "guardian_name"
            ].help_text = (
                f"未满{parameters.days(ParameterName.GUARDIAN_AGE)}周岁的，请监护人填写下面三项；成年人不用填。"
            )
        for question in self.questions:
            self.fields[field_name(question)] = question_field(question)

    clean_birth_date = GuardianFields.clean_birth_date

    def clean(self):
        values = super().clean()
        values["answers"] = {}
        for question in self.questions:
            name = field_name(question)
            try:
                values["answers"][question.pk] = checked(question, values.pop(name, None))
            except DomainError as error:
                self.add_error(name, str(error))
        return values


def field_name(question) -> str:
    return f"question-{question.pk}"


def question_field(question) -> forms.Field:
    """The control for one question; what it takes is checked by ``services.answers``."""
    facts = {
        "label": question.label,
        "required": question.is_required,
        "help_text": question.hint,
        "error_messages": {"required": f"“{question.label}”必须填写。", "invalid_choice": "请从列出的选项中选择。"},
    }
    listed = [(choice, choice) for choice in question.choices]
    match question.kind:
        case FieldKind.NUMBER:
            return forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **facts)
        case FieldKind.CHOICE:
            return forms.ChoiceField(choices=listed, widget=forms.RadioSelect, **facts)
        case FieldKind.CHOICES:
            return forms.MultipleChoiceField(choices=listed, widget=forms.CheckboxSelectMultiple, **facts)
        case FieldKind.YES_NO:
            return forms.ChoiceField(choices=[("yes", "是"), ("no", "否")], widget=forms.RadioSelect, **facts)
    return forms.CharField(max_length=LONGEST, **facts)
