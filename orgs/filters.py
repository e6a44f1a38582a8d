"""The filters of this app, and the place and period every list shares."""

import django_filters
from django import forms

from orgs.choices import OrganizationSelect
from orgs.enums import OrganizationKind
from orgs.models import Organization

PLACE_FIELDS = ("organization", "start", "end")


def visible_organizations(request):
    """What the asking user may choose; nobody asks while the API schema is being drawn."""
    return Organization.objects.visible_to(request.user) if request else Organization.objects.none()


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
    """Refuses a period that ends before it starts."""

    def clean(self):
        values = super().clean()
        start, end = values.get("start"), values.get("end")
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
