"""Pages of summaries: written section by section, saving themselves, with photos."""

from django import forms
from django.http import HttpResponseRedirect
from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, DetailPage, ListPage
from orgs.permissions import holds, reaches
from orgs.scope import in_subtrees, org_paths
from projects.permissions import CONTRACTOR_STAFF
from services import operations, workflow
from services.filters.summary import SummaryFilter
from services.models import FollowUp, Session, Summary
from services.operations.summary import WRITABLE, missing, too_many
from services.queries.summary import audience, summary_of, without_summary
from services.tables.summary import SummaryTable

PARTIES = (
    "session__organization", "session__activity__lead", "session__activity__project__contractor", "written_by",
    "approved_by",
)  # fmt: skip


class SummaryListView(ListPage):
    queryset = Summary.objects.select_related("session__activity", "session__organization", "written_by")
    filterset_class = SummaryFilter
    table_class = SummaryTable
    title = "活动总结"
    empty_title = "还没有活动总结"
    empty_hint = "场次确认举办后，在场次页面填写总结。"

    def get_context_data(self, **kwargs):
        """Those who have to write are led to the sessions that still lack a summary."""
        user, context = self.request.user, super().get_context_data(**kwargs)
        if not holds(*CONTRACTOR_STAFF)(user):
            return context
        own = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "activity__project__contractor")
        waiting = without_summary(Session.objects.visible_to(user).filter(own)).count()
        if waiting:
            url = f"{reverse('services:session-list')}?summary=missing"
            context["actions"] = [{"label": f"填写总结（待填{waiting}场）", "url": url}]
        return context


class SummaryDetailView(DetailPage):
    queryset = Summary.objects.select_related(*PARTIES)
    template_name = "services/summary_detail.html"
    transitions = workflow.SUMMARY

    def get_context_data(self, **kwargs):
        summary, user = self.object, self.request.user
        session = summary.session
        context = super().get_context_data(**kwargs)
        writable = summary.state in WRITABLE
        may_write = writable and user.has_perm("services.update_summary", summary)
        sees = reaches(user, session.organization) or reaches(user, session.activity.project.contractor)  # no expert
        follow_ups = FollowUp.objects.visible_to(user).filter(session=session)
        return context | {
            "facts": [
                {"label": "举办", "value": session.when},
                {"label": "提交期限", "value": f"{summary.due_on}"},
            ],
            "rows": [
                {"label": "场次", "value": session, "url": session.get_absolute_url()},
                {"label": "举办社区", "value": session.organization},
                {"label": "承接单位", "value": session.activity.project.contractor},
                {"label": "填报人", "value": summary.written_by},
                {"label": "审核人", "value": summary.approved_by or "—"},
            ],
            "actions": self.actions(summary, may_write),
            "missing": missing(summary) if writable else [],
            "corrected": [] if writable else too_many(summary),
            "audience": audience(session, summary.audience),
            "photos": summary.photos.all(),
            "follow_ups": follow_ups.select_related("responsible").order_by("pk")[:10],
            "follow_ups_url": f"{reverse('services:followup-list')}?session={session.pk}",
            "attendances_url": f"{reverse('services:attendance-list')}?session={session.pk}" if sees else "",
            "rating_url": reverse("evaluations:session-rating-fragment", args=[session.pk]),
            "back": {"label": "活动总结", "url": reverse("services:summary-list")},
        }

    def actions(self, summary, may_write) -> list[dict]:
        offered = []
        if may_write:
            url = reverse("services:summary-update", args=[summary.pk])
            offered.append({"label": "填写总结", "url": url, "primary": bool(missing(summary))})
        if self.request.user.has_perm("services.create_follow_up", summary.session):
            url = reverse("services:session-follow-up", args=[summary.session_id])
            offered.append({"label": "登记跟进事项", "url": url})
        return offered


class SessionSummaryView(ActionPage):
    """From a session to its summary; the first one there opens it."""

    queryset = Session.objects.select_related("activity__project__contractor", "organization")
    form_class = forms.Form
    operation = staticmethod(operations.start_summary)
    title = "填写活动总结"
    warning = "建立本场的活动总结。填写时自动保存，写好后提交审核。"
    success_message = "总结已建立，填写的内容会自动保存"

    def get(self, request, *args, **kwargs):
        found = summary_of(self.get_object())
        if found is not None:
            return HttpResponseRedirect(found.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def has_permission(self):
        """Whoever sees the session may look at a summary that is there."""
        user = self.request.user
        if user.is_authenticated and self.request.method == "GET" and summary_of(self.get_object()) is not None:
            return True
        return super().has_permission()

    def get_success_url(self):
        found = summary_of(self.get_object())
        return reverse("services:summary-update", args=[found.pk]) if found else self.get_object().get_absolute_url()


class SummarySubmitView(ActionPage):
    queryset = Summary.objects.select_related(*PARTIES)
    form_class = NoteForm
    operation = staticmethod(operations.submit_summary)
    title = "提交审核"
    warning = "提交后由本单位负责人、督导或举办社区审核；审核期间不能修改。"
    success_message = "总结已提交审核"


class SummaryApproveView(ActionPage):
    queryset = Summary.objects.select_related(*PARTIES)
    form_class = NoteForm
    operation = staticmethod(operations.approve_summary)
    title = "审核通过"
    warning = "通过后总结不能再修改。"
    success_message = "总结已审核通过"


class SummaryReturnView(ActionPage):
    queryset = Summary.objects.select_related(*PARTIES)
    form_class = ReasonForm
    operation = staticmethod(operations.return_summary)
    title = "退回修改"
    success_message = "总结已退回"
