"""Pages of monthly reports: ask, watch the progress, download."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from core.forms import NoteForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage
from projects.enums import EntryKind
from reports import operations
from reports.downloads import download
from reports.enums import ReportState
from reports.filters import ReportRunFilter
from reports.forms import ReportRunForm
from reports.links import Links
from reports.models import ReportRun
from reports.periods import month_of
from reports.recount import HOURS, recounted
from reports.tables import ReportRunTable
from reports.workflow import RETRY_REPORT
from services.enums import SessionState, TimeBand

UNDER_WAY = (ReportState.QUEUED, ReportState.RUNNING)


class ReportRunListView(ListPage):
    title = "月报"
    queryset = ReportRun.objects.select_related("organization", "requested_by")
    filterset_class = ReportRunFilter
    table_class = ReportRunTable
    actions = (("生成月报", "reports:reportrun-create", "reports.request_report"),)
    empty_title = "还没有月报"
    empty_hint = "选择组织和月份，系统会生成 Word 和 Excel 各一份。"


class ReportRunDetailView(DetailPage):
    template_name = "reports/reportrun_detail.html"
    queryset = ReportRun.objects.select_related("organization", "requested_by", "identity")
    transitions = (RETRY_REPORT,)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "is_under_way": self.object.state in UNDER_WAY,
            "back": {"label": "月报", "url": reverse("reports:reportrun-list")},
            **comparison_of(self.object),
        }


ROWS = {
    "projects": ("projects:project-list", {"funded": 1}),
    "committed": ("projects:ledgerentry-list", {"kind": EntryKind.COMMITMENT}),
    "paid": ("projects:ledgerentry-list", {"kind": EntryKind.PAYMENT}),
    "sessions": ("services:session-list", {"state": SessionState.HELD}),
    "person_times": ("services:attendance-list", {}),
    "named_times": ("services:participant-list", {}),
    "persons": ("services:participant-list", {}),
    "online_times": ("services:attendance-list", {"counted": "online"}),
    **dict.fromkeys(HOURS, ("services:session-hours", {})),
    "satisfaction": ("evaluations:rating-list", {}),
    "outside_share": ("services:session-list", {"state": SessionState.HELD, "time_band": TimeBand.OUTSIDE}),
}


def comparison_of(run: ReportRun) -> dict:
    """What the report said beside what is counted now; every recounted figure leads to its rows."""
    found = recounted(run)
    if found is None:
        return {}
    links = Links(run.organization, month_of(run.month))
    lines = [{"line": row, "url": links.rows(ROWS[row.name][0], **ROWS[row.name][1])} for row in found.rows]
    return {"comparison": found, "lines": lines}


class ReportRunCreateView(CreatePage):
    title = "生成月报"
    submit_label = "生成"
    model = ReportRun
    form_class = ReportRunForm
    operation = staticmethod(operations.request_report)
    success_message = "已开始生成，完成后会通知您"


class ReportRunRetryView(ActionPage):
    title = "重新生成"
    queryset = ReportRun.objects.all()  # unscoped: narrowed by the page base
    form_class = NoteForm
    operation = staticmethod(operations.retry_report)
    success_message = "已重新排队"


class ReportRunProgressView(LoginRequiredMixin, View):
    """The part of the record page that renews itself; once the run has ended the whole page is fetched again."""

    def get(self, request, pk):
        run = get_object_or_404(ReportRun.objects.visible_to(request.user), pk=pk)
        if run.state not in UNDER_WAY:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "reports/_progress.html", {"run": run})


class ReportRunDownloadView(LoginRequiredMixin, View):
    """One file of a finished report, for whoever reaches its organization."""

    kind = "docx"

    def get(self, request, pk):
        return download(get_object_or_404(ReportRun.objects.visible_to(request.user), pk=pk), self.kind)
