"""Pages of projects: list, record and the steps of the workflow."""

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, DetailPage, ListPage
from projects import operations, workflow
from projects.enums import InstalmentState, ProjectState
from projects.filters import ProjectFilter
from projects.forms.project import ApproveForm
from projects.models import Instalment, Need, Project
from projects.operations.commission import EDITABLE
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


class ProjectDetailView(DetailPage):
    """The project room: each party's own view of one project, its sections loaded as fragments."""

    queryset = Project.objects.select_related(*PARTIES, "contract", "settlement", "archive")
    transitions = workflow.PROJECT_PAGE

    def get_queryset(self):
        needs = Need.objects.visible_to(self.request.user).select_related("organization")
        return super().get_queryset().prefetch_related(Prefetch("needs", queryset=needs))

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        steps = next_steps(project, user)
        transitions, actions = one_primary(project, user, steps, self.transitions)
        return super().get_context_data(**kwargs) | {
            "transitions": transitions,
            "actions": actions,
            "steps": steps,
            "rail": rail(project),
            "sections": sections(user, project),
            "people_url": address(PEOPLE.url_name, project.pk) if may_see(user, project, PEOPLE.name) else "",
            "figures": figures(project, user),
            "events": timeline(project, user, EVENTS),
            "back": {"label": "项目", "url": reverse("projects:project-list")},
            "facts": [
                {"label": "承接单位", "value": project.contractor},
                {"label": "实施社区", "value": project.organization},
                {"label": "期限", "value": f"{project.starts_on} 至 {project.ends_on}"},
            ],
        }


def one_primary(project: Project, user, steps, moves) -> tuple[list[dict], list[dict]]:
    """The buttons of the header: the first step that waits for the reader leads, everything else is in the menu."""
    transitions = transition_buttons(project, user, [move for move in moves if page_of(move, project)])
    mine = next((step for step in steps if step.is_mine and step.url), None)
    actions = []
    if project.state in EDITABLE and user.has_perm("projects.update_project", project):
        actions.append({"label": "修改", "url": reverse("projects:project-update", args=[project.pk])})
    if mine is None:
        return transitions, actions
    for move in transitions:
        move["retreat"] = move["retreat"] or move["url"] != mine.url
    if mine.url not in {move["url"] for move in transitions}:
        actions = [action for action in actions if action["url"] != mine.url]
        actions.insert(0, {"label": mine.label, "url": mine.url, "primary": True})
    return transitions, actions


def page_of(move, project: Project) -> str:
    return address(f"projects:project-{move.name.replace('_', '-')}", project.pk)


def figures(project: Project, user) -> list[dict]:
    """预算, 合同, 已承诺, 已拨付, 已核销 and the execution rate (已核销 ÷ 已拨付), each with its rows; an evaluator
    sees the budget and the rate."""
    rate = {"label": "执行率", "value": percent(project.spent / project.paid if project.paid else None)}
    budget = {"label": "预算（元）", "value": money(project.budget)}
    if not may_see(user, project, "money"):
        return [budget, rate]
    contract = getattr(project, "contract", None)
    ledger = f"{reverse('projects:ledgerentry-list')}?project={project.pk}"
    rows = [
        budget | {"url": "#money"},
        {"label": "合同（元）", "value": money(contract.amount if contract else None),
         "url": contract.get_absolute_url() if contract else ""},
        {"label": "已承诺（元）", "value": money(project.committed), "url": f"{ledger}&kind=commitment"},
        {"label": "已拨付（元）", "value": money(project.paid), "url": f"{ledger}&kind=payment"},
        {"label": "已核销（元）", "value": money(project.spent), "url": f"{ledger}&kind=expense"},
    ]  # fmt: skip
    return [*rows, rate]


class ProjectPeopleView(ScopedMixin, DetailView):
    """三方四方: who answers for the project, with work phones."""

    queryset = Project.objects.select_related(*PARTIES, "fund__organization", "contract__party_a")
    template_name = "projects/_project_people.html"

    def get_context_data(self, **kwargs):
        if not may_see(self.request.user, self.object, "people"):
            raise Http404
        return super().get_context_data(**kwargs) | {"rows": people_of(self.object)}


class ProjectDocumentsView(ScopedMixin, DetailView):
    """Everything on file for the project that the reader may open, and what can be generated."""

    queryset = Project.objects.select_related("organization", "contractor", "contract", "settlement", "archive")
    template_name = "projects/_project_documents.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "generated": generated_documents(self.object, self.request.user),
            "groups": stored_documents(self.object, self.request.user),
        }


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


class ProjectBasisFileView(LoginRequiredMixin, View):
    """What a direct commission rests on, to whoever may see the project. SECURITY: always a download."""

    def get(self, request, pk):
        project = get_object_or_404(Project.objects.visible_to(request.user).exclude(direct_file=""), pk=pk)
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
