"""The filters of this app, and the place and period every list shares."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from orgs.choices import OrganizationSelect
from orgs.enums import OrganizationKind, Role, ServiceGroup, Tier, UnionLevel, VenueKind
from orgs.models import Membership, Organization, PersonOrganization
from orgs.queries import matching_organizations

PLACE_FIELDS = ("organization", "start", "end")


def visible_organizations(request):
    """What the asking user may choose; nobody asks while the API schema is being drawn."""
    return Organization.objects.visible_to(request.user) if request else Organization.objects.none()


@extend_schema_field(OpenApiTypes.STR)
class OrganizationFilter(django_filters.ModelChoiceFilter):
    """One visible organization, named by its code; any other code is an error that tells nothing."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", "组织")
        kwargs.setdefault("queryset", visible_organizations)
        kwargs.setdefault("to_field_name", "code")
        kwargs.setdefault("widget", OrganizationSelect(by="code"))
        kwargs.setdefault("error_messages", {"invalid_choice": "没有这个组织，或者它不在您能看到的范围内。"})
        super().__init__(*args, **kwargs)


class PlaceForm(forms.Form):
    """Refuses a period that ends before it starts, and years nobody has records of."""

    def clean(self):
        values = super().clean()
        start, end = values.get("start"), values.get("end")
        for name, day in (("start", start), ("end", end)):
            if day and not 2000 <= day.year <= 2100:
                self.add_error(name, "请填写2000年至2100年之间的日期。")
        if start and end and end < start:
            self.add_error("end", "结束日期早于开始日期，请改正后再查询。")
        return values


class PlaceFilterSet(django_filters.FilterSet):
    """Narrows by ``organization`` (code), ``start`` and ``end`` (days, inclusive).

    ``place_paths`` are lookups to organizations: the first is where a row belongs, the last who contracted it.
    A territory or party organization narrows by the first, a social organization by the last; ``""`` is the row
    itself. ``day_field`` is the row's day; rows that last until ``last_day_field`` match when they overlap.
    """

    place_paths: tuple[str, ...] = ("organization",)
    day_field = ""
    last_day_field = ""

    organization = OrganizationFilter(method="in_place")
    start = django_filters.DateFilter(label="起始日期", method="from_day")
    end = django_filters.DateFilter(label="截止日期", method="to_day")

    def get_form_class(self):
        """The filters of the list itself come first, place and period last."""
        own = [name for name in self.filters if name not in PLACE_FIELDS]
        shared = [name for name in PLACE_FIELDS if name in self.filters]
        fields = {name: self.filters[name].field for name in (*own, *shared)}
        return type(f"{type(self).__name__}Form", (PlaceForm,), fields)

    def in_place(self, rows, name, organization):
        is_contractor = organization.kind == OrganizationKind.SOCIAL
        path = self.place_paths[-1 if is_contractor else 0]
        lookup = f"{path}__path__startswith" if path else "path__startswith"
        return rows.filter(**{lookup: organization.reach})

    def from_day(self, rows, name, day):
        return rows.filter(**{f"{self.last_day_field or self.day_field}__gte": day})

    def to_day(self, rows, name, day):
        return rows.filter(**{f"{self.day_field}__lte": day})


class OrganizationListFilter(PlaceFilterSet):
    """Organizations by name, place in the tree and kind; ``organization`` is the subtree, ``parent`` one level."""

    place_paths = ("",)

    organization = OrganizationFilter(label="所属范围", method="in_place", widget=forms.HiddenInput)
    q = django_filters.CharFilter(label="名称、拼音首字母或代码", method="search")
    level = django_filters.ChoiceFilter(label="层级", choices=UnionLevel.choices)
    kind = django_filters.ChoiceFilter(label="类型", choices=OrganizationKind.choices)
    tier = django_filters.ChoiceFilter(label="社区分级", choices=Tier.choices)
    is_rural = django_filters.ChoiceFilter(label="城乡", choices=[("true", "农村"), ("false", "城市")], method="rural")
    parent = OrganizationFilter(label="直接上级", method="under", widget=forms.HiddenInput)
    start = None
    end = None

    def search(self, rows, name, text):
        return matching_organizations(rows, text)

    def rural(self, rows, name, value):
        return rows.filter(is_rural=value == "true")

    def under(self, rows, name, organization):
        return rows.filter(path__startswith=organization.path, depth=organization.depth + 1)


