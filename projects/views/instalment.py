"""Pages of instalments: the list, the record with its conditions, the steps, the application as Word."""

from django.http import Http404
from django.urls import reverse
from django.views.generic import DetailView

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, DetailPage, ListPage, ScopedMixin
from core.word import word_response
from projects import operations, workflow
from projects.documents.payment_request import build_request
from projects.enums import InstalmentState
from projects.filters import InstalmentFilter
from projects.forms.instalment import ApplyForm, ClawBackForm, PayForm, ReceiptForm
from projects.models import Instalment, LedgerEntry
from projects.queries.instalment import TAKEN, Check, condition_checks, expected_amount, pay_by
from projects.tables import InstalmentTable

PARTIES = ("project__fund__organization", "project__contractor", "project__organization")


class InstalmentListView(ListPage):
    queryset = Instalment.objects.select_related("project__contractor")
    filterset_class = InstalmentFilter
    table_class = InstalmentTable
    title = "分期拨付"
    empty_title = "还没有分期拨付"
    empty_hint = "项目立项时按合同的付款计划生成。"


class InstalmentDetailView(DetailPage):
    queryset = Instalment.objects.select_related(*PARTIES)
    template_name = "projects/instalment_detail.html"
    transitions = workflow.INSTALMENT_PAGE

    def get_context_data(self, **kwargs):
        instalment, user = self.object, self.request.user
        checks = [] if instalment.state in TAKEN else condition_checks(instalment)
        entries = LedgerEntry.objects.visible_to(user).filter(instalment=instalment)
        context = super().get_context_data(**kwargs)
        return context | {
            "back": {"label": "分期拨付", "url": reverse("projects:instalment-list")},
            "transitions": [waiting(button, checks) for button in context["transitions"]],
            "checks": checks,
            "is_ready": instalment.state == InstalmentState.PLANNED and all(check.is_met for check in checks),
            "payable": expected_amount(instalment),
            "pay_by": pay_by(instalment),
            "entries": entries.select_related("by"),
            "request_url": self.request_url(),
            "facts": [
                {
                    "label": "项目",
                    "value": instalment.project,
                    "url": instalment.project.get_part_url("money"),
                },
                {"label": "承接单位", "value": instalment.project.contractor},
                {"label": "金额", "value": f"{instalment.amount:,.2f} 元"},
            ],
        }

    def request_url(self) -> str:
        asked = self.object.events.filter(kind=workflow.APPLY.name).exists()
        return reverse("projects:instalment-request", args=[self.object.pk]) if asked else ""


def waiting(button: dict, checks: list[Check]) -> dict:
    """An application whose conditions are not met is shown, not offered."""
    if button["label"] != workflow.APPLY.label or all(check.is_met for check in checks):
        return button
    return button | {"allowed": False, "reason": "拨付条件还没有满足"}


class InstalmentRequestView(ScopedMixin, DetailView):
    """The application as a Word file, once there is one."""

    queryset = Instalment.objects.select_related(*PARTIES)

    def get(self, request, *args, **kwargs):
        instalment = self.get_object()
        if not instalment.events.filter(kind=workflow.APPLY.name).exists():
            raise Http404("Nobody has applied for this instalment.")
        return word_response(f"拨款申请_{instalment}", build_request(instalment))


class InstalmentActionPage(ActionPage):
    queryset = Instalment.objects.select_related(*PARTIES)
    template_name = "projects/instalment_action.html"
    form_class = NoteForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"payable": expected_amount(self.get_object())}


class InstalmentApplyView(InstalmentActionPage):
    form_class = ApplyForm
    operation = staticmethod(operations.apply_instalment)
    title = "申请拨款"
    warning = "申请后由区县工会复核、批准，再由财务拨付。"
    success_message = "已申请，等待区县工会复核"


class InstalmentCheckView(InstalmentActionPage):
    operation = staticmethod(operations.check_instalment)
    title = "复核"
    warning = "请核对条件、发票和收款单位。复核后由另一位负责人批准。"
    success_message = "已复核，等待批准"


class InstalmentApproveView(InstalmentActionPage):
    operation = staticmethod(operations.approve_instalment)
    title = "批准拨付"
    warning = "批准后由财务支付。复核的人不能批准。"
    success_message = "已批准，等待财务拨付"


class InstalmentPayView(InstalmentActionPage):
    form_class = PayForm
    operation = staticmethod(operations.pay_instalment)
    title = "确认拨付"
    submit_label = "确认拨付"
    warning = "确认后记入台账，不能撤销。请先核对收款单位和金额。"
    success_message = "已拨付并记入台账"


class InstalmentReceiptView(InstalmentActionPage):
    form_class = ReceiptForm
    operation = staticmethod(operations.receipt_instalment)
    title = "确认收款"
    success_message = "已确认收款"


class InstalmentRejectView(InstalmentActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.reject_instalment)
    title = "不予拨付"
    warning = "承接单位会看到原因，改正后可以重新申请。"
    success_message = "已登记为不予拨付"


class InstalmentHoldView(InstalmentActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.hold_instalment)
    title = "暂缓拨付"
    warning = "暂缓期间不能办理，解除后从申请开始。"
    success_message = "已暂缓拨付"


class InstalmentReleaseView(InstalmentActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.release_instalment)
    title = "解除暂缓"
    success_message = "已解除暂缓"


class InstalmentClawBackView(InstalmentActionPage):
    form_class = ClawBackForm
    operation = staticmethod(operations.claw_back_instalment)
    title = "追回"
    warning = "款项退回后办理。追回记为一笔负的拨付，不能撤销；已认可的支出不能因此没有资金支持。"
    success_message = "已追回并记入台账"
