"""Pages of changes, and of the project's own halts."""

from django.http import Http404
from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, DetailPage, ListPage
from projects import operations, workflow
from projects.enums import ChangeKind, ProjectState
from projects.filters.contract import ChangeFilter
from projects.forms.change import FORMS, TerminateForm
from projects.forms.contract import SupplementForm
from projects.models import Change, Project
from projects.queries.change import in_words
from projects.queries.contract import awaiting_supplement, contract_of, supplement_room
from projects.tables.contract import ChangeTable
from projects.views.project import ProjectActionPage
from projects.views.section import ProjectSection

SHOWN = 5
RELATED = ("project__organization", "project__contractor", "project__fund__organization", "requested_by")
HINTS = {
    ChangeKind.STAFF: "更换执行社工，须是本单位在职社工。",
    ChangeKind.CONTENT: "增加、取消服务内容或调整场次；已举办的场次保留。",
    ChangeKind.COMMUNITY: "换到购买主体范围内的另一个社区。",
    ChangeKind.BUDGET: "科目之间调剂，累计不超过备案上限的即时生效，超过的须审批。",
    ChangeKind.PERIOD: "延长结束日期，只能一次。",
    ChangeKind.AMOUNT: "增加合同金额，批准后签订补充协议。",
}


class ChangeListView(ListPage):
    queryset = Change.objects.select_related("project", "requested_by")
    filterset_class = ChangeFilter
    table_class = ChangeTable
    title = "变更"
    empty_title = "还没有变更"
    empty_hint = "项目实施中，承接单位在项目页面申请变更。"


class ChangeDetailView(DetailPage):
    queryset = Change.objects.select_related(*RELATED)
    transitions = (workflow.APPROVE_CHANGE, workflow.REJECT_CHANGE)

    def get_context_data(self, **kwargs):
        change = self.object
        supplement = getattr(change, "supplement", None)
        return super().get_context_data(**kwargs) | {
            "title": f"{change.get_kind_display()}：{change.project}",
            "says": in_words(change),
            "adjustments": change.adjustments.select_related("line"),
            "supplement": supplement,
            "actions": self.actions(),
            "back": {"label": "变更", "url": reverse("projects:change-list")},
            "facts": [
                {"label": "项目", "value": change.project.code, "url": change.project.get_part_url("changes")},
                {"label": "承接单位", "value": change.project.contractor},
            ],
        }

    def actions(self) -> list[dict]:
        change = self.object
        waits = awaiting_supplement(Change.objects.filter(pk=change.pk)).exists()  # unscoped: the page's own row
        if not waits or not self.request.user.has_perm("projects.sign_supplement", change):
            return []
        url = reverse("projects:change-supplement", args=[change.pk])
        return [{"label": "登记补充协议", "url": url, "primary": True}]


class ProjectRequestChangeView(ProjectActionPage):
    """First the kind, then its form."""

    template_name = "projects/change_form.html"
    operation = staticmethod(operations.request_change)
    title = "申请变更"
    success_message = "变更已提交"

    @property
    def kind(self) -> str:
        kind = self.request.GET.get("kind", "")
        if kind and kind not in ChangeKind.values:
            raise Http404("No such kind of change.")
        return kind

    def get_form_class(self):
        return FORMS[self.kind] if self.kind else NoteForm

    def get_form_kwargs(self):
        extra = {"user": self.request.user, "project": self.get_object()} if self.kind else {}
        return super().get_form_kwargs() | extra

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.kind else self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        project, path = self.get_object(), self.request.path
        contract = contract_of(project)
        return super().get_context_data(**kwargs) | {
            "kind": self.kind,
            "kind_label": ChangeKind(self.kind).label if self.kind else "",
            "hint": HINTS.get(self.kind, ""),
            "kinds": [{"label": kind.label, "hint": HINTS[kind], "url": f"{path}?kind={kind}"} for kind in ChangeKind],
            "room": supplement_room(contract) if contract and self.kind == ChangeKind.AMOUNT else None,
        }

    def get_success_url(self):
        latest = Change.objects.visible_to(self.request.user).filter(project=self.get_object()).first()
        return latest.get_absolute_url() if self.request.method == "POST" and latest else super().get_success_url()


class ChangeActionPage(ActionPage):
    queryset = Change.objects.select_related(*RELATED)
    template_name = "projects/change_action.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"says": in_words(self.get_object())}


class ChangeApproveView(ChangeActionPage):
    form_class = NoteForm
    operation = staticmethod(operations.approve_change)
    title = "批准"
    warning = "批准后变更立即生效，项目恢复实施；金额变更在登记补充协议后生效。"
    success_message = "变更已批准"


class ChangeRejectView(ChangeActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.reject_change)
    title = "不批准"
    warning = "不批准后，项目按原约定继续实施。"
    success_message = "已登记为不批准"


class ChangeSupplementView(ChangeActionPage):
    form_class = SupplementForm
    operation = staticmethod(operations.sign_supplement)
    title = "登记补充协议"
    warning = "登记后从资金来源中承诺增加的金额，不能撤销。"
    success_message = "补充协议已登记"


class ProjectChangesView(ProjectSection):
    """The latest changes as the project page shows them."""

    section = "changes"
    queryset = Project.objects.select_related("organization", "contractor")
    template_name = "projects/_project_changes.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        rows = Change.objects.visible_to(user).filter(project=project).select_related("requested_by")
        may = project.state == ProjectState.ACTIVE and user.has_perm("projects.request_change", project)
        return super().get_context_data(**kwargs) | {
            "changes": rows[:SHOWN],
            "list_url": f"{reverse('projects:change-list')}?project={project.pk}",
            "request_url": reverse("projects:project-request-change", args=[project.pk]) if may else "",
        }


class ProjectSuspendView(ProjectActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.suspend_project)
    title = "暂停实施"
    warning = "暂停期间不安排新的服务，不办理拨付。"
    success_message = "项目已暂停"


class ProjectResumeView(ProjectActionPage):
    operation = staticmethod(operations.resume_project)
    title = "恢复实施"
    success_message = "项目已恢复实施"


class ProjectTerminateView(ProjectActionPage):
    form_class = TerminateForm
    operation = staticmethod(operations.terminate_project)
    title = "终止项目"
    warning = "终止后合同随之终止，未拨付的款项不再拨付、退回资金来源，对应需求退回待匹配，不能撤销。"
    success_message = "项目已终止"


class ProjectLiftBreachView(ProjectActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.lift_breach)
    title = "撤销违约认定"
    warning = "撤销后承接单位不再因这个项目被限制申报；原认定和撤销的原因都留在办理过程里。"
    success_message = "违约认定已撤销"


class ProjectClawBackView(ProjectActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.claw_back_project)
    title = "启动追回"
    warning = "启动后由财务按期次办理追回。"
    success_message = "已启动追回"
