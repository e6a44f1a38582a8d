"""The application form, with budget rows that come and go without losing what was typed."""

from django.shortcuts import render
from django.urls import reverse

from core.views import CreatePage, UpdatePage
from projects import operations
from projects.forms.project import BudgetLineFormSet, ProjectForm
from projects.models import Project
from projects.queries import open_needs

COLUMNS = ("category", "item", "unit_price", "quantity")
RESHAPE = {"add_line", "remove_line", "recount"}
MOST_LINES = 60


class ApplicationMixin:
    """Buttons inside the form change the number of budget rows: a fragment for HTMX, the whole page without it."""

    model = Project
    form_class = ProjectForm
    template_name = "projects/project_form.html"

    def post(self, request, *args, **kwargs):
        if RESHAPE & set(request.POST):
            return self.reshape(request)
        return super().post(request, *args, **kwargs)

    def reshape(self, request):
        rows = reshaped_rows(request.POST)
        if request.htmx:
            lines = BudgetLineFormSet(initial=rows, prefix="lines")
            return render(request, "projects/_budget_lines.html", {"lines": lines})
        self.object = self.get_object() if "pk" in self.kwargs else None
        self.initial = typed_values(request.POST) | {"lines": rows}
        kwargs = self.get_form_kwargs()
        kwargs.pop("data", None)
        kwargs.pop("files", None)
        return self.render_to_response(self.get_context_data(form=self.form_class(**kwargs)))


def reshaped_rows(data) -> list[dict]:
    """The budget rows as typed, with one more or one less."""
    total = data.get("lines-TOTAL_FORMS", "")
    count = min(int(total), MOST_LINES) if total.isascii() and total.isdigit() else 0
    rows = [{column: data.get(f"lines-{number}-{column}", "") for column in COLUMNS} for number in range(count)]
    removed = data.get("remove_line", "")
    if removed.isascii() and removed.isdigit() and int(removed) < len(rows):
        del rows[int(removed)]
    if "add_line" in data and len(rows) < MOST_LINES:
        rows.append({})
    return rows


def typed_values(data) -> dict:
    """What the visitor has filled in so far, as initial values."""
    many = {"needs"}
    return {name: data.getlist(name) if name in many else data[name] for name in data if name != "csrfmiddlewaretoken"}


class ProjectCreateView(ApplicationMixin, CreatePage):
    operation = staticmethod(operations.create_project)
    title = "申报项目"
    submit_label = "保存草稿"
    success_message = "草稿已保存，核对后请提交审核"

    def get_initial(self):
        """Start from the need whose page led here, when the user may answer it."""
        initial = super().get_initial()
        key = self.request.GET.get("need", "")
        need = open_needs(self.request.user).filter(pk=key).first() if key.isascii() and key.isdigit() else None
        if need:
            initial = {"needs": [need.pk], "organization": need.organization_id, "category": need.category} | initial
        return initial

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"draft_key": "project-create"}


class ProjectUpdateView(ApplicationMixin, UpdatePage):
    operation = staticmethod(operations.update_project)
    title = "修改申报"
    success_message = "修改已保存"

    def get_cancel_url(self):
        return reverse("projects:project-detail", args=[self.kwargs["pk"]])
