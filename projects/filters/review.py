"""What the lists of the review can be narrowed by."""

import django_filters
from django import forms
from django.db.models import Q

from orgs.models import User
from projects.enums import SheetState, TieKind
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import Application, Call, ExpertTie, ScoreSheet


class ExpertFilter(django_filters.FilterSet):
    q = SearchFilter("姓名或所在工会")

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, rows, name, text):
        text = text.replace("\0", "")
        here = Q(memberships__organization__name__icontains=text)
        return rows.filter(Q(name__icontains=text) | here).distinct()


def experts(request):
    """Those named in the ties the asking user may see."""
    if request is None:
        return User.objects.none()
    return User.objects.filter(pk__in=ExpertTie.objects.visible_to(request.user).values("expert"))  # unscoped: of those


class ExpertTieFilter(django_filters.FilterSet):
    q = SearchFilter("专家或单位")
    kind = django_filters.ChoiceFilter(label="关联", choices=TieKind.choices)
    expert = django_filters.ModelChoiceFilter(label="专家", queryset=experts, widget=forms.HiddenInput)

    class Meta:
        model = ExpertTie
        fields: list[str] = []

    def search(self, rows, name, text):
        text = text.replace("\0", "")
        return rows.filter(Q(expert__name__icontains=text) | of_organization(text))


def calls_of_sheets(request):
    if request is None:
        return Call.objects.none()
    return Call.objects.visible_to(request.user).filter(
        pk__in=ScoreSheet.objects.visible_to(request.user).values("application__call_id")
    )


class ScoreSheetFilter(django_filters.FilterSet):
    q = SearchFilter("项目或编号")
    state = django_filters.ChoiceFilter(label="状态", choices=SheetState.choices)
    call = django_filters.ModelChoiceFilter(label="批次", field_name="application__call", queryset=calls_of_sheets)
    application = django_filters.ModelChoiceFilter(
        label="申报", queryset=visible(Application), widget=forms.HiddenInput
    )
    round = django_filters.NumberFilter(label="轮次", min_value=1, max_value=99, widget=forms.HiddenInput)

    class Meta:
        model = ScoreSheet
        fields: list[str] = []

    def search(self, rows, name, text):
        text = text.replace("\0", "")
        return rows.filter(Q(application__name__icontains=text) | Q(application__code__icontains=text))