class UserFilter(django_filters.FilterSet):
    """Staff by name, role and the subtree they serve in."""

    q = django_filters.CharFilter(label="姓名或用户名", method="search")
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, method="holding")
    organization = OrganizationFilter(method="serving")

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(username__icontains=text))

    def holding(self, rows, name, role):
        return rows.filter(pk__in=self._seen().filter(role=role).values("user_id"))

    def serving(self, rows, name, organization):
        return rows.filter(
            pk__in=self._seen().filter(organization__path__startswith=organization.reach).values("user_id")
        )

    def _seen(self):
        """SECURITY: only roles the reader may see count, or the filter would tell about the others."""
        return Membership.objects.visible_to(self.request.user).current()


class MembershipFilter(django_filters.FilterSet):
    """Roles by who holds them and where."""

    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices)
    organization = OrganizationFilter(method="at")
    user = django_filters.NumberFilter(label="用户")

    def at(self, rows, name, organization):
        return rows.filter(organization__path__startswith=organization.reach)


class PersonFilter(django_filters.FilterSet):
    """People by name and by the organizations that know them.

    SECURITY: never by phone or identity number: a list's filters stand in the address, and addresses are logged.
    """

    q = django_filters.CharFilter(label="姓名", method="search")
    group = django_filters.ChoiceFilter(label="服务对象类别", choices=ServiceGroup.choices, method="of_group")
    is_member = django_filters.ChoiceFilter(
        label="工会会员", choices=[("true", "会员"), ("false", "非会员")], method="member"
    )
    organization = OrganizationFilter(method="known_at")

    def search(self, rows, name, text):
        return rows.naming(self.request.user).filter(shown_name__icontains="".join(text.split()))

    def of_group(self, rows, name, group):
        return rows.filter(groups__contains=[group])

    def member(self, rows, name, value):
        return rows.filter(is_member=value == "true")

    def known_at(self, rows, name, organization):
        known = PersonOrganization.objects.visible_to(self.request.user).filter(
            person=OuterRef("pk"), organization__path__startswith=organization.reach
        )
        return rows.filter(Exists(known))

    def get_form_class(self):
        return type("PersonFilterForm", (NoNumbersForm,), {name: row.field for name, row in self.filters.items()})


class NoNumbersForm(forms.Form):
    """Sends whoever types a number into the name box to the page that takes numbers."""

    def clean_q(self):
        text = self.cleaned_data["q"]
        if sum(mark.isdigit() for mark in text) >= 5:
            raise forms.ValidationError("这里只按姓名查。查手机号或身份证号请用“按号码查找”，号码不会留在网址里。")
        return text


class VenueFilter(PlaceFilterSet):
    """Venues by name, kind and the subtree of their organization."""

    q = django_filters.CharFilter(label="名称、地址或所属组织", method="search")
    kind = django_filters.ChoiceFilter(label="类型", choices=VenueKind.choices)
    is_open = django_filters.ChoiceFilter(
        label="开放", choices=[("true", "对外开放"), ("false", "不对外开放")], method="opened"
    )
    start = None
    end = None

    def search(self, rows, name, text):
        owner = Q(organization__name__icontains=text) | Q(organization__initials__istartswith=text)
        return rows.filter(Q(name__icontains=text) | Q(address__icontains=text) | owner)

    def opened(self, rows, name, value):
        return rows.filter(is_open=value == "true")
