"""Forms of the catalogue and of orders."""

from typing import ClassVar

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import OrganizationKind
from orgs.models import Organization
from services.enums import ActivityKind
from services.forms.fields import LecturerField, PlannableActivityField
from services.forms.my_service import as_date
from services.forms.session import MeetingForm
from services.forms.volunteer import ProvenForm
from services.models import CatalogueItem, Order
from services.operations.order import MOST_MINUTES, MOST_PEOPLE
from services.queries.order import (
    activities_for,
    lecturers_for,
    offered_to,
    orderable_items,
    orderers_for,
    projects_of,
    providers_for,
)

UNIT = {"data-unit": "人"}
WISHED = ("wished_1", "wished_2", "wished_3")


class CatalogueItemForm(UserFormMixin, forms.ModelForm):
    minutes = forms.IntegerField(
        label="时长", min_value=1, max_value=MOST_MINUTES, widget=forms.NumberInput(attrs={"data-unit": "分钟"})
    )
    people_min = forms.IntegerField(
        label="最少人数", min_value=1, max_value=MOST_PEOPLE, initial=1, widget=forms.NumberInput(attrs=UNIT)
    )
    people_max = forms.IntegerField(
        label="最多人数", min_value=1, max_value=MOST_PEOPLE, widget=forms.NumberInput(attrs=UNIT)
    )
    fieldsets = (
        ("服务", ("organization", "name", "kind", "description")),
        ("要求", ("minutes", "people_min", "people_max", "project", "is_open")),
    )

    class Meta:
        model = CatalogueItem
        fields = ["name", "kind", "description", "minutes", "people_min", "people_max", "project", "is_open"]
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "请选择形式"), *ActivityKind.choices]
        self.fields["project"].queryset = projects_of(self.user)
        self.fields["project"].empty_label = "不限项目，服务区域内都可以点单"

    def clean(self):
        values = super().clean()
        low, high = values.get("people_min"), values.get("people_max")
        if low and high and high < low:
            self.add_error("people_max", "最多人数不能小于最少人数。")
        return values


class CatalogueItemCreateForm(CatalogueItemForm):
    organization = forms.ModelChoiceField(Organization.objects.none(), label="提供单位", empty_label="请选择单位")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        providers = providers_for(self.user)
        self.fields["organization"].queryset = providers
        self.fields["organization"].initial = providers.values_list("pk", flat=True).first()


class WishForm(forms.Form):
    """When, where and for how many. Gives ``wished_on``."""

    wished_1 = forms.DateField(label="期望日期")
    wished_2 = forms.DateField(label="备选日期一", required=False)
    wished_3 = forms.DateField(label="备选日期二", required=False)
    place = forms.CharField(label="地点", max_length=60)
    people = forms.IntegerField(
        label="预计人数", min_value=1, max_value=MOST_PEOPLE, widget=forms.NumberInput(attrs=UNIT)
    )
    note = forms.CharField(label="要求", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self):
        values = super().clean()
        days = [values.pop(name, None) for name in WISHED]
        values["wished_on"] = [day for day in days if day]
        return values


class OrderForm(UserFormMixin, WishForm):
    item = forms.ModelChoiceField(
        CatalogueItem.objects.none(),
        label="服务",
        empty_label="请选择服务",
        widget=forms.Select(attrs={"data-wide": ""}),
        error_messages={"invalid_choice": "没有这项服务，或者它暂不接受点单。请从服务目录里选择。"},
    )
    organization = OrganizationChoiceField(
        label="点单组织", queryset=Organization.objects.none(), kind=OrganizationKind.UNION, empty_label="请选择工会"
    )
    enterprise = forms.CharField(label="点单企业", max_length=60, required=False, help_text="为企业点单的填写企业名称")
    contact_name = forms.CharField(label="联系人", max_length=30)
    contact_phone = forms.CharField(
        label="联系电话", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    fieldsets = (
        ("服务", ("item", "people", "note")),
        ("点单方", ("organization", "enterprise", "contact_name", "contact_phone")),
        ("时间地点", ("wished_1", "wished_2", "wished_3", "place")),
    )

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = orderable_items(self.user)
        self.fields["item"].label_from_instance = lambda item: (
            f"{item.name}（{item.organization.name}，{item.people_min}–{item.people_max}人）"
        )
        unions = orderers_for(self.user)
        self.fields["organization"].queryset = unions
        self.fields["organization"].initial = unions.order_by("depth", "path").values_list("pk", flat=True).first()


class PublicOrderForm(WishForm, ProvenForm):
    """What an enterprise asks its community for, once its phone is proven."""

    name = forms.CharField(
        label="联系人", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写联系人姓名。"},
    )  # fmt: skip
    item = forms.ModelChoiceField(
        CatalogueItem.objects.none(), label="服务", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "请选择一项服务。", "invalid_choice": "没有这项服务，或者它已暂停接受点单。"},
    )  # fmt: skip
    enterprise = forms.CharField(
        label="企业名称", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text="与营业执照一致，便于社区工会核实", error_messages={"required": "请填写企业名称。"},
    )  # fmt: skip
    field_order = ("item", "enterprise", "people", *WISHED, "place", "note", "name", "phone")

    def __init__(self, *args, community: Organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = offered_to(community)
        self.fields["item"].label_from_instance = offer
        self.fields["people"].widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        for name in WISHED:
            as_date(self.fields[name])


def offer(item: CatalogueItem) -> str:
    """One service in a line, as a reader of the public page needs it."""
    return f"{item.name}（{item.organization.name}，{item.minutes}分钟，{item.people_min}–{item.people_max}人）"


class OrderScheduleForm(MeetingForm):
    """The session made for an order; starts from what the orderer wished."""

    activity = PlannableActivityField(label="列入活动", help_text="没有合适的活动，先在“活动”里新建或从模板新建")
    fieldsets = (
        ("活动", ("activity", "topic", "capacity")),
        ("时间与地点", ("on", "starts", "ends", "place", "venue", "is_online")),
        ("人员", ("lecturer", "workers")),
    )

    def __init__(self, *args, order: Order, **kwargs):
        super().__init__(*args, **kwargs)
        self.order = order
        self.fields["activity"].queryset = activities_for(order, self.user)

    def host(self, values):
        return self.order.organization


class OrderDispatchForm(forms.Form):
    lecturer = LecturerField()
    crew = forms.CharField(
        label="派出人员", max_length=200, required=False, help_text="如：文艺轻骑兵8人；讲师以外的人员写在这里"
    )
    note = forms.CharField(label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, order: Order, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lecturer"].queryset = lecturers_for(order)
        self.fields["lecturer"].initial = order.session.lecturer_id if order.session else None

    def clean(self):
        values = super().clean()
        if not self.errors and not values.get("lecturer") and not values.get("crew"):
            self.add_error("crew", "请选择讲师或填写派出人员。")
        return values


class OrderFeedbackForm(forms.Form):
    score = forms.TypedChoiceField(
        label="评分",
        choices=[(5, "5分 很好"), (4, "4分 好"), (3, "3分 一般"), (2, "2分 较差"), (1, "1分 很差")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    feedback = forms.CharField(label="评价", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}))


def wished(order: Order) -> dict:
    """The schedule form as the orderer would fill it: the first wished day still ahead, their place and people."""
    today = timezone.localdate()
    days = [day for day in order.wished_on if day >= today]
    return {"on": days[0] if days else None, "venue": order.place, "capacity": order.people}
