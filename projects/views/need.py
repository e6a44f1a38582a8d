"""Pages of needs."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage
from projects import operations, workflow
from projects.enums import NeedState
from projects.filters import NeedFilter
from projects.forms.need import NeedForm
from projects.models import Need, Project
from projects.queries import matching_needs, need_label, open_needs
from projects.tables import NeedTable
from projects.views.files import download


class NeedListView(ListPage):
    queryset = Need.objects.select_related("organization")
    filterset_class = NeedFilter
    table_class = NeedTable
    title = "需求"
    actions = (("提出需求", "projects:need-create", "projects.create_need"),)
    empty_title = "还没有需求"
    empty_hint = "由社区工会走访、调查后提出，街道工会核实，社会组织据此申报项目。"


class NeedDetailView(DetailPage):
    queryset = Need.objects.select_related("organization", "raised_by")
    transitions = workflow.NEED_PAGE

    def get_context_data(self, **kwargs):
        need, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        answering = Project.objects.visible_to(user).filter(needs=need).select_related("contractor")
        return context | {
            "actions": self.next_actions(),
            "events": need.events.select_related("by").order_by("-at", "-pk"),
            "answering": answering,
            "back": {"label": "需求", "url": reverse("projects:need-list")},
            "facts": [
                {"label": "社区", "value": need.organization},
                {"label": "类别", "value": need.get_category_display()},
                {"label": "涉及", "value": f"约 {need.people:,} 人"},
            ],
        }

    def next_actions(self) -> list[dict]:
        """Whoever may answer a verified need goes on to the application."""
        need, user = self.object, self.request.user
        may_apply = need.state == NeedState.VERIFIED and user.has_perm("projects.create_project")
        if not (may_apply and open_needs(user).filter(pk=need.pk).exists()):
            return []
        url = f"{reverse('projects:project-create')}?need={need.pk}"
        return [{"label": "据此申报项目", "url": url, "primary": True}]


class NeedCreateView(CreatePage):
    model = Need
    form_class = NeedForm
    operation = staticmethod(operations.create_need)
    title = "提出需求"
    submit_label = "提出需求"
    success_message = "需求已提出，等待街道工会核实"


class NeedVerifyView(ActionPage):
    queryset = Need.objects.select_related("organization")
    form_class = NoteForm
    operation = staticmethod(operations.verify_need)
    title = "核实需求"
    warning = "核实后，社会组织可以据此申报项目，提出人会收到通知。"
    success_message = "需求已核实"


class NeedRejectView(ActionPage):
    queryset = Need.objects.select_related("organization")
    form_class = ReasonForm
    operation = staticmethod(operations.reject_need)
    title = "不予采纳"
    warning = "不予采纳的需求不能再用于申报，提出人会收到通知并能看到原因。"
    success_message = "已登记为不予采纳"


class NeedOptionsView(LoginRequiredMixin, View):
    """What the searchable choice of an application asks for: verified needs matching ``q``."""

    OPTIONS = 30

    def get(self, request):
        found = matching_needs(open_needs(request.user), request.GET.get("q", ""))[: self.OPTIONS]
        return JsonResponse({"results": [{"id": str(need.pk), "text": need_label(need)} for need in found]})


class NeedFileView(LoginRequiredMixin, View):
    """The evidence, to whoever may see the need. SECURITY: always a download, never shown in our origin."""

    def get(self, request, pk):
        need = get_object_or_404(Need.objects.visible_to(request.user).exclude(evidence_file=""), pk=pk)
        return download(need.evidence_file, need.evidence_name)
