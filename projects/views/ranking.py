"""Pages that put the scores together, for the purchaser and the auditor."""

from django.urls import reverse
from django.views.generic import DetailView

from core.export import xlsx_response
from core.views import ActionPage, DetailPage, ObjectPermissionMixin, ScopedMixin
from core.word import word_response
from projects import operations
from projects.documents.procurement_record import procurement_record_document
from projects.documents.review_report import review_report_document, sheet_rows
from projects.enums import ApplicationState, CallState
from projects.forms.review import RankForm, SpreadForm
from projects.models import Application, Call
from projects.queries.ranking import Standing, added_by, standing, what_if
from projects.queries.review import is_ranked
from projects.views.panel import OWNERS, move


def figures(found: Standing) -> list[dict]:
    """控制点: what the recommendation would do to the weak communities' part of the money."""
    call, chosen = found.call, found.selection
    if chosen is None:
        return []
    effect = what_if(call, *added_by(found))
    before, after = (("—" if value is None else f"{value:.2f}") for value in (effect.before, effect.after))
    around = f"按已分级社区数计：薄弱社区 {effect.weak_places} 个，已分级 {effect.places} 个；1 为均衡，低于 0.8 应关注"
    return [
        {"label": "拟立项", "value": f"{len(chosen.proposed)}", "unit": "个", "note": f"备选 {len(chosen.reserve)} 个"},
        {"label": "拟立项金额", "value": f"{chosen.amount:,.2f}", "unit": "元", "note": f"总额 {call.amount:,.2f} 元"},
        {"label": "薄弱社区资金占比", "value": f"{chosen.weak_part:.1%}", "unit": "",
         "note": f"{chosen.weak_amount:,.2f} 元，专项额度 {chosen.quota:,.2f} 元"},
        {"label": "公平系数", "value": after, "unit": "", "note": f"本批次前 {before}", "definition": around},
    ]  # fmt: skip


class CallRankingView(ObjectPermissionMixin, DetailPage):
    """Every application with each expert's total, the spread, the average and the rank."""

    queryset = Call.objects.select_related(*OWNERS)
    template_name = "projects/call_ranking.html"
    permission_required = "projects.read_review"

    def get_context_data(self, **kwargs):
        call, user = self.object, self.request.user
        found = standing(call)
        ranked = is_ranked(call)
        may_explain = call.state == CallState.REVIEWING and user.has_perm("projects.rank_call", call)
        return super().get_context_data(**kwargs) | {
            "title": f"评分汇总：{call}",
            "found": found,
            "ranked": ranked,
            "figures": figures(found),
            "may_explain": may_explain and found.is_complete and not ranked,
            "per_seat": progress(found),
            "transitions": self.moves(found, ranked),
            "actions": self.exports(found, ranked),
            "events": None,
            "back": {"label": call.title, "url": call.get_absolute_url()},
            "facts": [
                {"label": "第", "value": f"{call.review_round} 轮"},
                {"label": "待签署评分表", "value": f"{found.missing} 份"},
            ],
        }

    def moves(self, found: Standing, ranked: bool) -> list[dict]:
        call, user = self.object, self.request.user
        if call.state != CallState.REVIEWING or not found.is_complete:
            return []
        if ranked:
            allowed = user.has_perm("projects.publicise_call", call)
            return [move("发布公示", "projects:call-publicise", call, allowed)]
        return [move("汇总评分", "projects:call-rank", call, user.has_perm("projects.rank_call", call))]

    def exports(self, found: Standing, ranked: bool) -> list[dict]:
        if not (found.is_complete and ranked):
            return []
        pk = self.object.pk
        return [
            {"label": "评审报告（Word）", "url": reverse("projects:call-report", args=[pk])},
            {"label": "采购活动记录（Word）", "url": reverse("projects:call-record", args=[pk])},
            {"label": "评分表（Excel）", "url": reverse("projects:call-sheets", args=[pk])},
        ]


def progress(found: Standing) -> list[dict]:
    """How many sheets each expert has signed."""
    return [
        {"expert": seat.expert, "signed": sum(row.totals[number] is not None for row in found.rows),
         "due": len(found.rows)}
        for number, seat in enumerate(found.seats)
    ]  # fmt: skip


class CallRankView(ActionPage):
    queryset = Call.objects.select_related(*OWNERS)
    form_class = RankForm
    template_name = "projects/call_rank.html"
    operation = staticmethod(operations.rank_call)
    title = "汇总评分"
    warning = "汇总后写入得分和名次，确定拟立项、备选和未入选，评分表和专家不能再变动。"
    success_message = "已汇总，可以发布公示"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"figures": figures(standing(self.get_object()))}

    def get_success_url(self):
        return reverse("projects:call-ranking", args=[self.get_object().pk])


class ApplicationSpreadView(ActionPage):
    queryset = Application.objects.select_related("call__organization", "contractor")
    form_class = SpreadForm
    operation = staticmethod(operations.explain_spread)
    title = "说明分差"
    warning = "专家评分极差超过说明线，汇总前须写明复核情况，提交后不能更改。"
    success_message = "复核说明已保存"

    def get_success_url(self):
        return reverse("projects:call-ranking", args=[self.get_object().call_id])


class CallDocumentView(ObjectPermissionMixin, ScopedMixin, DetailView):
    """Documents of a review that has been ranked; refused with 403 before."""

    queryset = Call.objects.select_related(*OWNERS)

    permission_required = "projects.read_review"

    def has_permission(self):
        if not super().has_permission():
            return False
        call = self.get_object()
        scored = call.applications.filter(score__isnull=False).exclude(state=ApplicationState.REVIEWING).exists()
        return scored and is_ranked(call)


class CallReportView(CallDocumentView):
    def get(self, request, *args, **kwargs):
        call = self.get_object()
        return word_response(f"评审报告-{call.code}", review_report_document(call))


class CallRecordView(CallDocumentView):
    def get(self, request, *args, **kwargs):
        call = self.get_object()
        return word_response(f"采购活动记录-{call.code}", procurement_record_document(call))


class CallSheetsView(CallDocumentView):
    def get(self, request, *args, **kwargs):
        return xlsx_response("评分表", sheet_rows(self.get_object()))
