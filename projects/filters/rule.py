"""What the lists of the rule centre can be narrowed by."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from orgs.enums import UnionLevel
from orgs.filters import OrganizationFilter
from projects.enums import ParameterName, ProcurementCategory, ThresholdKind
from projects.filters.base import SearchFilter, of_organization
from projects.models import BudgetRuleSet, Parameter, Scorecard, Threshold
from projects.models.rule import Standing


class ThresholdFilter(django_filters.FilterSet):
    q = SearchFilter("地区或依据")
    kind = django_filters.ChoiceFilter(label="门槛", choices=ThresholdKind.choices)
    category = django_filters.ChoiceFilter(label="采购类别", choices=ProcurementCategory.choices)
    level = django_filters.ChoiceFilter(label="适用层级", choices=UnionLevel.choices)
    organization = OrganizationFilter(label="适用地区", method="of_region")

    class Meta:
        model = Threshold
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(of_organization(text) | Q(source_text__icontains=text))

    def of_region(self, rows, name, organization):
        return rows.filter(organization__path__startswith=organization.path)


class ParameterFilter(django_filters.FilterSet):
    name = django_filters.ChoiceFilter(label="参数", choices=ParameterName.choices)
    on = django_filters.DateFilter(label="生效日期不晚于", field_name="valid_from", lookup_expr="lte")

    class Meta:
        model = Parameter
        fields: list[str] = []


class ParameterHistoryFilter(django_filters.FilterSet):
    """Of one parameter: the page names it."""

    q = SearchFilter("依据")
    on = django_filters.DateFilter(label="生效日期不晚于", field_name="valid_from", lookup_expr="lte")

    class Meta:
        model = Parameter
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(source_text__icontains=text)


class VersionFilter(django_filters.FilterSet):
    q = SearchFilter("名称或依据")
    standing = django_filters.ChoiceFilter(label="状态", choices=Standing.choices, method="stands")

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(source_text__icontains=text))

    def stands(self, rows, name, standing):
        return rows.with_standing(timezone.localdate()).filter(standing=standing)


class ScorecardFilter(VersionFilter):
    class Meta:
        model = Scorecard
        fields: list[str] = []


class BudgetRuleSetFilter(VersionFilter):
    class Meta:
        model = BudgetRuleSet
        fields: list[str] = []
