"""Pages of settlements: list, record, drawing up, the steps, 决算表."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import DetailView

from core.export import CONTENT_TYPE, as_download
from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, DetailPage, ListPage, ScopedMixin, UpdatePage
from projects import operations, workflow
from projects.documents.settlement import build_settlement
from projects.enums import BalanceUse, SettlementState
from projects.filters.expense import SettlementFilter
from projects.forms.settlement import (
    AuditForm,
    CarryOverForm,
    ReturnBalanceForm,
    SettlementForm,
    SettlementUpdateForm,
)
from projects.models import Project, Settlement
from projects.queries.settlement import carry_over_approval, owes_balance, settlement_figures, shown_figures
from projects.tables.expense import SettlementTable

PARTIES = ("project__organization", "project__contractor", "project__fund__organization")


class SettlementListView(ListPage):
    queryset = Settlement.objects.select_related("project__contractor")
    filterset_class = SettlementFilter
    table_class = SettlementTable
    title = "决算"
    empty_title = "还没有决算"
    empty_hint = "项目确认结项后，由承接单位在项目页面编制决算。"


class SettlementDetailView(DetailPage):
    queryset = Settlement.objects.select_related(*PARTIES, "audited_by", "created_by").prefetch_related("lines")
    template_name = "projects/settlement_detail.html"
    transitions = workflow.SETTLEMENT

    def get_context_data(self, **kwargs):
        settlement = self.object
        project = settlement.project
        figures = shown_figures(settlement)
        sums = {
            name: sum(getattr(line, name) for line in figures.lines)
            for name in ("budget", "adjusted", "actual", "difference")
        }
        return super().get_context_data(**kwargs) | {
            "title": f"{project}决算",
            "back": {"label": "决算", "url": reverse("projects:settlement-list")},
            "actions": self.next_actions(),
            "figures": figures,
            "sums": sums,
            "paid_url": f"{reverse('projects:ledgerentry-list')}?settlement={settlement.pk}",
            "expenses_url": f"{reverse('projects:expense-list')}?project={project.pk}&recognised=1",
            "carry_over": carry_over_approval(settlement),
            "facts": [
                {"label": "项目", "value": project, "url": project.get_part_url("settlement")},
                {"label": "承接单位", "value": project.contractor},
                {"label": "结余", "value": f"{figures.balance:,.2f} 元"},
            ],
        }

    def next_actions(self) -> list[dict]:
        settlement, user = self.object, self.request.user
        asked = (
            ("修改", "update", "update_settlement", settlement.state == SettlementState.DRAFT, False),
            ("批准结转", "carry-over", "approve_carry_over", self.awaits_carry_over(), True),
            ("退回结余", "return-balance", "return_balance", owes_balance(settlement), True),
        )
        actions = [
            {"label": label, "url": reverse(f"projects:settlement-{name}", args=[settlement.pk]), "primary": primary}
            for label, name, permission, is_due, primary in asked
            if is_due and user.has_perm(f"projects.{permission}", settlement)
        ]
        sheet = {"label": "下载决算表", "url": reverse("projects:settlement-excel", args=[settlement.pk])}
        return [*actions, sheet]

    def awaits_carry_over(self) -> bool:
        settlement = self.object
        asked = settlement.state == SettlementState.SUBMITTED and settlement.use == BalanceUse.CARRY_OVER
        return asked and carry_over_approval(settlement) is None


class SettlementExcelView(ScopedMixin, DetailView):
    queryset = Settlement.objects.select_related(*PARTIES, "audited_by").prefetch_related("lines")

    def get(self, request, *args, **kwargs):
        settlement = self.get_object()
        response = HttpResponse(build_settlement(settlement), content_type=CONTENT_TYPE)
        return as_download(response, f"决算表_{settlement.project.name}.xlsx")


class SettlementCreateView(ActionPage):
    """Draw up the settlement of one project; shows what the books say before."""

    queryset = Project.objects.select_related("organization", "contractor", "fund")
    template_name = "projects/settlement_form.html"
    form_class = SettlementForm
    operation = staticmethod(operations.draw_up_settlement)
    title = "编制决算"
    success_message = "决算已编制，核对后请提交审计"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"figures": settlement_figures(self.get_object())}

    def get_success_url(self):
        project = self.get_object()
        drawn_up = Settlement.objects.visible_to(self.request.user).filter(project=project).first()
        return drawn_up.get_absolute_url() if drawn_up else project.get_part_url("settlement")


class SettlementUpdateView(UpdatePage):
    queryset = Settlement.objects.select_related(*PARTIES)
    form_class = SettlementUpdateForm
    operation = staticmethod(operations.update_settlement)
    title = "修改决算"
    success_message = "已保存，数字已按最新账目重算"


class SettlementActionPage(ActionPage):
    queryset = Settlement.objects.select_related(*PARTIES)
    template_name = "projects/settlement_action.html"
    form_class = NoteForm


class SettlementSubmitView(SettlementActionPage):
    operation = staticmethod(operations.submit_settlement)
    title = "提交决算"
    warning = "提交时按最新账目重算，之后由经审委员审计，期间不能再登记支出。"
    success_message = "已提交，等待审计"


class SettlementAuditView(SettlementActionPage):
    form_class = AuditForm
    operation = staticmethod(operations.audit_settlement)
    title = "审计通过"
    warning = "通过后决算不能再改。结余按决算处理，末期款可以拨付。"
    success_message = "审计意见已登记"


class SettlementReturnView(SettlementActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.return_settlement)
    title = "退回决算"
    warning = "退回后承接单位可以补登支出、修改后重新提交。"
    success_message = "已退回承接单位修改"


class SettlementCarryOverView(SettlementActionPage):
    form_class = CarryOverForm
    operation = staticmethod(operations.approve_carry_over)
    title = "批准结转"
    warning = "批准后结余留给承接单位继续用于约定的服务，请写明用途和期限。"
    success_message = "结转已批准，等待审计"


class SettlementReturnBalanceView(SettlementActionPage):
    form_class = ReturnBalanceForm
    operation = staticmethod(operations.return_balance)
    title = "退回结余"
    warning = "收到退款后办理。结余记为一笔负的拨付，同时退回资金来源的可用余额，不能撤销。"
    success_message = "结余已退回并记入台账"
