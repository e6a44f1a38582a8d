"""Pages of 以奖代补: schemes, sheets, lines, and the public page of a sheet."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from core.export import CONTENT_TYPE, as_download
from core.forms import NoteForm, ReasonForm
from core.public import PublicPage
from core.views import ActionPage, CreatePage, DetailPage, ListPage, ScopedMixin
from projects import workflow
from projects.documents.reward import sheet_excel
from projects.filters.reward import RewardLineFilter, RewardSchemeFilter, RewardSheetFilter
from projects.forms.reward import ComputeSheetForm, RewardSchemeForm
from projects.models import RewardLine, RewardScheme, RewardSheet
from projects.operations import reward as operations
from projects.queries.reward import SHOWN_IN_PUBLIC, by_payee, published_sheet
from projects.reward import read_grades
from projects.sources import reward_sources
from projects.tables.reward import RewardLineTable, RewardSchemeTable, RewardSheetTable

COMPUTE = "核算"
NO_SOURCE = "以奖代补按已办结并核实的调解案件核算，调解模块启用后可选取数来源。"
GONE = "没有找到这份公示。可能是网址不完整，或者公示已经撤下。"


class RewardSchemeListView(ListPage):
    queryset = RewardScheme.objects.select_related("organization")
    filterset_class = RewardSchemeFilter
    table_class = RewardSchemeTable
    template_name = "projects/reward_list.html"
    title = "奖补办法"
    actions = (("拟订办法", "projects:rewardscheme-create", "projects.create_reward_scheme"),)
    empty_title = "还没有奖补办法"
    empty_hint = "由区县以上工会拟订：等级、单价、年度封顶和取数来源，发布后按期核算。"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | no_source()


def no_source() -> dict:
    return {} if reward_sources() else {"no_source": NO_SOURCE}


class RewardSchemeDetailView(DetailPage):
    queryset = RewardScheme.objects.select_related("organization", "fund", "by", "published_by")
    template_name = "projects/rewardscheme_detail.html"

    def get_context_data(self, **kwargs):
        scheme, user = self.object, self.request.user
        source = reward_sources().get(scheme.source)
        return super().get_context_data(**kwargs) | no_source() | {
            "grades": read_grades(scheme.grades),
            "source_label": source.label if source else "未启用",
            "actions": self.next_actions(scheme, user),
            "sheets": RewardSheet.objects.visible_to(user).filter(scheme=scheme)[:10],
            "sheets_url": f"{reverse('projects:rewardsheet-list')}?scheme={scheme.pk}",
            "back": {"label": "奖补办法", "url": reverse("projects:rewardscheme-list")},
            "facts": [
                {"label": "工会", "value": scheme.organization},
                {"label": "生效", "value": scheme.valid_from},
                {"label": "状态", "value": "已发布" if scheme.published_at else "未发布"},
            ],
        }  # fmt: skip

    def next_actions(self, scheme, user) -> list[dict]:
        if scheme.published_at is None:
            may = user.has_perm("projects.publish_reward_scheme", scheme)
            url = reverse("projects:rewardscheme-publish", args=[scheme.pk])
            return [{"label": "发布", "url": url, "primary": True}] if may else []
        may = user.has_perm("projects.compute_reward_sheet", scheme) and scheme.source in reward_sources()
        url = f"{reverse('projects:rewardsheet-create')}?scheme={scheme.pk}"
        return [{"label": COMPUTE, "url": url, "primary": True}] if may else []


class RewardSchemeCreateView(CreatePage):
    model = RewardScheme
    template_name = "projects/rewardscheme_form.html"
    form_class = RewardSchemeForm
    operation = staticmethod(operations.create_reward_scheme)
    title = "拟订奖补办法"
    submit_label = "保存"
    success_message = "办法已保存，核对后请发布"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | no_source()


class RewardSchemePublishView(ActionPage):
    queryset = RewardScheme.objects.select_related("organization")
    form_class = Form
    operation = staticmethod(operations.publish_reward_scheme)
    title = "发布"
    warning = "发布后这个版本不能再改，调整要拟订新版本。"
    success_message = "办法已发布"


class RewardSheetListView(ListPage):
    queryset = RewardSheet.objects.select_related("scheme__organization")
    filterset_class = RewardSheetFilter
    table_class = RewardSheetTable
    template_name = "projects/reward_list.html"
    title = "以奖代补核算表"
    actions = (
        (COMPUTE, "projects:rewardsheet-create", "projects.create_reward_scheme"),
        ("奖补办法", "projects:rewardscheme-list", None),
        ("奖补明细", "projects:rewardline-list", None),
    )
    empty_title = "还没有核算表"
    empty_hint = "先拟订并发布奖补办法，再按期核算。"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | no_source()

    def allowed_actions(self) -> list[dict]:
        """Nothing is computed before a scheme is in force whose source has records."""
        schemes = RewardScheme.objects.visible_to(self.request.user).filter(published_at__isnull=False)
        found = super().allowed_actions()
        if schemes.filter(source__in=reward_sources()).exists():
            return found
        return [action for action in found if action["label"] != COMPUTE]


class RewardSheetDetailView(DetailPage):
    queryset = RewardSheet.objects.select_related("scheme__organization", "scheme__fund__organization", "computed_by")
    template_name = "projects/rewardsheet_detail.html"
    transitions = workflow.REWARD_SHEET

    def get_context_data(self, **kwargs):
        sheet = self.object
        lines = RewardLine.objects.visible_to(self.request.user).filter(sheet=sheet)
        rows = f"{reverse('projects:rewardline-list')}?sheet={sheet.pk}"
        return super().get_context_data(**kwargs) | {
            "payees": by_payee(lines),
            "rows_url": rows,
            "excel_url": reverse("projects:rewardsheet-excel", args=[sheet.pk]),
            "public_url": reverse("call:reward", args=[sheet.token]) if sheet.state in SHOWN_IN_PUBLIC else "",
            "back": {"label": "以奖代补", "url": reverse("projects:rewardsheet-list")},
            "facts": [
                {"label": "办法", "value": sheet.scheme, "url": sheet.scheme.get_absolute_url()},
                {"label": "资金来源", "value": sheet.scheme.fund},
                {"label": "奖补合计", "value": f"{sheet.amount:,.2f} 元", "url": f"{rows}&counted=1"},
            ],
        }


class RewardSheetCreateView(CreatePage):
    model = RewardSheet
    form_class = ComputeSheetForm
    operation = staticmethod(operations.compute_reward_sheet)
    title = "核算奖补"
    submit_label = "核算"
    success_message = "已核算，等待复核"

    def get_permission_required(self):
        return ("projects.create_reward_scheme",)  # for which schemes: queries.reward.schemes_in_force

    def get_initial(self):
        key = self.request.GET.get("scheme", "")
        return super().get_initial() | ({"scheme": key} if key.isascii() and key.isdigit() else {})


class SheetActionPage(ActionPage):
    queryset = RewardSheet.objects.select_related("scheme__organization", "scheme__fund__organization")
    template_name = "projects/rewardsheet_action.html"
    form_class = NoteForm


class RewardSheetCheckView(SheetActionPage):
    operation = staticmethod(operations.check_reward_sheet)
    title = "复核"
    warning = "请核对等级、材料和去重结果。核算人不能复核自己的核算表。"
    success_message = "已复核，可以公示"


class RewardSheetPubliciseView(SheetActionPage):
    operation = staticmethod(operations.publicise_reward_sheet)
    title = "公示"
    warning = "公示页只列案号、受奖单位、等级和金额，不含当事人姓名。"
    success_message = "公示已发布"


class RewardSheetApproveView(SheetActionPage):
    operation = staticmethod(operations.approve_reward_sheet)
    title = "批准支付"
    warning = "公示期满后批准，批准后由财务支付。"
    success_message = "已批准，等待财务支付"


class RewardSheetPayView(SheetActionPage):
    operation = staticmethod(operations.pay_reward_sheet)
    title = "支付"
    warning = "支付后从资金来源中承诺并记入台账，不能撤销。"
    success_message = "已支付并记入台账"


class RewardSheetVoidView(SheetActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.void_reward_sheet)
    title = "作废"
    warning = "作废后这些案件可以重新核算。"
    success_message = "已作废"


class RewardSheetExcelView(ScopedMixin, View):
    def get(self, request, pk):
        sheets = RewardSheet.objects.select_related("scheme__organization")
        sheet = get_object_or_404(sheets.visible_to(request.user), pk=pk)
        content = sheet_excel(sheet, sheet.lines.select_related("payee"))
        return as_download(HttpResponse(content, content_type=CONTENT_TYPE), f"{sheet}核算表.xlsx")


class RewardLineListView(ListPage):
    queryset = RewardLine.objects.select_related("payee", "sheet")
    filterset_class = RewardLineFilter
    table_class = RewardLineTable
    title = "奖补明细"
    empty_title = "还没有奖补明细"
    empty_hint = "核算后，每件办结的案件在这里一行，不计入的写明原因。"


class RewardPublicView(PublicPage):
    """What a sheet pays for, without a name of anybody served."""

    def get(self, request, token):
        sheet = published_sheet(token)
        if sheet is None:
            context = {"title": "没有找到公示", "text": GONE, "good": False}
            return render(request, "public/result.html", context, status=404)
        context = {
            "sheet": sheet,
            "union_name": sheet.scheme.organization.name,
            "lines": sheet.lines.filter(is_counted=True).select_related("payee"),
        }
        return render(request, "public/reward.html", context)
