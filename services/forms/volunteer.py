"""Forms of pages and public pages: volunteers, teams and trainings."""

import re
from datetime import date

from django import forms

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import Gender
from orgs.models import Organization
from services.enums import VolunteerSkill
from services.forms.registration import ProvenForm, WhoForm
from services.models import Team, Volunteer, VolunteerAward
from services.queries.volunteer import TOGETHER, hosting_places, named_volunteers, registering_places

SPLIT = re.compile(r"[\s,，、;；]+")


class SkillsField(forms.MultipleChoiceField):
    def __init__(self, **kwargs):
        kwargs = {"label": "技能", "choices": VolunteerSkill.choices, "required": False} | kwargs
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)


class GuardianForm(forms.Form):
    """A guardian, asked of minors only; what is typed for an adult is not kept."""

    guardian_name = forms.CharField(label="监护人姓名", max_length=60, required=False, help_text="未满18周岁必填")
    guardian_phone = forms.CharField(
        label="监护人电话",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    guardian_consents = forms.BooleanField(label="监护人同意其参加志愿服务", required=False)


class VolunteerFacts(forms.Form):
    skills = SkillsField()
    intention = forms.CharField(label="服务意向", max_length=120, required=False, help_text="例如：周末陪护老人")
    area = forms.CharField(label="居住区域", max_length=60, required=False, help_text="写到小区即可，不写门牌号")


class ShiftWhoForm(ProvenForm):
    """Who wants to come; taking part is one's own decision."""

    knows_risk = forms.BooleanField(
        label="我自愿参加，已了解上面写明的风险",
        error_messages={"required": "请先看岗位的风险说明，并勾选自愿参加。"},
    )

    def clean(self):
        values = super().clean()
        values.pop("knows_risk", None)
        return values


class PublicVolunteerForm(GuardianForm, VolunteerFacts, ProvenForm):
    """Registration without an account."""

    birth_date = forms.DateField(
        label="出生日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写出生日期。"},
    )
    agrees_to_ranking = forms.BooleanField(label="同意在服务时长排行中显示我的姓名（可不勾选）", required=False)
    consents = forms.BooleanField(
        label="我自愿参加志愿服务，同意收集以上信息",
        error_messages={"required": "请勾选同意；不同意则不能登记。"},
    )
    field_order = [
        "name", "phone", "birth_date", "skills", "intention", "area", "guardian_name", "guardian_phone",
        "guardian_consents", "agrees_to_ranking", "consents",
    ]  # fmt: skip

    def clean(self):
        values = super().clean()
        values.pop("consents", None)
        return values


