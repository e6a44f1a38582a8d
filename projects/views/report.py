"""Pages of progress reports."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from core.forms import NoteForm, ReasonForm
from core.templatetags.ui import day
from core.views import ActionPage, DetailPage, ListPage, ScopedMixin, UpdatePage
from core.word import word_response
from projects import operations, workflow
from projects.documents.report import report_document
from projects.enums import ReportState
from projects.filters.report import ProgressReportFilter
from projects.forms.report import AttachForm, CommentForm, ExplainForm, ReportForm, SubmitReportForm
from projects.models import ProgressReport, Project, ReportFile
from projects.queries.report import WRITABLE, figures_for, is_overdue, owed_reports, sections_for
from projects.tables.report import ProgressReportTable
from projects.views.files import StoredFileView
from projects.views.section import ProjectSection

PARTIES = ("project__organization", "project__contractor", "submitted_by")
SHOWN = 8


class ProgressReportListView(ListPage):
    queryset = ProgressReport.objects.select_related(*PARTIES)
    filterset_class = ProgressReportFilter
    table_class = ProgressReportTable
    title = "项目报告"
    empty_title = "还没有项目报告"
    empty_hint = "项目启动实施时，自动排出每月月报、中期报告和结项报告的期限。"


class ProgressReportDetailView(DetailPage):
    queryset = ProgressReport.objects.select_related(*PARTIES)
    transitions = workflow.REPORT_PAGE

    def get_context_data(self, **kwargs):
        report = self.object
        comments = list(report.comments.select_related("by"))
        is_draft = report.state == ReportState.PLANNED
        return super().get_context_data(**kwargs) | {
            "sections": [
                {
                    "title": section.title,
                    "text": report.content.get(section.key, ""),
                    "comments": [comment for comment in comments if comment.section == section.key],
                }
                for section in sections_for(report)
            ],
            "remarks": [comment for comment in comments if not comment.section],
            "figures": report.figures or figures_for(report),
            "is_preview": is_draft,
            "files": report.files.all(),
            "is_overdue": is_overdue(report),
            "actions": self.next_actions(),
            "events": report.events.select_related("by").order_by("-at", "-pk"),
            "back": {"label": "项目报告", "url": reverse("projects:progressreport-list")},
            "facts": [
                {"label": "项目", "value": report.project, "url": report.project.get_part_url("reports")},
                {"label": "报告期", "value": f"{report.starts_on} 至 {report.ends_on}"},
                {"label": "提交期限", "value": day(report.due_on)},
            ],
        }

    def next_actions(self) -> list[dict]:
        report, user = self.object, self.request.user

        def action(label: str, verb: str, **more) -> dict:
            return {"label": label, "url": reverse(f"projects:progressreport-{verb}", args=[report.pk]), **more}

        actions = [action("下载 Word", "word")]
        if report.state in WRITABLE and user.has_perm("projects.save_report", report):
            actions += [action("填写", "update"), action("上传附件", "attach"), action("说明逾期原因", "explain")]
        if report.state == ReportState.SUBMITTED and user.has_perm("projects.comment_report", report):
            actions.append(action("批注", "comment"))
        return actions


class ReportUpdateView(UpdatePage):
    queryset = ProgressReport.objects.select_related(*PARTIES)
    form_class = ReportForm
    operation = staticmethod(operations.save_report)
    title = "填写报告"
    success_message = "已保存，尚未提交"

    def get_context_data(self, **kwargs):
        draft = f"report-{self.object.pk}-{self.request.user.pk}"
        return super().get_context_data(**kwargs) | {"title": f"填写{self.object}", "draft_key": draft}


class ReportActionPage(ActionPage):
    queryset = ProgressReport.objects.select_related(*PARTIES)


class ReportSubmitView(ReportActionPage):
    form_class = SubmitReportForm
    operation = staticmethod(operations.submit_report)
    title = "提交报告"
    warning = "提交时按当前记录计算各项数据并固定在报告中，由区县工会审核。"
    success_message = "报告已提交，等待审核"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "report": self.get_object()}


class ReportAcceptView(ReportActionPage):
    form_class = NoteForm
    operation = staticmethod(operations.accept_report)
    title = "审核通过"
    warning = "通过后报告和其中的数据不再改变，之后补录的记录不影响这份报告。"
    success_message = "报告已通过审核"


class ReportReturnView(ReportActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.return_report)
    title = "退回修改"
    warning = "退回后承接单位修改并重新提交，提交期限至少顺延一个补正期。"
    success_message = "已退回承接单位修改"


class ReportExplainView(ReportActionPage):
    form_class = ExplainForm
    operation = staticmethod(operations.explain_report)
    title = "说明逾期原因"
    warning = "有正当理由的逾期不自动按不合格处理；报告仍应尽快提交。"
    success_message = "原因已登记"


class ReportCommentView(ReportActionPage):
    form_class = CommentForm
    operation = staticmethod(operations.comment_report)
    title = "批注"
    success_message = "批注已保存"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "report": self.get_object()}


class ReportAttachView(ReportActionPage):
    form_class = AttachForm
    operation = staticmethod(operations.attach_report_file)
    title = "上传附件"
    success_message = "附件已上传"


class ReportFileView(StoredFileView):
    model = ReportFile


class ReportWordView(ScopedMixin, View):
    """The report as Word; before it is submitted, with the figures of this moment."""

    def get(self, request, pk):
        rows = ProgressReport.objects.visible_to(request.user).select_related(*PARTIES, "project__worker")
        report = get_object_or_404(rows, pk=pk)
        return word_response(str(report), report_document(report))


class ProjectReportsView(ProjectSection):
    """What a project has reported and what it owes next; loaded by the project page."""

    section = "reports"
    queryset = Project.objects.select_related("organization", "contractor")
    template_name = "projects/_project_reports.html"

    def get_context_data(self, **kwargs):
        rows = (
            ProgressReport.objects.visible_to(self.request.user).filter(project=self.object).select_related("project")
        )
        owed = list(owed_reports(rows).order_by("due_on", "pk")[:3])
        handed_in = rows.exclude(state=ReportState.PLANNED).exclude(pk__in=[report.pk for report in owed])
        return super().get_context_data(**kwargs) | {
            "owed": [{"report": report, "is_overdue": is_overdue(report)} for report in owed],
            "reports": handed_in.order_by("-ends_on", "-pk")[:SHOWN],
            "reports_url": f"{reverse('projects:progressreport-list')}?project={self.object.pk}",
        }
