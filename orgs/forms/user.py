"""Forms of accounts and their roles."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import Role
from orgs.models import Organization, User
from orgs.roles import grantable_roles, roles_for

NOT_YOURS = "您没有在该组织办理的权限，请选择您管理的组织。"


class SignInForm(AuthenticationForm):
    """A name longer than any of ours is wrong before the lock-out writes it down (Django only limits typing it)."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))


class RoleForm(UserFormMixin, forms.Form):
    """A role at an organization for a period."""

    organization = OrganizationChoiceField(label="任职组织", queryset=Organization.objects.none())
    role = forms.ChoiceField(label="角色")
    valid_from = forms.DateField(
        label="开始日期", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="留空为今天"
    )
    valid_to = forms.DateField(
        label="结束日期", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="留空为长期"
    )

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
    email = forms.EmailField(label="电子邮箱", required=False, help_text="用于接收提醒")
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
        labels = {"email": "电子邮箱"}


class PasswordForm(UserFormMixin, PasswordMixin):
    """A new password for another person."""
