"""Pages of vouchers: the list, the record with what the rules say, the form with the camera, the steps."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Case, F, Value, When
from django.http import Http404
from django.urls import reverse
from django.views.generic import ListView

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from projects import operations, workflow
from projects.enums import ExpenseState
from projects.filters.expense import ExpenseFilter
from projects.forms.expense import ExpenseForm
from projects.models import Expense, Project
from projects.queries.expense import expense_findings, next_to_judge, recordable_projects
from projects.tables.expense import ExpenseTable
from projects.views.files import StoredFileView

PARTIES = ("project__organization", "project__contractor", "project__fund__organization", "line", "service_item")
JUDGED = (ExpenseState.DRAFT, ExpenseState.SUBMITTED, ExpenseState.CHECKED)
ACCEPTED = Case(When(state=ExpenseState.ACCEPTED, then=F("amount")), default=Value(None))


class ExpenseListView(ListPage):
    queryset = Expense.objects.select_related("project").annotate(accepted=ACCEPTED)
    filterset_class = ExpenseFilter
    table_class = ExpenseTable
    title = "支出凭证"
    actions = (("登记支出", "projects:expense-create", "projects.create_expense"),)
    empty_title = "还没有支出凭证"
    empty_hint = "承接单位登记发票，区县工会初审，财务列支。"


class ExpenseDetailView(DetailPage):
    queryset = Expense.objects.select_related(*PARTIES, "uploaded_by")
    template_name = "projects/expense_detail.html"
    transitions = workflow.EXPENSE

    def get_context_data(self, **kwargs):
        expense, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "title": expense.purpose,
            "back": {"label": "支出凭证", "url": reverse("projects:expense-list")},
            "actions": expense_actions(expense, user),
            "findings": expense_findings(expense) if expense.state in JUDGED else [],
            "is_judged": expense.state in JUDGED,
            "entries": expense.entries.select_related("by"),
            "facts": [
                {"label": "凭证号", "value": expense.pk},
                {"label": "项目", "value": expense.project, "url": expense.project.get_part_url("expenses")},
                {"label": "金额", "value": f"{expense.amount:,.2f} 元"},
            ],
        }


def expense_actions(expense: Expense, user) -> list[dict]:
    """Correcting a draft; for who judges vouchers the next one, so that nobody goes back to the list for it."""
    if expense.state == ExpenseState.DRAFT and user.has_perm("projects.update_expense", expense):
        return [{"label": "修改", "url": reverse("projects:expense-update", args=[expense.pk])}]
    following = next_to_judge(user, after=expense)
    return [{"label": "下一张待办凭证", "url": following.get_absolute_url(), "primary": True}] if following else []


class ExpenseProjectView(PermissionRequiredMixin, ListView):
    """Which project the invoice belongs to, when the address does not say."""

    permission_required = "projects.create_expense"
    template_name = "projects/expense_project.html"

    def get_queryset(self):
        return recordable_projects(self.request.user).select_related("organization").order_by("name", "pk")


class ExpenseFormMixin:
    model = Expense
    form_class = ExpenseForm
    template_name = "projects/expense_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"project": self.project}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"project": self.project}


class ExpenseCreateView(ExpenseFormMixin, CreatePage):
    """``?project=`` says which; a project outside one's own does not exist."""

    operation = staticmethod(operations.create_expense)
    title = "登记支出"
    submit_label = "保存草稿"
    success_message = "草稿已保存，核对后请提交审核"

    def dispatch(self, request, *args, **kwargs):
        key = request.GET.get("project", "")
        if request.user.is_authenticated:
            chosen = recordable_projects(request.user).filter(pk=key) if key.isascii() and key.isdigit() else None
            self.project = chosen.first() if chosen is not None and len(key) < 10 else None
            if key and self.project is None and request.user.has_perm("projects.create_expense"):
                raise Http404("No such project takes vouchers of this user.")
            if self.project is None:
                return ExpenseProjectView.as_view()(request)
        return super().dispatch(request, *args, **kwargs)

    def get_cancel_url(self):
        return self.project.get_part_url("expenses")

    def get_operation_kwargs(self, form):
        return form.cleaned_data | {"project": self.project}


class ExpenseUpdateView(ExpenseFormMixin, UpdatePage):
    queryset = Expense.objects.select_related("project__contractor")
    operation = staticmethod(operations.update_expense)
    title = "修改支出"

    @property
    def project(self) -> Project:
        return self.object.project


class ExpenseActionPage(ActionPage):
    queryset = Expense.objects.select_related(*PARTIES)
    template_name = "projects/expense_action.html"
    form_class = NoteForm


class ExpenseSubmitView(ExpenseActionPage):
    operation = staticmethod(operations.submit_expense)
    title = "提交审核"
    warning = "提交后按项目的预算规则核对，由区县工会初审、财务列支，期间不能修改。"
    success_message = "已提交，等待区县工会初审"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"findings": expense_findings(self.get_object())}


class ExpenseCheckView(ExpenseActionPage):
    operation = staticmethod(operations.check_expense)
    title = "初审通过"
    warning = "请核对发票、用途和对应的服务。通过后由财务列支。"
    success_message = "已初审，等待财务列支"


class ExpenseAcceptView(ExpenseActionPage):
    operation = staticmethod(operations.accept_expense)
    title = "予以列支"
    warning = "列支后记入台账；决算提交前如有错误，由其他人员撤销。"
    success_message = "已列支并记入台账"


class ExpenseDisallowView(ExpenseActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.disallow_expense)
    title = "不予列支"
    warning = "不予列支后不能恢复，承接单位会看到原因，可以改正后重新登记。"
    success_message = "已登记为不予列支"


class ExpenseReverseView(ExpenseActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.reverse_expense)
    title = "撤销列支"
    warning = "撤销后台账记一笔相反的账，凭证改为不予列支，发票号码可以重新登记。"
    success_message = "列支已撤销"


class ExpenseFileView(StoredFileView):
    model = Expense