class VolunteerForm(UserFormMixin, GuardianForm, VolunteerFacts):
    """What staff may correct; name and phone belong to the person's own record."""

    team = forms.ModelChoiceField(Team.objects.none(), label="所在队伍", required=False, empty_label="不在队伍中")
    national_number = forms.CharField(label="全国系统编号", max_length=30, required=False)
    agrees_to_ranking = forms.BooleanField(label="本人同意列入排行", required=False)
    fieldsets = (
        ("服务", ("skills", "intention", "area", "team", "national_number", "agrees_to_ranking")),
        ("监护人（未满18周岁）", ("guardian_name", "guardian_phone", "guardian_consents")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(self.user).filter(is_active=True).order_by("name")


class VolunteerUpdateForm(VolunteerForm):
    """The guardian's phone stays as it is unless a new one is typed: the old one is not shown."""

    def __init__(self, *args, instance: Volunteer, **kwargs):
        facts = ("skills", "intention", "area", "team", "national_number", "agrees_to_ranking", "guardian_name")
        initial = {field: getattr(instance, field) for field in facts}
        initial |= {"guardian_consents": instance.guardian_consented_on is not None}
        super().__init__(*args, **kwargs | {"initial": initial | (kwargs.get("initial") or {})})
        if shown := instance.masked_guardian_phone:
            self.fields["guardian_phone"].help_text = f"现为 {shown}，不改请留空。"


class VolunteerRegisterForm(VolunteerForm, WhoForm):
    organization = OrganizationChoiceField(Organization.objects.none(), label="登记组织")
    gender = forms.ChoiceField(label="性别", choices=Gender.choices, initial=Gender.UNKNOWN)
    birth_date = forms.DateField(label="出生日期", error_messages={"required": "请填写出生日期。"})
    fieldsets = (("本人", ("name", "phone", "birth_date", "gender", "organization")), *VolunteerForm.fieldsets)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = registering_places(self.user)


class AwardForm(UserFormMixin, forms.ModelForm):
    class Meta:
        model = VolunteerAward
        fields = ["title", "awarded_by", "awarded_on"]


class NamesField(forms.CharField):
    """Volunteers by name or number, pasted as they stand in a list; gives the rows."""

    def __init__(self, **kwargs):
        hint = f"每行一人，填姓名或志愿者编号，可从表格粘贴，一次最多{TOGETHER}人；同名的请填编号"
        kwargs = {"label": "志愿者", "help_text": hint, "max_length": TOGETHER * 40} | kwargs
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **kwargs)


class NamesForm(UserFormMixin, forms.Form):
    volunteers = NamesField()

    def clean_volunteers(self):
        lines = list(dict.fromkeys(filter(None, SPLIT.split(self.cleaned_data["volunteers"]))))
        if len(lines) > TOGETHER:
            raise forms.ValidationError(f"一次最多{TOGETHER}人，请分批添加。")
        found, problems = named_volunteers(self.user, lines)
        if problems:
            more = f"；另有{len(problems) - 5}行" if len(problems) > 5 else ""
            raise forms.ValidationError("；".join(problems[:5]) + more + "。请改正后再提交。")
        return found


class TeamForm(UserFormMixin, forms.ModelForm):
    class Meta:
        model = Team
        fields = [
            "name", "kind", "leader", "phone", "founded_on", "formal_members", "qualification", "equipment",
            "has_badge", "is_active",
        ]  # fmt: skip
        widgets = {"equipment": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "formal_members": "在编队员，不含志愿者",
            "qualification": "例如：红十字救护员证12人，水域救援资质",
        }

    fieldsets = (
        ("队伍", ("organization", "name", "kind", "founded_on", "leader", "phone", "is_active")),
        ("力量", ("formal_members", "qualification", "equipment", "has_badge")),
    )

    def clean_phone(self):
        """An empty phone is no change: the old one is not shown."""
        return self.cleaned_data["phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.phone:
            self.initial["phone"] = ""
            self.fields["phone"].help_text = f"现为 {self.instance.masked_phone}，不改请留空。"

    def clean(self):
        values = super().clean()
        if self.instance.pk and not values.get("phone"):
            values.pop("phone", None)
        return values

    def validate_unique(self):
        """The operation says it in its own words."""


class TeamCreateForm(TeamForm):
    organization = OrganizationChoiceField(Organization.objects.none(), label="挂靠组织")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = hosting_places(self.user)
        del self.fields["is_active"]


class TrainingForm(NamesForm):
    organization = OrganizationChoiceField(Organization.objects.none(), label="培训单位")
    name = forms.CharField(label="培训名称", max_length=60)
    held_on = forms.DateField(label="培训日期", initial=date.today)
    hours = forms.DecimalField(
        label="培训时长",
        max_digits=4,
        decimal_places=1,
        help_text="以半小时为单位；培训时长另列，不计入服务时长",
        widget=forms.NumberInput(attrs={"data-unit": "小时", "step": "0.5"}),
    )
    lecturer = forms.CharField(label="主讲人", max_length=60, required=False)
    volunteers = NamesField(label="参加的志愿者", required=False)
    fieldsets = (
        ("培训", ("name", "organization", "held_on", "hours", "lecturer")),
        ("参加人", ("volunteers",)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = hosting_places(self.user)
