"""What lists and API endpoints of contracts and changes can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import ChangeKind, ChangeState, ContractState
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import Change, Contract, Project
from projects.queries.bond import awaiting_bond, bonds_to_return
from projects.queries.contract import awaiting_data_return, awaiting_supplement


class ContractFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "starts_on"
    last_day_field = "ends_on"

    q = SearchFilter("合同编号、项目或承接单位")
    state = django_filters.ChoiceFilter(label="状态", choices=ContractState.choices)
    bond = django_filters.ChoiceFilter(
        label="履约保证金", choices=[("awaited", "待交存"), ("owed", "待退还")], method="wants_bond"
    )
    data = django_filters.ChoiceFilter(label="个人信息", choices=[("owed", "待确认返还或删除")], method="owes_data")

    class Meta:
        model = Contract
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(number__icontains=text) | Q(project__name__icontains=text) | Q(project__code__icontains=text)
        return rows.filter(found | of_organization(text, "party_b"))

    def wants_bond(self, rows, name, value):
        return awaiting_bond(rows) if value == "awaited" else bonds_to_return(rows)

    def owes_data(self, rows, name, value):
        return awaiting_data_return(rows)


class ChangeFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    start = end = None

    q = SearchFilter("项目、编号或理由")
    kind = django_filters.ChoiceFilter(label="变更类型", choices=ChangeKind.choices)
    state = django_filters.ChoiceFilter(label="状态", choices=ChangeState.choices)
    supplement = django_filters.ChoiceFilter(
        label="补充协议", choices=[("owed", "待登记补充协议")], method="owes_supplement"
    )
    # Set by the links of project pages.
    project = django_filters.ModelChoiceFilter(label="项目", queryset=visible(Project), widget=forms.HiddenInput)

    class Meta:
        model = Change
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(
            Q(project__name__icontains=text) | Q(project__code__icontains=text) | Q(reason__icontains=text)
        )

    def owes_supplement(self, rows, name, value):
        return awaiting_supplement(rows)
