"""Pages of calls and of the questions asked about them."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from orgs.scope import has_role, org_paths
from projects import operations, workflow
from projects.enums import CallState, NegativeItem
from projects.filters.call import CallFilter
from projects.forms.call import AnswerForm, AskForm, CallFileForm, CallForm, RemoveFileForm, SelfCheckForm
from projects.models import Application, Call, CallFile, Question
from projects.operations.call import EDITABLE
from projects.operations.duties import changed_since_approval, is_author
from projects.permissions import CONTRACTOR_STAFF
from projects.queries.bar import announced_bars
from projects.queries.call import callable_items, left_of
from projects.queries.publicity import current_publicity, next_in_review
from projects.tables.call import CallTable
from projects.views.files import StoredFileView

AFTER = (CallState.CLOSED, CallState.REVIEWING, CallState.PUBLICITY, CallState.DONE)


def hold_back(buttons: list[dict], reasons: dict[str, str]) -> list[dict]:
    """The same buttons; one whose label has a reason is shown, but refused with it."""
    return [
        button | {"allowed": False, "reason": reasons[button["label"]]} if reasons.get(button["label"]) else button
        for button in buttons
    ]


BETWEEN = {
    "draw": ("抽取专家", "projects:call-draw"),
    "rank": ("汇总评分", "projects:call-rank"),
    "watch": ("查看公示", "projects:publicity-list"),
}


class CallListView(ListPage):
    queryset = Call.objects.select_related("organization")
    filterset_class = CallFilter
    table_class = CallTable
    title = "征集批次"
    actions = (("编制征集批次", "projects:call-create", "projects.create_call"),)
    empty_title = "还没有征集批次"
    empty_hint = "采购计划批准后，由区县以上工会编制并发布，社会组织据此申报。"


class CallDetailView(DetailPage):
    queryset = Call.objects.select_related(
        "organization", "fund", "item__plan", "scorecard", "rule_set", "negative_checked_by", "created_by"
    )

    @property
    def is_insider(self) -> bool:
        """Whether the reader serves on the purchaser's side; applicants see the announcement, not its making."""
        return any(self.object.organization.path.startswith(path) for path in org_paths(self.request.user))

    @cached_property
    def due(self) -> str:
        """The step of the review whose turn it is."""
        return next_in_review(self.object)

    def get_context_data(self, **kwargs):
        call, user = self.object, self.request.user
        promotes = self.due == "promote"  # every finished call could, few ever need to
        self.transitions = [move for move in workflow.CALL_PAGE if promotes or move != workflow.PROMOTE_CALL]
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        return context | {
            "transitions": hold_back(context["transitions"], self.reasons(now)) if self.is_insider else [],
            "actions": [*self.next_actions(now), *self.review_actions()],
            "is_insider": self.is_insider,
            "is_open": call.is_open(now),
            "may_edit": call.state in EDITABLE and user.has_perm("projects.update_call", call),
            "bars": announced_bars(call),
            "questions": self.questions(),
            "files": call.files.all(),
            "criteria": call.scorecard.items.all(),
            "rules": call.rule_set.rules.all(),
            "sealed": call.state not in EDITABLE and now < call.closes_at,
            "is_over": call.state not in EDITABLE and now >= call.closes_at,
            "applications": self.applications(now),
            "panel_url": reverse("projects:call-panel-fragment", args=[call.pk])
            if self.is_insider and call.state in AFTER
            else "",
            "events": call.events.select_related("by").order_by("-at", "-pk") if self.is_insider else None,
            "back": {"label": "征集批次", "url": reverse("projects:call-list")},
            "facts": self.facts(),
        }

    def reasons(self, now) -> dict[str, str]:
        """What a step still waits for, said before somebody tries."""
        call = self.object
        unchecked = call.negative_checked_at is None
        own = call.state == CallState.DRAFT and is_author(call, self.request.user)
        return {
            workflow.APPROVE_CALL.label: "先完成负面清单自查" if unchecked else "由编制人以外的人员批准" if own else "",
            workflow.PUBLISH_CALL.label: self.unpublishable(now),
            workflow.CLOSE_CALL.label: "到截止时间自动截止" if now < call.closes_at else "",
            workflow.REVIEW_CALL.label: "" if self.due == "review" else "先抽齐评审专家",
            workflow.PUBLICISE_CALL.label: "" if self.due == "publicise" else "评分表全部签署、汇总后公示",
            workflow.FINISH_CALL.label: "" if self.due == "finish" else "公示期满并办结后确认",
        }

    def unpublishable(self, now) -> str:
        call = self.object
        if call.state != CallState.APPROVED:
            return ""
        if call.opens_at <= now:
            return "开始时间已过，请先修改时间"
        return "批准后您修改过，由其他人员发布" if changed_since_approval(call, self.request.user) else ""

    def review_actions(self) -> list[dict]:
        """What comes between the moves of the call: seating the panel, ranking, waiting for the publicity."""
        call, due = self.object, self.due
        if not self.request.user.has_perm("projects.rank_call", call) or due not in BETWEEN:
            return []
        label, name = BETWEEN[due]
        publicity = current_publicity(call) if due == "watch" else None
        if publicity:
            return [{"label": label, "url": publicity.get_absolute_url(), "primary": True}]
        url = reverse(name) if due == "watch" else reverse(name, args=[call.pk])
        return [{"label": label, "url": url, "primary": True}]

    def facts(self) -> list[dict]:
        call = self.object
        return [
            {"label": "购买主体", "value": call.organization},
            {"label": "采购方式", "value": call.get_procedure_display()},
            {"label": "批次总额", "value": f"{call.amount:,.2f} 元"},
        ]

    def applications(self, now) -> dict | None:
        """How many and where, once the call has closed. SECURITY: before that the number itself is sealed."""
        if not self.is_insider or now < self.object.closes_at or self.object.state in EDITABLE:
            return None
        total = Application.objects.open_to(self.request.user).filter(call=self.object).count()
        return {"total": total, "url": f"{reverse('projects:application-list')}?call={self.object.pk}"}

    def questions(self) -> list[dict]:
        call, user = self.object, self.request.user
        may_answer = user.has_perm("projects.answer_question", Question(call=call))
        takes = call.state == CallState.PUBLISHED and timezone.now() < call.closes_at
        return [
            {
                "question": row,
                "url": reverse("projects:question-answer", args=[row.pk])
                if may_answer and takes and row.answered_at is None
                else "",
            }
            for row in Question.objects.visible_to(user).filter(call=call)
        ]

    def next_actions(self, now) -> list[dict]:
        call, user = self.object, self.request.user
        actions = []
        if call.state == CallState.DRAFT and user.has_perm("projects.self_check_call", call):
            unchecked = call.negative_checked_at is None
            url = reverse("projects:call-self-check", args=[call.pk])
            actions.append({"label": "负面清单自查", "url": url, "primary": unchecked})
        if call.state in EDITABLE and user.has_perm("projects.update_call", call):
            actions.append({"label": "修改", "url": reverse("projects:call-update", args=[call.pk])})
            actions.append({"label": "上传附件", "url": reverse("projects:call-attach", args=[call.pk])})
        if call.state == CallState.PUBLISHED and now < call.closes_at and has_role(user, *CONTRACTOR_STAFF):
            apply_url = f"{reverse('projects:application-create')}?call={call.pk}"
            if call.is_open(now):
                actions.append({"label": "申报", "url": apply_url, "primary": True})
            actions.append({"label": "提问", "url": reverse("projects:call-ask", args=[call.pk])})
        return actions


