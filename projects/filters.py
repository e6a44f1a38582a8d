"""What lists and API endpoints can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q

from orgs.enums import OrganizationKind, ServiceGroup
from orgs.filters import PlaceFilterSet
from projects.enums import EntryKind, FundKind, InstalmentState, NeedCategory, NeedState, ProjectState
from projects.models import Fund, Instalment, LedgerEntry, Need, Project
from projects.queries import matching_needs


class SearchFilter(django_filters.CharFilter):
    """Free text; the method of the filter set says where it looks."""

    def __init__(self, label: str):
        super().__init__(label=label, method="search", widget=forms.TextInput(attrs={"type": "search"}))


def of_organization(text: str, path: str = "organization") -> Q:
    """The organization's name contains ``text`` or its initials begin with it."""
    return Q(**{f"{path}__name__icontains": text}) | Q(**{f"{path}__initials__startswith": text.lower()})


def visible(model):
    """Choices of a filter: what the asking user may see; nobody asks while the API schema is drawn."""
    return lambda request: model.objects.visible_to(request.user) if request else model.objects.none()


class NeedFilter(PlaceFilterSet):
    place_paths = ("organization",)
    day_field = "raised_at__date"

    q = SearchFilter("需求或社区")
    state = django_filters.ChoiceFilter(label="状态", choices=NeedState.choices)
    category = django_filters.ChoiceFilter(label="类别", choices=NeedCategory.choices)
    group = django_filters.ChoiceFilter(label="服务对象", choices=ServiceGroup.choices, method="for_group")

    class Meta:
        model = Need
        fields: list[str] = []

    def search(self, rows, name, text):
        return matching_needs(rows, text)

    def for_group(self, rows, name, group):
        return rows.filter(groups__contains=[group])

    def in_place(self, rows, name, organization):
        if organization.kind != OrganizationKind.SOCIAL:
            return super().in_place(rows, name, organization)
        contracted = Need.projects.through.objects.filter(  # unscoped: narrows rows that are scoped already
            project__contractor__path__startswith=organization.path
        )
        return rows.filter(pk__in=contracted.values("need_id"))


class ProjectFilter(PlaceFilterSet):
    place_paths = ("organization", "contractor")
    day_field = "starts_on"
    last_day_field = "ends_on"

    q = SearchFilter("项目、编号或承接单位")
    state = django_filters.ChoiceFilter(label="状态", choices=ProjectState.choices)
    category = django_filters.ChoiceFilter(label="类别", choices=NeedCategory.choices)
    funded = django_filters.ChoiceFilter(
        label="立项情况", choices=[("1", "已立项"), ("0", "未立项")], method="is_funded"
    )

    class Meta:
        model = Project
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(name__icontains=text) | Q(code__icontains=text)
        return rows.filter(found | of_organization(text) | of_organization(text, "contractor"))

    def is_funded(self, rows, name, value):
        return rows.funded() if value == "1" else rows.filter(fund=None)


class FundFilter(PlaceFilterSet):
    start = end = None

    q = SearchFilter("名称或工会")
    year = django_filters.NumberFilter(label="年度", min_value=2000, max_value=2100)
    kind = django_filters.ChoiceFilter(label="资金类别", choices=FundKind.choices)

    class Meta:
        model = Fund
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | of_organization(text))


class LedgerEntryFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "on"

    q = SearchFilter("项目、资金来源或说明")
    kind = django_filters.ChoiceFilter(label="类别", choices=EntryKind.choices)
    fund = django_filters.ModelChoiceFilter(label="资金来源", queryset=visible(Fund))
    # Set by the links of project pages; the search field finds projects without listing thousands of them.
    project = django_filters.ModelChoiceFilter(label="项目", queryset=visible(Project), widget=forms.HiddenInput)

    class Meta:
        model = LedgerEntry
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(
            Q(project__name__icontains=text)
            | Q(project__code__icontains=text)
            | Q(fund__name__icontains=text)
            | Q(note__icontains=text)
        )

    def in_place(self, rows, name, organization):
        """Project money belongs to the project's community, an appropriation to the fund's union."""
        if organization.kind == OrganizationKind.SOCIAL:
            return super().in_place(rows, name, organization)
        here = organization.reach
        without_project = Q(project=None, fund__organization__path__startswith=here)
        return rows.filter(Q(project__organization__path__startswith=here) | without_project)


class InstalmentFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "due_on"

    q = SearchFilter("项目或编号")
    state = django_filters.ChoiceFilter(label="状态", choices=InstalmentState.choices)

    class Meta:
        model = Instalment
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(project__name__icontains=text) | Q(project__code__icontains=text))
