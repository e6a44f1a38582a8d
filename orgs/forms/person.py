"""Forms of people; their numbers are typed and never shown."""

from django import forms
from django.core.exceptions import ValidationError

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import Gender, ServiceGroup
from orgs.identity_number import is_phone, parse_identity_number
from orgs.models import Organization, Person
from orgs.models.person import normal_phone
from orgs.permissions import REGISTRARS
from orgs.queries import likely_same


class PersonFacts(UserFormMixin, forms.Form):
    """What registering and correcting a person ask alike."""

    name = forms.CharField(label="姓名", max_length=60)
    id_number = forms.CharField(
        label="身份证号", required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label="手机号",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    gender = forms.ChoiceField(label="性别", choices=Gender.choices, initial=Gender.UNKNOWN)
    birth_date = forms.DateField(
        label="出生日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="填了身份证号则自动取得",
    )
    groups = forms.MultipleChoiceField(
        label="服务对象类别", required=False, choices=ServiceGroup.choices, widget=forms.CheckboxSelectMultiple
    )
    is_member = forms.BooleanField(label="工会会员", required=False)

    def clean_id_number(self):
        text = self.cleaned_data["id_number"]
        if text.strip() and parse_identity_number(text) is None:
            raise ValidationError("身份证号不正确（应为18位，校验码须相符）。请对照证件核对。")
        return text

    def clean_phone(self):
        phone = normal_phone(self.cleaned_data["phone"])
        if self.cleaned_data["phone"].strip() and not is_phone(phone):
            raise ValidationError("手机号不正确。请填写11位手机号，或带区号的固定电话。")
        return phone


class PersonCreateForm(PersonFacts):
    organization = OrganizationChoiceField(
        label="所在社区（单位）", queryset=Organization.objects.none(), help_text="由哪个组织建档，哪个组织就能看到"
    )
    fieldsets = [
        ("本人", ["name", "id_number", "phone", "gender", "birth_date"]),
        ("类别", ["organization", "is_member", "groups"]),
    ]

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.managed_by(self.user, *REGISTRARS)

    def clean(self):
        values = super().clean()
        if not self.errors and not values["phone"] and not values["id_number"].strip():
            self.add_error("phone", "手机号和身份证号至少填写一项，否则无法识别是否同一个人。")
        return values


class PersonUpdateForm(PersonFacts):
    """Numbers stay as they are unless new ones are typed: the old ones are not shown."""

    fieldsets = [
        ("本人", ["name", "id_number", "phone", "gender", "birth_date"]),
        ("类别", ["is_member", "groups"]),
    ]

    def __init__(self, *args, instance: Person, **kwargs):
        facts = ("name", "gender", "birth_date", "groups", "is_member")
        initial = {field: getattr(instance, field) for field in facts}
        super().__init__(*args, **kwargs | {"initial": initial | (kwargs.get("initial") or {})})
        for field, shown in (("id_number", instance.masked_id_number), ("phone", instance.masked_phone)):
            self.fields[field].help_text = f"现为 {shown}，不改请留空。" if shown else "尚未登记。"

    def clean(self):
        """An empty number is no change."""
        values = super().clean()
        return {name: value for name, value in values.items() if value or name not in ("id_number", "phone")}


class RevealForm(UserFormMixin, forms.Form):
    reason = forms.CharField(
        label="查看事由",
        max_length=200,
        min_length=4,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="例如：核对困难职工补助发放名单。谁、何时、为何查看会长期保存。",
    )


class MergeForm(UserFormMixin, forms.Form):
    """Which row is kept, and why they are one person."""

    into = forms.ModelChoiceField(
        label="保留的档案",
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="同一手机号，或同名且出生日期不矛盾的档案。没有要找的，请先更正其中一份的姓名或手机号。",
    )
    reason = forms.CharField(
        label="合并依据",
        max_length=200,
        min_length=4,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="例如：经本人电话确认，两次登记姓名写法不同",
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        found = likely_same(person, Person.objects.told_to(self.user)).select_related("organization")
        self.fields["into"].queryset = found
        self.fields["into"].label_from_instance = self.describe

    def clean_into(self):
        into = self.cleaned_data["into"]
        if not self.user.has_perm("orgs.merge_people", into):
            raise ValidationError("您没有合并这份档案的权限，请联系街道总工会办理。")
        return into

    @staticmethod
    def describe(person: Person) -> str:
        facts = (person.name, person.birth_date and str(person.birth_date), person.masked_phone, person.organization)
        return " · ".join(str(fact) for fact in facts if fact) + f"（档案{person.pk}）"


class LookupForm(forms.Form):
    number = forms.CharField(
        label="手机号或身份证号",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        help_text="须填完整号码",
    )

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not is_phone(normal_phone(number)) and parse_identity_number(number) is None:
            raise ValidationError("号码不正确。请填写完整的11位手机号或18位身份证号。")
        return number