class CallFormMixin:
    model = Call
    form_class = CallForm
    template_name = "projects/call_form.html"


class CallCreateView(CallFormMixin, CreatePage):
    operation = staticmethod(operations.create_call)
    title = "编制征集批次"
    submit_label = "保存草稿"
    success_message = "草稿已保存，请完成负面清单自查"

    def get_initial(self):
        """Start from the plan item whose page led here."""
        key = self.request.GET.get("item", "")
        item = callable_items(self.request.user).filter(pk=key).first() if key.isascii() and key.isdigit() else None
        if item is None:
            return super().get_initial()
        left = left_of(item)
        phone = item.plan.organization.contact_phone
        return {
            "item": item.pk,
            "title": f"{item.plan.year}年{item}项目征集",
            "amount": f"{left:.2f}",
            "contact": phone,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"draft_key": "call-create"}


class CallUpdateView(CallFormMixin, UpdatePage):
    queryset = Call.objects.select_related("organization")
    operation = staticmethod(operations.update_call)
    title = "修改征集批次"
    success_message = "修改已保存"


class CallActionPage(ActionPage):
    queryset = Call.objects.select_related("organization", "fund")
    template_name = "projects/call_action.html"
    form_class = NoteForm


class CallSelfCheckView(CallActionPage):
    form_class = SelfCheckForm
    template_name = "projects/call_self_check.html"
    operation = staticmethod(operations.self_check_call)
    title = "负面清单自查"
    warning = "逐项核对本批次购买的服务是否属于下列事项。有一项为“是”就不能实施。自查人和时间记入批次。"
    success_message = "自查完成，等待批准预算"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"total": len(NegativeItem)}


class CallAttachView(CallActionPage):
    form_class = CallFileForm
    operation = staticmethod(operations.attach_call_file)
    title = "上传附件"
    success_message = "附件已上传"


class CallRemoveFileView(CallActionPage):
    form_class = RemoveFileForm
    operation = staticmethod(operations.remove_call_file)
    title = "删除附件"
    success_message = "附件已删除"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"call": self.get_object()}

    def get_initial(self):
        return {"file": self.request.GET.get("file")}


class CallApproveView(CallActionPage):
    operation = staticmethod(operations.approve_call)
    title = "批准预算"
    warning = "批准后批次总额不能再改，可以发布公告。"
    success_message = "预算已批准，可以发布公告"


class CallPublishView(CallActionPage):
    operation = staticmethod(operations.publish_call)
    title = "发布公告"
    warning = "发布后内容不再变动，辖区内的社会组织会收到通知。截止前任何人看不到申报内容和数量。"
    success_message = "公告已发布"


class CallCloseView(CallActionPage):
    operation = staticmethod(operations.close_call)
    title = "截止"
    warning = "到截止时间系统会自动截止。这里用于到时间后立即截止。"
    success_message = "批次已截止"


class CallCancelView(CallActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.cancel_call)
    title = "废止"
    warning = "废止后不能恢复，已申报的单位会收到通知。已经发布的批次，废止原因会在公告页公布。"
    success_message = "批次已废止"


class CallAskView(CallActionPage):
    form_class = AskForm
    operation = staticmethod(operations.ask_question)
    title = "提问"
    success_message = "问题已提交，答复后在公告页公布"


class QuestionAnswerView(ActionPage):
    queryset = Question.objects.select_related("call__organization")
    form_class = AnswerForm
    template_name = "projects/question_answer.html"
    operation = staticmethod(operations.answer_question)
    title = "答复"
    warning = "答复后与问题一起在公告页公布，不能再改。"
    success_message = "答复已公布"


class CallFileView(StoredFileView):
    model = CallFile
