"""What vouchers and settlements can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q

from orgs.filters import PlaceFilterSet
from projects.enums import BalanceUse, BudgetCategory, ExpenseState, SettlementState
from projects.filters.base import SearchFilter, visible
from projects.models import BudgetLine, Expense, Project, Settlement
from projects.queries.expense import COUNTED, RECOGNISED
from projects.queries.settlement import balances_to_return


class ExpenseFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    day_field = "on"

    q = SearchFilter("用途、收款方、发票号或项目")
    state = django_filters.ChoiceFilter(label="状态", choices=ExpenseState.choices)
    category = django_filters.ChoiceFilter(label="科目", choices=BudgetCategory.choices)
    # Set by the links of project pages, whose figures count exactly these rows.
    project = django_filters.ModelChoiceFilter(label="项目", queryset=visible(Project), widget=forms.HiddenInput)
    line = django_filters.ModelChoiceFilter(label="预算明细", queryset=visible(BudgetLine), widget=forms.HiddenInput)
    counted = django_filters.ChoiceFilter(
        label="占用预算", choices=[("1", "已提交且没有不予列支")], method="is_counted", widget=forms.HiddenInput
    )
    waiting = django_filters.ChoiceFilter(
        label="审核中", choices=[("1", "待审核和已初审")], method="is_waiting", widget=forms.HiddenInput
    )
    recognised = django_filters.ChoiceFilter(
        label="认可支出", choices=[("1", "已列支和已初审")], method="is_recognised", widget=forms.HiddenInput
    )

    class Meta:
        model = Expense
        fields: list[str] = []

    def search(self, rows, name, text):
        found = Q(purpose__icontains=text) | Q(payee__icontains=text) | Q(invoice_number__startswith=text.upper())
        return rows.filter(found | Q(project__name__icontains=text) | Q(project__code__icontains=text))

    def is_counted(self, rows, name, value):
        return rows.filter(state__in=COUNTED)

    def is_recognised(self, rows, name, value):
        return rows.filter(state__in=RECOGNISED)

    def is_waiting(self, rows, name, value):
        return rows.filter(state__in=(ExpenseState.SUBMITTED, ExpenseState.CHECKED))


class SettlementFilter(PlaceFilterSet):
    place_paths = ("project__organization", "project__contractor")
    start = end = None

    q = SearchFilter("项目或编号")
    state = django_filters.ChoiceFilter(label="状态", choices=SettlementState.choices)
    use = django_filters.ChoiceFilter(label="结余处理", choices=BalanceUse.choices)
    returned = django_filters.ChoiceFilter(
        label="结余退回", choices=[("1", "已退回"), ("0", "待退回")], method="is_returned"
    )

    class Meta:
        model = Settlement
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(project__name__icontains=text) | Q(project__code__icontains=text))

    def is_returned(self, rows, name, value):
        due = rows.filter(state=SettlementState.AUDITED, use=BalanceUse.RETURN, balance__gt=0)
        return balances_to_return(rows) if value == "0" else due.exclude(returned_on=None)
