"""Forms of pages and public pages: the volunteer street."""

from datetime import datetime
from typing import ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone

from core.forms import NoteForm, UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import UnionLevel
from orgs.identity_number import PHONE
from orgs.models import Organization
from orgs.models.person import normal_phone
from services.models import Merchant
from services.operations.street import ROTA_LIMIT, SERVED_LIMIT
from services.queries.street import street_communities


def set_communities(form) -> None:
    """The communities the user may keep a street for; the only one is chosen already."""
    communities = street_communities(form.user)
    form.fields["organization"].queryset = communities
    only = list(communities[:2])
    if len(only) == 1:
        form.fields["organization"].initial = only[0].pk


def community_field() -> OrganizationChoiceField:
    return OrganizationChoiceField(
        label="社区", queryset=Organization.objects.none(), level=UnionLevel.COMMUNITY, empty_label="请选择社区"
    )


class MerchantForm(UserFormMixin, forms.ModelForm):
    phone = forms.CharField(label="联系电话", required=False, max_length=20, help_text="加密保存")

    class Meta:
        model = Merchant
        fields = ["name", "service", "address", "contact", "phone", "in_joint_union", "is_active"]

    def clean_phone(self):
        phone = normal_phone(self.cleaned_data["phone"])
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError("手机号不正确，请填写11位手机号，或者留空。")
        return phone


class MerchantCreateForm(MerchantForm):
    organization = community_field()

    class Meta(MerchantForm.Meta):
        fields = ["organization", *MerchantForm.Meta.fields]
        error_messages: ClassVar = {NON_FIELD_ERRORS: {"unique_together": "本社区已经登记过这家商户，请直接修改。"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_communities(self)


class RotaForm(UserFormMixin, forms.Form):
    """Gives what ``plan_street_days`` takes."""

    organization = community_field()
    street = forms.CharField(label="街道（地点）", max_length=60)
    on = forms.DateField(label="首日")
    starts = forms.TimeField(label="开始时间")
    ends = forms.TimeField(label="结束时间")
    days = forms.IntegerField(label="共几天", min_value=1, max_value=ROTA_LIMIT, initial=12)
    every = forms.IntegerField(label="每隔几天", min_value=1, max_value=366, initial=7, help_text="每周一次填7")
    merchants = forms.IntegerField(label="每天几家商户", min_value=1, max_value=500, initial=5)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_communities(self)

    def clean(self):
        values = super().clean()
        on, starts, ends = (values.pop(name, None) for name in ("on", "starts", "ends"))
        if on and not 2000 <= on.year <= 2100:
            self.add_error("on", "日期的年份不正确，请改正。")
        elif on and starts and ends:
            values["starts_at"] = timezone.make_aware(datetime.combine(on, starts))
            values["ends_at"] = timezone.make_aware(datetime.combine(on, ends))
        return values


class DutyForm(UserFormMixin, forms.Form):
    """Which merchants serve on a day."""

    merchants = forms.ModelMultipleChoiceField(
        label="轮值商户", queryset=Merchant.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        here = Merchant.objects.visible_to(self.user).filter(organization=day.organization_id)
        offered = here.filter(is_active=True) | here.filter(duties__day=day)
        self.fields["merchants"].queryset = offered.distinct()  # the join has a row for each of their days
        self.fields["merchants"].initial = list(day.duties.values_list("merchant_id", flat=True))

    def clean_merchants(self):
        return list(self.cleaned_data["merchants"])


class StreetDayHoldForm(NoteForm):
    """One number per merchant; empty means it did not come. Gives ``served``."""

    def __init__(self, *args, duties, **kwargs):
        super().__init__(*args, **kwargs)
        self.duties = duties
        for duty in duties:
            self.fields[f"duty_{duty.pk}"] = forms.IntegerField(
                label=f"{duty.merchant}（{duty.merchant.service}）服务人数", required=False, min_value=0,
                max_value=SERVED_LIMIT, help_text="没有到场的留空",
            )  # fmt: skip
        self.order_fields([f"duty_{duty.pk}" for duty in duties])

    def clean(self):
        values = super().clean()
        values["served"] = {duty.pk: values.pop(f"duty_{duty.pk}", None) for duty in self.duties}
        return values
