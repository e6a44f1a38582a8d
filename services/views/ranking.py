"""The ranking page, and staff's way to enter or leave it for a volunteer."""

from django import forms
from django.db.models import DecimalField, Value

from core.views import ActionPage, ListPage
from orgs.naming import NamingPage
from services import operations
from services.filters.ranking import RankingFilter
from services.models import Volunteer
from services.tables.ranking import RankingTable

NOBODY = Value(0, DecimalField())
ROWS = Volunteer.objects.select_related("person", "organization", "team")


class RankingListView(NamingPage, ListPage):
    queryset = ROWS.annotate(served=NOBODY, place=Value(0))  # columns of the empty table after a mistyped filter
    filterset_class = RankingFilter
    table_class = RankingTable
    title = "志愿服务排行"
    empty_title = "还没有可以排行的记录"
    empty_hint = "只列入本人同意、且在所选期间有已确认时长的志愿者。"


class RankingForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label="本人意愿", choices=[("yes", "同意列入排行"), ("no", "不列入排行")], widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )  # fmt: skip


class VolunteerRankingView(ActionPage):
    queryset = ROWS
    form_class = RankingForm
    operation = staticmethod(operations.set_ranking)
    title = "列入或退出排行"
    warning = "须由本人表示同意；本人可以随时退出。"
    success_message = "已按本人意愿办理"
