"""Forms of this app; choices start at what the user manages or sees."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from stdnum.cn import uscc

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import Gender, OrganizationKind, Role, ServiceGroup, UnionLevel
from orgs.identity_number import is_phone, parse_identity_number
from orgs.models import Organization, Person, User, Venue
from orgs.models.person import normal_phone
from orgs.permissions import REGISTRARS, UNION_STAFF
from orgs.queries import likely_same
from orgs.roles import grantable_roles, roles_for

DAY = forms.DateInput(attrs={"type": "date"})
NOT_YOURS = "您没有在该组织办理的权限，请选择您管理的组织。"


class SignInForm(AuthenticationForm):
    """A name longer than any of ours is wrong before the lock-out writes it down (Django only limits typing it)."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))


class OrganizationFacts(UserFormMixin, forms.ModelForm):
    """What create and update ask alike."""

    def clean_credit_code(self):
        code = self.cleaned_data["credit_code"].strip()
        if code and not uscc.is_valid(code.upper()):
            raise ValidationError("统一社会信用代码不正确（18位，校验码须相符）。请对照登记证书核对。")
        return code.upper()


class OrganizationCreateForm(OrganizationFacts):
    parent = OrganizationChoiceField(label="上级组织", queryset=Organization.objects.none())
    kind = forms.ChoiceField(
        label="类型",
        choices=[
            (kind, "基层工会" if kind == OrganizationKind.UNION else label) for kind, label in OrganizationKind.choices
        ],
        help_text="市、区县、街道、社区工会由“导入区划”建立，不在这里登记。",
    )
    code = forms.CharField(label="代码", required=False, max_length=30, help_text="留空则由系统编号。")
    fieldsets = [
        ("基本信息", ["parent", "kind", "name", "code", "credit_code"]),
        ("法人资格（签订合同用）", ["legal_representative", "legal_person_number", "legal_person_until"]),
        ("联系方式", ["contact_phone", "address"]),
        ("启用", ["active_from", "active_to"]),
    ]

    class Meta:
        model = Organization
        fields = [
            "name", "credit_code", "legal_representative", "legal_person_number", "legal_person_until", "contact_phone",
            "address", "active_from", "active_to",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Organization.objects.managed_by(self.user)


class OrganizationUpdateForm(OrganizationFacts):
    fieldsets = [
        ("基本信息", ["name", "credit_code", "tier", "is_pilot"]),
        ("法人资格（签订合同用）", ["legal_representative", "legal_person_number", "legal_person_until"]),
        ("联系方式", ["contact_phone", "address"]),
        ("启用", ["active_from", "active_to"]),
    ]

    class Meta:
        model = Organization
        fields = [
            "name", "credit_code", "tier", "is_pilot", "legal_representative", "legal_person_number",
            "legal_person_until", "contact_phone", "address", "active_from", "active_to",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.level != UnionLevel.COMMUNITY:
            del self.fields["tier"], self.fields["is_pilot"]


class RoleForm(UserFormMixin, forms.Form):
    """A role at an organization for a period."""

    organization = OrganizationChoiceField(label="任职组织", queryset=Organization.objects.none())
    role = forms.ChoiceField(label="角色")
    valid_from = forms.DateField(label="开始日期", required=False, widget=DAY, help_text="留空为今天。")
    valid_to = forms.DateField(label="结束日期", required=False, widget=DAY, help_text="留空为长期。")

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.managed_by(self.user)
        grantable = grantable_roles(self.user)
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in grantable]

    def clean(self):
        values = super().clean()
        organization, role = values.get("organization"), values.get("role")
        if organization and not self.user.has_perm("orgs.grant_membership", organization):
            self.add_error("organization", NOT_YOURS)
        elif organization and role and role not in roles_for(organization):
            fitting = "、".join(Role(fit).label for fit in roles_for(organization)) or "无"
            self.add_error("role", f"{organization}不设这个角色，可以授予：{fitting}。")
        if values.get("valid_from") and values.get("valid_to") and values["valid_to"] < values["valid_from"]:
            self.add_error("valid_to", "结束日期早于开始日期，请改正。")
        return values


class PasswordMixin(forms.Form):
    """An initial password the creator hands over."""

    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少8位，不能是常见密码或纯数字。请当面告知本人，并提醒登录后修改。",
    )

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, User(username=self.data.get("username", ""), name=self.data.get("name", "")))
        return password


class UserCreateForm(PasswordMixin, RoleForm):
    username = forms.CharField(label="用户名", max_length=150, validators=[User.username_validator])
    name = forms.CharField(label="姓名", max_length=60)
    email = forms.EmailField(label="电子邮箱", required=False, help_text="用于接收提醒。")
    phone = forms.CharField(label="工作电话", required=False, max_length=20)
    fieldsets = [
        ("账号", ["name", "username", "password", "email", "phone"]),
        ("任职", ["organization", "role", "valid_from", "valid_to"]),
    ]

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():  # unscoped: sign-in names are unique everywhere
            raise ValidationError("这个用户名已被使用，请换一个。")
        return username


class UserUpdateForm(UserFormMixin, forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "email", "phone"]


class PasswordForm(UserFormMixin, PasswordMixin):
    """A new password for another person."""


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
    birth_date = forms.DateField(label="出生日期", required=False, widget=DAY, help_text="填了身份证号则自动取得。")
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
        label="所在社区（单位）", queryset=Organization.objects.none(), help_text="由哪个组织建档，哪个组织就能看到。"
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
        help_text="例如：经本人电话确认，两次登记姓名写法不同。",
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        found = likely_same(person, Person.objects.visible_to(self.user)).select_related("organization")
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
        help_text="须填完整号码。",
    )

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not is_phone(normal_phone(number)) and parse_identity_number(number) is None:
            raise ValidationError("号码不正确。请填写完整的11位手机号或18位身份证号。")
        return number


class DivisionForm(forms.Form):
    file = forms.FileField(
        label="区划代码文件",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="CSV文件，表头为 code,name,level,parent_code，UTF-8或GBK编码，不超过10 MB。",
    )


class VenueForm(UserFormMixin, forms.ModelForm):
    """Facts of a venue; the operation checks them."""

    fieldsets = [
        ("基本信息", ["organization", "name", "kind", "address"]),
        ("开放", ["opening_hours", "phone", "is_open"]),
        ("条件", ["area", "capacity", "facilities", "is_accessible"]),
        ("位置（签到时核对是否到场用，可不填）", ["latitude", "longitude", "radius"]),
    ]

    class Meta:
        model = Venue
        fields = [
            "name", "kind", "address", "opening_hours", "phone", "is_open", "area", "capacity", "facilities",
            "is_accessible", "latitude", "longitude", "radius",
        ]  # fmt: skip
        help_texts = {
            "latitude": "十进制度数，如 41.79512；手机地图里长按地点可以看到",
            "longitude": "如 123.42933",
            "radius": "以坐标为圆心，手机在此范围内算到场",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].widget.attrs["data-unit"] = "平方米"
        self.fields["area"].label = "面积"
        self.fields["capacity"].widget.attrs["data-unit"] = "人"
        self.fields["radius"].widget.attrs["data-unit"] = "米"
        self.fields["radius"].label = "签到范围"

    def _post_clean(self):
        """Nothing is put onto the instance here: the operation reads the row again and says what is wrong."""


class VenueCreateForm(VenueForm):
    organization = OrganizationChoiceField(label="所属组织", queryset=Organization.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.managed_by(self.user, *UNION_STAFF, Role.NGO)
