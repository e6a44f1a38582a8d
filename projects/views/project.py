"""Pages of projects: list, record and the steps of the workflow."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, ListPage
from orgs.scope import has_role
from projects import operations
from projects.filters import ProjectFilter
from projects.forms.project import ApproveForm
from projects.models import Project
from projects.queries.bar import bars
from projects.queries.bond import bond_of
from projects.queries.contract import contract_of
from projects.queries.room import may_see
from projects.sections import READERS
from projects.tables import ProjectTable
from projects.views.files import download

PARTIES = ("organization", "contractor", "worker", "fund", "evaluator", "created_by")


class ProjectListView(ListPage):
    queryset = Project.objects.select_related("organization", "contractor")
    filterset_class = ProjectFilter
    table_class = ProjectTable
    title = "项目"
    actions = (("申报项目", "projects:project-create", "projects.create_project"),)
    empty_title = "还没有项目"
    empty_hint = "社会组织从一条已核实的需求出发申报项目。"

    def get_table_kwargs(self):
        """SECURITY: what was paid is no column for whoever sees the money of no project."""
        sees_money = has_role(self.request.user, *READERS["money"])
        return super().get_table_kwargs() | ({} if sees_money else {"exclude": ("paid",)})


class ProjectActionPage(ActionPage):
    queryset = Project.objects.select_related(*PARTIES)
    template_name = "projects/project_action.html"
    form_class = NoteForm


class ProjectSubmitView(ProjectActionPage):
    operation = staticmethod(operations.submit_project)
    title = "提交审核"
    warning = "提交后由区县工会审核，审核期间不能修改。"
    success_message = "已提交，等待区县工会审核"


class ProjectApproveView(ProjectActionPage):
    form_class = ApproveForm
    operation = staticmethod(operations.approve_project)
    title = "批准立项"
    warning = "批准后按预算总额从资金来源中承诺，并生成分期拨付计划，不能撤销。"
    success_message = "已批准立项，分期拨付计划已生成"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "project": self.get_object()}

    def get_context_data(self, **kwargs):
        barred = bars(self.get_object().contractor, timezone.localdate())
        return super().get_context_data(**kwargs) | {"bars": barred}


class ProjectBasisFileView(LoginRequiredMixin, View):
    """What a direct commission rests on, to whoever may see the contract. SECURITY: always a download."""

    def get(self, request, pk):
        rows = Project.objects.visible_to(request.user).select_related("organization", "contractor")
        project = get_object_or_404(rows.exclude(direct_file=""), pk=pk)
        if not may_see(request.user, project, "contract"):
            raise Http404("Not a document for this reader.")
        return download(project.direct_file, project.direct_file_name)


class ProjectReturnView(ProjectActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.return_project)
    title = "退回修改"
    warning = "退回后由承接单位修改并重新提交，对应需求仍为它保留。"
    success_message = "已退回承接单位修改"


class ProjectRejectView(ProjectActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.reject_project)
    title = "不予立项"
    warning = "不予立项后不能再提交，对应需求退回待匹配。"
    success_message = "已登记为不予立项"


class ProjectActivateView(ProjectActionPage):
    operation = staticmethod(operations.activate_project)
    title = "启动实施"
    warning = "启动后可以发布活动、安排场次。"
    success_message = "项目已启动实施"

    def get_context_data(self, **kwargs):
        """No law makes the start wait for the bond: whoever starts is reminded of it."""
        contract = contract_of(self.get_object())
        bond = bond_of(contract) if contract else None
        return super().get_context_data(**kwargs) | {"bond": bond if bond and bond.is_awaited else None}


class ProjectConcludeView(ProjectActionPage):
    operation = staticmethod(operations.conclude_project)
    title = "申请结项"
    warning = "申请后进入末期评估，由区县工会委派与双方无关的评估人。"
    success_message = "已申请结项，等待末期评估"


class ProjectCompleteView(ProjectActionPage):
    operation = staticmethod(operations.complete_project)
    title = "确认结项"
    warning = "结项后项目不能再变动。末期评分达到合格线，对应需求记为已满足，可拨付末期款。"
    success_message = "项目已结项"
