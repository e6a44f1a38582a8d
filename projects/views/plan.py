"""Pages of the procurement plan."""

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage
from projects import operations, workflow
from projects.enums import CallState, PlanState, Procedure, ProcurementCategory
from projects.filters.call import PlanFilter
from projects.forms.plan import PlanForm, PlanItemForm, RemoveItemForm
from projects.models import Call, Plan
from projects.operations.duties import is_author
from projects.procedures import judge
from projects.queries.call import limits_of
from projects.queries.plan import split_warnings
from projects.tables.call import PlanTable
from projects.views.call import hold_back


def is_called(item, calls: list[Call]) -> bool:
    """Whether calls still running take the whole item; a cancelled one frees it, a finished one may leave a rest."""
    running = [call.amount for call in calls if call.state not in (CallState.CANCELLED, CallState.DONE)]
    return sum(running) >= item.amount


class PlanListView(ListPage):
    queryset = Plan.objects.select_related("organization", "created_by").annotate(
        purchases=Count("items"), amount=Sum("items__amount")
    )
    filterset_class = PlanFilter
    table_class = PlanTable
    title = "采购计划"
    actions = (("编制采购计划", "projects:plan-create", "projects.create_plan"),)
    empty_title = "还没有采购计划"
    empty_hint = "区县以上工会按年度编制，批准后才能据此征集或委托项目。"


class PlanDetailView(DetailPage):
    queryset = Plan.objects.select_related("organization", "created_by")
    transitions = workflow.PLAN

    def get_context_data(self, **kwargs):
        plan, user = self.object, self.request.user
        limits = limits_of(plan.organization, ProcurementCategory.SERVICES, timezone.localdate())
        rows = self.rows(limits)
        may_edit = plan.state == PlanState.DRAFT and user.has_perm("projects.add_plan_item", plan)
        context = super().get_context_data(**kwargs)
        return context | {
            "transitions": hold_back(context["transitions"], self.reasons(rows)),
            "actions": self.next_actions(may_edit, bool(rows)),
            "rows": rows,
            "total": sum(row["item"].amount for row in rows),
            "limits": limits,
            "may_edit": may_edit,
            "warnings": split_warnings(plan),
            "events": plan.events.select_related("by").order_by("-at", "-pk"),
            "back": {"label": "采购计划", "url": reverse("projects:plan-list")},
            "facts": [
                {"label": "购买主体", "value": plan.organization},
                {"label": "年度", "value": plan.year},
                {"label": "编制", "value": plan.created_by},
            ],
        }

    def reasons(self, rows) -> dict[str, str]:
        own = self.object.state == PlanState.SUBMITTED and is_author(self.object, self.request.user)
        return {
            workflow.SUBMIT_PLAN.label: "" if rows else "先增加采购明细",
            workflow.APPROVE_PLAN.label: "由编制、提交人以外的人员批准" if own else "",
        }

    def rows(self, limits) -> list[dict]:
        """Each purchase with the procedure that is due, and the calls drawn up from it."""
        plan, user = self.object, self.request.user
        calls: dict[int, list[Call]] = {}
        for call in Call.objects.visible_to(user).filter(item__plan=plan).order_by("pk"):
            calls.setdefault(call.item_id, []).append(call)
        may_call = plan.state == PlanState.APPROVED and user.has_perm("projects.create_call")
        return [
            {
                "item": item,
                "due": judge([item.fund.kind], item.amount, limits),
                "calls": calls.get(item.pk, []),
                "call_url": f"{reverse('projects:call-create')}?item={item.pk}"
                if may_call and item.procedure != Procedure.DIRECT and not is_called(item, calls.get(item.pk, []))
                else "",
            }
            for item in plan.items.select_related("fund")
        ]

    def next_actions(self, may_edit: bool, has_rows: bool) -> list[dict]:
        if not may_edit:
            return []
        url = reverse("projects:plan-add-item", args=[self.object.pk])
        return [{"label": "增加明细", "url": url, "primary": not has_rows}]


class PlanCreateView(CreatePage):
    model = Plan
    form_class = PlanForm
    operation = staticmethod(operations.create_plan)
    title = "编制采购计划"
    submit_label = "建立计划"
    success_message = "计划已建立，请增加采购明细"


class PlanActionPage(ActionPage):
    queryset = Plan.objects.select_related("organization")
    form_class = NoteForm


class PlanAddItemView(PlanActionPage):
    form_class = PlanItemForm
    template_name = "projects/plan_item_form.html"
    operation = staticmethod(operations.add_plan_item)
    title = "增加明细"
    success_message = "明细已增加"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "plan": self.get_object()}

    def get_context_data(self, **kwargs):
        plan = self.get_object()
        limits = limits_of(plan.organization, ProcurementCategory.SERVICES, timezone.localdate())
        return super().get_context_data(**kwargs) | {"limits": limits}


class PlanRemoveItemView(PlanActionPage):
    form_class = RemoveItemForm
    operation = staticmethod(operations.remove_plan_item)
    title = "删除明细"
    success_message = "明细已删除"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"plan": self.get_object()}

    def get_initial(self):
        return {"item": self.request.GET.get("item")}


class PlanSubmitView(PlanActionPage):
    operation = staticmethod(operations.submit_plan)
    title = "提交审批"
    warning = "提交后由编制人以外的人员审批，审批期间不能修改。"
    success_message = "已提交，等待审批"


class PlanApproveView(PlanActionPage):
    template_name = "projects/plan_action.html"
    operation = staticmethod(operations.approve_plan)
    title = "批准"
    warning = "批准后可据此征集或委托项目，明细不能再改。"
    success_message = "计划已批准"

    def get_context_data(self, **kwargs):
        plan = self.get_object()
        return super().get_context_data(**kwargs) | {
            "items": plan.items.select_related("fund"),
            "total": plan.items.aggregate(total=Sum("amount"))["total"],
            "warnings": split_warnings(plan),
        }


class PlanReturnView(PlanActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.return_plan)
    title = "退回"
    warning = "退回后由编制人修改并重新提交。"
    success_message = "已退回编制人修改"
