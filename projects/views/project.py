"""Pages of projects: list, record and the steps of the workflow."""

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, DetailPage, ListPage
from projects import operations, workflow
from projects.enums import InstalmentState, ProjectState
from projects.filters import ProjectFilter
from projects.forms.project import ApproveForm
from projects.models import Instalment, Need, Project
from projects.operations.commission import EDITABLE
from projects.tables import ProjectTable

PARTIES = ("organization", "contractor", "worker", "fund", "evaluator", "created_by")


class ProjectListView(ListPage):
    queryset = Project.objects.select_related("organization", "contractor")
    filterset_class = ProjectFilter
    table_class = ProjectTable
    title = "项目"
    actions = (("申报项目", "projects:project-create", "projects.create_project"),)
    empty_title = "还没有项目"
    empty_hint = "社会组织从一条已核实的需求出发申报项目。"


class ProjectDetailView(DetailPage):
    queryset = Project.objects.select_related(*PARTIES)
    transitions = workflow.PROJECT

    def get_queryset(self):
        instalments = Instalment.objects.visible_to(self.request.user).order_by("number")
        needs = Need.objects.visible_to(self.request.user).select_related("organization")
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("instalments", queryset=instalments),
                Prefetch("needs", queryset=needs),
                "indicators",
                "budget_lines",
            )
        )

    def get_context_data(self, **kwargs):
        project = self.object
        committed = project.budget if project.fund_id else None
        return super().get_context_data(**kwargs) | {
            "actions": self.next_actions(),
            "events": project.events.select_related("by").order_by("-at", "-pk"),
            "back": {"label": "项目", "url": reverse("projects:project-list")},
            "committed": committed,
            "instalments": self.instalments(),
            "ledger_url": f"{reverse('projects:ledgerentry-list')}?project={project.pk}",
            "facts": [
                {"label": "承接单位", "value": project.contractor},
                {"label": "实施社区", "value": project.organization},
                {"label": "预算", "value": f"{project.budget:,.2f} 元"},
            ],
        }

    def instalments(self) -> list[dict]:
        """Each instalment; the next one with the address of its payment, or with what it still waits for."""
        user, project = self.request.user, self.object
        rows = [{"instalment": instalment} for instalment in project.instalments.all()]
        due = next((row for row in rows if row["instalment"].state == InstalmentState.PLANNED), None)
        if due is None:
            return rows
        due["instalment"].project = project  # read already; saves the permission a query
        if due["instalment"].is_final and not project.has_passed:
            due["waits_for"] = f"末期评估达到 {settings.PASS_MARK} 分后可拨付"
        elif user.has_perm("projects.pay_instalment", due["instalment"]):
            due["pay_url"] = reverse("projects:instalment-pay", args=[due["instalment"].pk])
        return rows

    def next_actions(self) -> list[dict]:
        project, user = self.object, self.request.user
        actions = []
        if project.state in EDITABLE and user.has_perm("projects.update_project", project):
            actions.append({"label": "修改", "url": reverse("projects:project-update", args=[project.pk])})
        awaits_evaluator = project.state == ProjectState.FINAL_REVIEW and project.evaluator_id is None
        if awaits_evaluator and user.has_perm("evaluations.assign_evaluation", project):
            actions.append(
                {"label": "委派末期评估", "url": reverse("evaluations:evaluation-assign", args=[project.pk])}
            )
        return actions


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
