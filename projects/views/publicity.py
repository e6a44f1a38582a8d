"""Pages of publicities and objections, for the purchaser."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from core.forms import NoteForm
from core.views import ActionPage, DetailPage, ListPage
from orgs.scope import has_role
from projects import deadlines, operations, workflow
from projects.enums import CallState, PublicityState
from projects.filters.publicity import ObjectionFilter, PublicityFilter
from projects.forms.publicity import DismissForm, ObjectionForm, PubliciseForm, UpholdForm
from projects.models import Application, Call, Objection, Publicity
from projects.operations.publicity import publicity_days
from projects.permissions import PURCHASERS
from projects.queries.promotion import has_awards
from projects.queries.publicity import unanswered
from projects.queries.ranking import standing
from projects.tables.publicity import ObjectionTable, PublicityTable
from projects.views.call import hold_back
from projects.views.panel import OWNERS, move
from projects.views.ranking import figures

SCORED = ("publicity", "reserve", "not_selected", "reviewing", "awarded")


class PublicityListView(ListPage):
    queryset = Publicity.objects.select_related("call").annotate(
        entry_count=Count("entries", distinct=True), objection_count=Count("objections", distinct=True)
    )
    filterset_class = PublicityFilter
    table_class = PublicityTable
    title = "公示"
    empty_title = "还没有公示"
    empty_hint = "评分汇总后，由区县以上工会发布拟立项公示。"


class PublicityDetailView(DetailPage):
    queryset = Publicity.objects.select_related("call__organization", "by")
    template_name = "projects/publicity_detail.html"
    transitions = (workflow.CLOSE_PUBLICITY,)

    def get_context_data(self, **kwargs):
        publicity, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        is_insider = user.has_perm("projects.read_review", publicity.call)
        if publicity.state == PublicityState.CLOSED and publicity.call.state == CallState.PUBLICITY:
            allowed = user.has_perm("projects.finish_call", publicity.call)
            context["transitions"] = [move("确认立项", "projects:call-finish", publicity.call, allowed)]
        return context | {
            "title": str(publicity),
            "code": publicity.call.code,
            "entries": publicity.entries.select_related("application"),
            "objections": Objection.objects.visible_to(user).filter(publicity=publicity).select_related("application"),
            "sees_objections": has_role(user, *PURCHASERS) and is_insider,
            "transitions": hold_back(context["transitions"], self.reasons()) if is_insider else [],
            "actions": self.next_actions(),
            "events": publicity.events.select_related("by").order_by("-at", "-pk"),
            "back": {"label": "公示", "url": reverse("projects:publicity-list")},
            "facts": [
                {"label": "购买主体", "value": publicity.call.organization},
                {"label": "公示期", "value": f"{publicity.starts_on} 至 {publicity.ends_on}"},
                {"label": "共", "value": f"{publicity.days} 个工作日"},
            ],
            "query_due": deadlines.query_due(publicity.ends_on),
        }

    def reasons(self) -> dict[str, str]:
        """What the end of the publicity still waits for."""
        publicity = self.object
        early = publicity.state == PublicityState.OPEN and timezone.localdate() <= publicity.ends_on
        late = f"公示到{publicity.ends_on}当天结束" if early else ""
        return {workflow.CLOSE_PUBLICITY.label: late or ("先答复异议" if unanswered(publicity.call).exists() else "")}

    def next_actions(self) -> list[dict]:
        publicity = self.object
        may = self.request.user.has_perm("projects.receive_objection", publicity)
        if not may or publicity.state == PublicityState.STOPPED:
            return []
        return [{"label": "登记书面异议", "url": reverse("projects:publicity-object", args=[publicity.pk])}]


class LatestPublicityMixin:
    """Leads to the publicity that has just been opened."""

    def get_success_url(self):
        call = self.get_object()
        latest = Publicity.objects.visible_to(self.request.user).filter(call=call).first()
        return latest.get_absolute_url() if latest and self.request.method == "POST" else call.get_absolute_url()


class CallPubliciseView(LatestPublicityMixin, ActionPage):
    queryset = Call.objects.select_related(*OWNERS)
    form_class = PubliciseForm
    template_name = "projects/call_rank.html"
    operation = staticmethod(operations.publicise_call)
    title = "发布公示"
    warning = "公示内容按发布时的名单固定，任何人不用登录即可查看并提出异议。公示期内和异议答复前不能立项。"
    success_message = "公示已发布"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"least": publicity_days(self.get_object())}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"figures": figures(standing(self.get_object()))}


class CallFinishView(ActionPage):
    queryset = Call.objects.select_related(*OWNERS)
    form_class = NoteForm
    operation = staticmethod(operations.finish_call)
    title = "确认立项"
    warning = "公示的申报全部立项，从批次资金中承诺金额，通知所有申报单位，不能撤销。"
    success_message = "已立项，接下来起草合同"


class PublicityCloseView(ActionPage):
    queryset = Publicity.objects.select_related("call__organization")
    form_class = NoteForm
    operation = staticmethod(operations.close_publicity)
    title = "公示期满"
    warning = "确认公示期已满且没有未答复的异议。办结后可以确认立项。"
    success_message = "公示已办结"


class PublicityObjectView(ActionPage):
    queryset = Publicity.objects.select_related("call__organization")
    form_class = ObjectionForm
    operation = staticmethod(operations.receive_objection)
    title = "登记书面异议"
    warning = "来信来访提出的异议在这里登记。提出人和联系方式加密保存，7 个工作日内应当答复。"
    success_message = "异议已登记"

    def get_form_kwargs(self):
        call = self.get_object().call_id
        scored = Application.objects.visible_to(self.request.user).filter(call=call, state__in=SCORED)
        return super().get_form_kwargs() | {"applications": scored.select_related("contractor")}


class ObjectionListView(PermissionRequiredMixin, ListPage):
    queryset = Objection.objects.select_related("publicity__call", "application")
    filterset_class = ObjectionFilter
    table_class = ObjectionTable
    title = "异议"
    empty_title = "没有收到异议"
    empty_hint = "公示页面提交的和书面登记的异议都在这里，只有购买主体可以看到。"

    def has_permission(self):
        return has_role(self.request.user, *PURCHASERS)


PARTIES = ("publicity__call__organization", "application__contractor", "replied_by")


class ObjectionDetailView(DetailPage):
    queryset = Objection.objects.select_related(*PARTIES)
    template_name = "projects/objection_detail.html"
    transitions = workflow.OBJECTION

    def get_context_data(self, **kwargs):
        objection = self.object
        return super().get_context_data(**kwargs) | {
            "title": "异议",
            "back": {"label": "异议", "url": reverse("projects:objection-list")},
            "events": objection.events.select_related("by").order_by("-at", "-pk"),
            "query_due": deadlines.query_due(objection.publicity.ends_on),
            "is_late": timezone.localdate(objection.received_at) > deadlines.query_due(objection.publicity.ends_on),
            "complaint_due": deadlines.complaint_due(objection.reply_by),
            "facts": [
                {"label": "批次", "value": objection.publicity.call, "url": objection.publicity.get_absolute_url()},
                {"label": "答复期限", "value": f"{objection.reply_by}"},
            ],
        }


class ObjectionActionPage(ActionPage):
    queryset = Objection.objects.select_related(*PARTIES)
    template_name = "projects/objection_action.html"


class ObjectionDismissView(ObjectionActionPage):
    form_class = DismissForm
    operation = staticmethod(operations.dismiss_objection)
    title = "答复：不成立"
    warning = "写明核查情况和理由，并按提出人留下的联系方式告知。"
    success_message = "已答复"


class ObjectionUpholdView(ObjectionActionPage):
    form_class = UpholdForm
    operation = staticmethod(operations.uphold_objection)
    title = "答复：成立"
    warning = "公示随即中止，批次回到评审。处理后须重新汇总、重新公示。已经确认立项的，只记录答复并阻止签订合同。"
    success_message = "已答复"

    @property
    def promotes(self) -> bool:
        call = self.get_object().publicity.call
        return call.state == CallState.PUBLICITY and has_awards(call)

    def get_context_data(self, **kwargs):
        said = "递补公示随即中止，其余备选可以再次递补。对已立项项目的异议，只记录答复并阻止签订合同。"
        return super().get_context_data(**kwargs) | ({"warning": said} if self.promotes else {})

    def get_form_kwargs(self):
        objection = self.get_object()
        scored = Application.objects.visible_to(self.request.user).filter(
            call=objection.publicity.call_id, state__in=SCORED
        )
        return super().get_form_kwargs() | {
            "applications": scored.select_related("contractor"), "chosen": objection.application_id,
            "promotes": self.promotes,
        }  # fmt: skip
