"""Pages of money: funds and the ledger."""

from django.urls import reverse

from core.views import ActionPage, CreatePage, DetailPage, ListPage
from projects import operations
from projects.filters import FundFilter, LedgerEntryFilter
from projects.forms.ledger import AppropriateForm, FundForm
from projects.models import Fund, LedgerEntry
from projects.tables import FundTable, LedgerEntryTable

LATEST = 20


class FundListView(ListPage):
    queryset = Fund.objects.select_related("organization")
    filterset_class = FundFilter
    table_class = FundTable
    title = "资金来源"
    actions = (("设立资金来源", "projects:fund-create", "projects.open_fund"),)
    empty_title = "还没有资金来源"
    empty_hint = "由区县以上工会或财务设立年度资金，批准项目时从中承诺。"


class FundDetailView(DetailPage):
    queryset = Fund.objects.select_related("organization")

    def get_context_data(self, **kwargs):
        fund, user = self.object, self.request.user
        entries = LedgerEntry.objects.visible_to(user).filter(fund=fund).select_related("project", "by")
        may = user.has_perm("projects.appropriate_fund", fund)
        url = reverse("projects:fund-appropriate", args=[fund.pk])
        return super().get_context_data(**kwargs) | {
            "transitions": [{"label": "追加或调减", "url": url, "allowed": may, "reason": "由区县工会或财务办理"}],
            "back": {"label": "资金来源", "url": reverse("projects:fund-list")},
            "entries": entries[:LATEST],
            "committed_percent": whole_percent(fund.committed, fund.appropriated),
            "paid_percent": whole_percent(fund.paid, fund.committed),
            "ledger_url": f"{reverse('projects:ledgerentry-list')}?fund={fund.pk}",
            "facts": [
                {"label": "所属工会", "value": fund.organization},
                {"label": "年度", "value": fund.year},
                {"label": "资金类别", "value": fund.get_kind_display()},
            ],
        }


def whole_percent(part, whole) -> int:
    return round(100 * part / whole) if whole else 0


class FundCreateView(CreatePage):
    model = Fund
    form_class = FundForm
    operation = staticmethod(operations.open_fund)
    title = "设立资金来源"
    success_message = "资金来源已设立"


class FundAppropriateView(ActionPage):
    queryset = Fund.objects
    form_class = AppropriateForm
    template_name = "projects/fund_action.html"
    operation = staticmethod(operations.appropriate_fund)
    title = "追加或调减"
    warning = "台账只增不改，入账后如有误请再记一笔相反的金额。调减后可用余额不能低于 0。"
    success_message = "已入账"


class LedgerEntryListView(ListPage):
    queryset = LedgerEntry.objects.select_related("fund", "project", "by")
    filterset_class = LedgerEntryFilter
    table_class = LedgerEntryTable
    title = "资金台账"
    empty_title = "还没有台账"
    empty_hint = "安排、承诺和拨付办理时自动入账。"
