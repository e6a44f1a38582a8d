"""Pages of the plan of an activity: writing, insurance, copies, the paper."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.forms import Form
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView
from django.views.generic.detail import SingleObjectMixin

from core.errors import DomainError
from core.views import ActionPage, ScopedMixin, UpdatePage
from core.word import word_response
from projects.views.files import StoredFileView
from services import operations
from services.documents.plan import plan_document
from services.forms.activity import CancelForm
from services.forms.plan import COLUMNS, FORMSETS, CopyForm, InsuranceForm, PlanForm
from services.models import Activity, Insurance
from services.operations.plan import MOST_ROWS
from services.permissions import plans_anything
from services.queries.plan import templates_for

WHOLE = Activity.objects.select_related("project__organization", "project__contractor", "lead")


class ActivityPlanView(UpdatePage):
    """The whole plan on one page. Buttons inside the form change the number of rows: a fragment for HTMX, the whole
    page without it."""

    queryset = WHOLE
    form_class = PlanForm
    template_name = "services/plan_form.html"
    operation = staticmethod(operations.save_plan)
    title = "活动策划书"
    success_message = "策划书已保存"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "draft_key": f"plan-{self.object.pk}",
            "title": f"策划书：{self.object}",
        }

    def save(self, form):
        operations.save_plan(self.object, by=self.request.user, **form.cleaned_data)

    def get_success_url(self):
        return reverse("services:activity-detail", args=[self.kwargs["pk"]])

    get_cancel_url = get_success_url

    def form_valid(self, form):
        """The form's own instance is the texts; what is saved and shown is the activity."""
        try:
            self.save(form)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())

    def post(self, request, *args, **kwargs):
        part = next((name for name in FORMSETS if f"reshape_{name}" in request.POST), None)
        return self.reshape(part) if part else super().post(request, *args, **kwargs)

    def reshape(self, part: str):
        self.object = self.get_object()
        rows = {name: reshaped(self.request.POST, name, moving=name == part) for name in FORMSETS}
        typed = {name: self.request.POST[name] for name in self.request.POST if name != "csrfmiddlewaretoken"}
        typed["groups"] = self.request.POST.getlist("groups")
        form = self.form_class(instance=self.object, user=self.request.user, initial=typed | rows)
        if self.request.htmx:
            return render(self.request, f"services/_plan_{part}.html", {"rows": form.tables[part]})
        return self.render_to_response(self.get_context_data(form=form))


def reshaped(data, name: str, moving: bool) -> list[dict]:
    """The rows as typed; with ``moving`` one more or one less."""
    total = data.get(f"{name}-TOTAL_FORMS", "")
    count = min(int(total), MOST_ROWS) if total.isascii() and total.isdigit() and len(total) < 5 else 0
    rows = [{column: data.get(f"{name}-{row}-{column}", "") for column in COLUMNS[name]} for row in range(count)]
    wish = data.get(f"reshape_{name}", "") if moving else ""
    if wish.isascii() and wish.isdigit() and len(wish) < 5 and int(wish) < len(rows):
        del rows[int(wish)]
    if wish == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    return rows


class ActivityPlanWordView(ScopedMixin, SingleObjectMixin, View):
    """The plan as Word; without the money for who may not see the project's."""

    queryset = WHOLE

    def get(self, request, pk):
        activity = self.get_object()
        return word_response(f"{activity.name}策划书", plan_document(activity, request.user))


class ActivityInsureView(ActionPage):
    queryset = WHOLE
    form_class = InsuranceForm
    operation = staticmethod(operations.insure_activity)
    title = "登记保险"
    success_message = "保险已登记"


class InsuranceVoidView(ActionPage):
    queryset = Insurance.objects.select_related("activity__project__contractor")
    form_class = CancelForm
    operation = staticmethod(operations.void_insurance)
    title = "保险作废"
    warning = "登记错的保险单作废后不再计入，不能恢复。"
    success_message = "保险已作废"

    def get_success_url(self):
        return self.get_object().activity.get_absolute_url()


class InsuranceFileView(StoredFileView):
    model = Insurance


class ActivityCopyView(ActionPage):
    """A copy of the plan, also of a template: the way on is the new activity."""

    queryset = WHOLE
    form_class = CopyForm
    operation = staticmethod(operations.copy_activity)
    title = "复制为新活动"
    warning = "复制策划书、预算和报名设置，不复制场次、报名和保险。复制到其他项目的，请重新选择目标对应的需求和指标。"
    success_message = "已复制，请核对策划书后安排场次"

    def get_form_kwargs(self):
        activity = self.get_object()
        initial = {"name": activity.name, "project": activity.project_id}
        return super().get_form_kwargs() | {"user": self.request.user, "initial": initial}

    def form_valid(self, form):
        try:
            copied = operations.copy_activity(self.get_object(), by=self.request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(copied.get_absolute_url())


class ActivityMarkTemplateView(ActionPage):
    queryset = WHOLE
    form_class = Form
    operation = staticmethod(operations.mark_template)
    title = "设为模板"
    warning = "本单位的同事可以从模板新建活动。"
    success_message = "已设为模板"


class ActivityUnmarkTemplateView(ActionPage):
    queryset = WHOLE
    form_class = Form
    operation = staticmethod(operations.unmark_template)
    title = "取消模板"
    success_message = "已取消模板"


class ActivityTemplateListView(LoginRequiredMixin, PermissionRequiredMixin, ListView):
    """从模板新建: the plans the user's organization keeps as templates."""

    template_name = "services/activity_templates.html"

    def has_permission(self):
        return plans_anything(self.request.user)

    def get_queryset(self):
        return templates_for(self.request.user)
