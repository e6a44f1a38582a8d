"""Pages of call-outs."""

from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from services import operations, workflow
from services.enums import CallOutState, HourSource
from services.filters.call_out import CallOutFilter
from services.forms.call_out import CallOutCreateForm, CallOutForm
from services.models import CallOut, HourClaim
from services.permissions import answers_calls
from services.tables.call_out import CallOutTable

ROWS = CallOut.objects.select_related("team__organization", "organization")


class CallOutListView(ListPage):
    queryset = ROWS
    filterset_class = CallOutFilter
    table_class = CallOutTable
    title = "应急响应"
    empty_title = "还没有应急响应记录"
    empty_hint = "接警后先登记时间和地点，撤收后补齐人员、装备和成果。"

    def get_context_data(self, **kwargs):
        create = {"label": "接警登记", "url": reverse("services:callout-create")}
        return super().get_context_data(**kwargs) | {"actions": [create] if answers_calls(self.request.user) else []}


class CallOutDetailView(DetailPage):
    queryset = ROWS
    template_name = "services/callout_detail.html"
    transitions = workflow.CALL_OUT

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        change = {"label": "补充记录", "url": reverse("services:callout-update", args=[row.pk])}
        may_change = row.state == CallOutState.OPEN and user.has_perm("services.update_call_out", row)
        context = super().get_context_data(**kwargs)
        complete = row.ended_at and row.people and row.result
        minutes = int(row.response.total_seconds()) // 60 if row.response else None
        first = [] if complete or not may_change else [change | {"allowed": True, "retreat": False}]
        return context | {
            "transitions": first + context["transitions"],
            "title": f"{row.get_kind_display()} · {row.place}",
            "code": row.number,
            "facts": [
                {"label": "队伍", "value": row.team, "url": row.team.get_absolute_url()},
                {"label": "事发社区", "value": row.organization.short_name},
                {"label": "响应用时", "value": "未登记" if minutes is None else f"{minutes}分钟"},
            ],
            "members": row.members.visible_to(user).naming(user).select_related("person").order_by("pk"),
            **hours_of(row, user),
            "actions": [change] if may_change and complete else [],
            "back": {"label": "应急响应", "url": reverse("services:callout-list")},
        }


def hours_of(row, user) -> dict:
    """How many hour claims name this call-out, and the list of them."""
    claims = HourClaim.objects.visible_to(user).filter(source=HourSource.CALL_OUT, content__contains=row.number)
    listed = f"{reverse('services:hourclaim-list')}?source={HourSource.CALL_OUT}&q={row.number}"
    return {"claim_count": claims.count(), "claims_url": listed}


class CallOutCreateView(CreatePage):
    """The form offers only teams the user may see; the operation's right is asked with the chosen one."""

    form_class = CallOutCreateForm
    operation = staticmethod(operations.create_call_out)
    title = "接警登记"
    success_message = "已登记，撤收后请补齐人员和成果"

    def has_permission(self):
        return answers_calls(self.request.user)

    def form_valid(self, form):
        if not self.request.user.has_perm("services.create_call_out", form.cleaned_data["team"]):
            form.add_error("team", "您不能为这支队伍登记应急响应，请选择本单位的队伍。")
            return self.form_invalid(form)
        return super().form_valid(form)


class CallOutUpdateView(UpdatePage):
    queryset = ROWS
    form_class = CallOutForm
    operation = staticmethod(operations.update_call_out)
    title = "补充记录"


class CallOutCloseView(ActionPage):
    queryset = ROWS
    form_class = NoteForm
    operation = staticmethod(operations.close_call_out)
    title = "撤收并登记结果"
    warning = "登记后记录不能再修改；所选志愿者按出动至撤收登记待确认的服务时长。"
    success_message = "已撤收"


class CallOutVerifyView(ActionPage):
    queryset = ROWS
    form_class = NoteForm
    operation = staticmethod(operations.verify_call_out)
    title = "核定"
    success_message = "已核定"


class CallOutReopenView(ActionPage):
    queryset = ROWS
    form_class = ReasonForm
    operation = staticmethod(operations.reopen_call_out)
    title = "退回补充"
    success_message = "已退回"
