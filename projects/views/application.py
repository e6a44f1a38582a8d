"""Pages of applications: list, record, the applicant's steps, revisions and the Word file."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from core.forms import NoteForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, ScopedMixin
from core.word import word_response
from core.workflow import Transition
from projects import content, operations, workflow
from projects.documents.application import application_word
from projects.enums import ApplicationState, CallState, EligibilityItem
from projects.filters.application import ApplicationFilter
from projects.forms.application import ApplicationCreateForm, ApplicationFileForm
from projects.models import Application, ApplicationFile, ApplicationRevision
from projects.operations.application import WRITABLE
from projects.operations.submission import budget_findings
from projects.queries.application import UNTOLD, calls_open_to, is_eligible, told_checks
from projects.queries.bar import Bar, bars, bars_from
from projects.tables.application import ApplicationTable
from projects.views.files import StoredFileView

PARTIES = ("call__organization", "call__fund", "contractor", "organization", "worker", "created_by")
UNDECIDED = (*WRITABLE, *UNTOLD)
TO_BE_GIVEN = (*workflow.DISQUALIFY_APPLICATION.sources, ApplicationState.RESERVE)


class OpenMixin(ScopedMixin):
    """Only where the user may know everything: an expert reads an application on the score sheet."""

    def get_queryset(self):
        return super().get_queryset().open_to(self.request.user)


class ApplicationListView(OpenMixin, ListPage):
    queryset = Application.objects.select_related("call", "contractor", "organization")
    filterset_class = ApplicationFilter
    table_class = ApplicationTable
    title = "申报"
    actions = (("申报", "projects:application-create", "projects.create_application"),)
    empty_title = "还没有申报"
    empty_hint = "社会组织在征集期内申报；购买主体在征集截止后才能看到。"


class ApplicationCreateView(CreatePage):
    model = Application
    form_class = ApplicationCreateForm
    operation = staticmethod(operations.create_application)
    title = "申报"
    submit_label = "建立草稿"
    success_message = "草稿已建立，请逐部分填写申报书"

    def get_initial(self):
        """Start from the call whose page led here."""
        key = self.request.GET.get("call", "")
        call = calls_open_to(self.request.user).filter(pk=key).first() if key.isascii() and key.isdigit() else None
        return super().get_initial() | ({"call": call.pk} if call else {})

    def get_success_url(self):
        return reverse("projects:application-edit", args=[self.object.pk])


class ApplicationDetailView(OpenMixin, DetailPage):
    queryset = Application.objects.select_related(*PARTIES)
    transitions = workflow.APPLICATION_PAGE

    def get_context_data(self, **kwargs):
        application, user = self.object, self.request.user
        snapshot = content.snapshot(application)
        writable = application.state in WRITABLE and user.has_perm("projects.save_section", application)
        problems = content.problems_of(snapshot) if application.state in WRITABLE else []
        context = super().get_context_data(**kwargs)
        findings = budget_findings(application) if application.state in WRITABLE else []
        barred = bars_now(application)
        return context | {
            "transitions": self.possible(context["transitions"], len(problems) + len(findings), barred),
            "bars": barred,
            "actions": self.next_actions(writable, [] if barred else problems or findings),
            "back": {"label": "申报", "url": reverse("projects:application-list")},
            "sections": content.shown_sections(snapshot),
            "problems": problems,
            "findings": findings,
            "edit_url": reverse("projects:application-edit", args=[application.pk]) if writable else "",
            "files": application.files.all(),
            "checks": told_checks(application, user),
            "revisions": application.revisions.select_related("by").order_by("-number"),
            "facts": [
                {"label": "申报单位", "value": application.contractor},
                {"label": "征集批次", "value": application.call, "url": application.call.get_absolute_url()},
                {"label": "申请金额", "value": f"{application.amount:,.2f} 元"},
            ],
        }

    def possible(self, transitions: list[dict], missing: int, barred: list[Bar]) -> list[dict]:
        """Neither is a draft with gaps submitted nor an application passed that is not found to be eligible; an
        applicant barred for an earlier project does neither."""
        if not barred:
            transitions = [one for one in transitions if one["label"] != workflow.DISQUALIFY_APPLICATION.label]
        elif self.object.state in UNDECIDED:
            transitions = refused(transitions, workflow.PASS_APPLICATION, "申报单位目前不得申报征集批次")
            return refused(transitions, workflow.SUBMIT_APPLICATION, "本单位目前不得申报征集批次")
        if missing:
            return refused(transitions, workflow.SUBMIT_APPLICATION, f"还有 {missing} 处没有填好")
        if self.object.state == ApplicationState.CHECKING and not is_eligible(self.object):
            return refused(transitions, workflow.PASS_APPLICATION, "还有未审、不符合或待补正的资格条件")
        if self.object.state == ApplicationState.RESERVE and self.object.call.state != CallState.DONE:
            return refused(transitions, workflow.DECLINE_APPLICATION, "批次确认立项以后才能办理")
        return transitions

    def next_actions(self, writable: bool, problems: list) -> list[dict]:
        application, user = self.object, self.request.user
        actions = []
        if writable:
            url = reverse("projects:application-edit", args=[application.pk])
            actions.append({"label": "继续填写", "url": url, "primary": bool(problems)})
        if application.state == ApplicationState.CHECKING and user.has_perm("projects.record_eligibility", application):
            url = reverse("projects:application-eligibility", args=[application.pk])
            actions.append({"label": "登记审查结论", "url": url, "primary": True})
        if application.submitted_at:
            actions.append({"label": "下载申报书", "url": reverse("projects:application-word", args=[application.pk])})
        return actions


def bars_now(application: Application) -> list[Bar]:
    """What keeps the applicant out: of the call until it is checked, of the award afterwards."""
    if application.state in UNDECIDED:
        return bars_from(application.call, application.contractor)
    return bars(application.contractor, timezone.localdate()) if application.state in TO_BE_GIVEN else []


def refused(transitions: list[dict], move: Transition, reason: str) -> list[dict]:
    """``move`` shown with why it cannot be made yet, so that the obvious next step is another one."""
    refusal = {"allowed": False, "reason": reason}
    return [one | refusal if one["label"] == move.label and one["allowed"] else one for one in transitions]


class ApplicationActionPage(OpenMixin, ActionPage):
    queryset = Application.objects.select_related(*PARTIES)
    form_class = NoteForm
    template_name = "projects/application_action.html"


class ApplicationSubmitView(ApplicationActionPage):
    operation = staticmethod(operations.submit_application)
    title = "提交申报"
    warning = "提交后内容存为一个版本，截止前密封，购买主体看不到。截止前可以取回修改。"
    success_message = "申报已提交"

    def get_context_data(self, **kwargs):
        application = self.get_object()
        return super().get_context_data(**kwargs) | {
            "problems": content.problems(application),
            "findings": budget_findings(application),
            "edit_url": reverse("projects:application-edit", args=[application.pk]),
        }


class ApplicationRecallView(ApplicationActionPage):
    operation = staticmethod(operations.recall_application)
    title = "取回修改"
    warning = "取回后变回草稿，要在截止前重新提交；到截止时没有重新提交的，不计入申报。"
    success_message = "已取回，请修改后重新提交"


class ApplicationWithdrawView(ApplicationActionPage):
    operation = staticmethod(operations.withdraw_application)
    title = "撤回申报"
    warning = "撤回后不再参加本批次，不能恢复。"
    success_message = "申报已撤回"


class ApplicationRevisionsView(OpenMixin, DetailView):
    """Every version handed in, and what differs between any two of them."""

    queryset = Application.objects.select_related(*PARTIES)
    template_name = "projects/application_revisions.html"

    def get_context_data(self, **kwargs):
        revisions = list(self.object.revisions.select_related("by"))
        after = self.chosen(revisions, "to", len(revisions) - 1)
        before = self.chosen(revisions, "from", max(len(revisions) - 2, 0))
        return super().get_context_data(**kwargs) | {
            "revisions": revisions,
            "before": before,
            "after": after,
            "changes": content.diff(before.content, after.content) if before and after else [],
        }

    def chosen(self, revisions: list[ApplicationRevision], name: str, usual: int) -> ApplicationRevision | None:
        asked = self.request.GET.get(name, "")
        found = next((revision for revision in revisions if str(revision.number) == asked), None)
        return found or (revisions[usual] if revisions else None)


class ApplicationWordView(OpenMixin, SingleObjectMixin, View):
    """The 申报书 of a revision, the newest unless ``?revision=`` says which."""

    queryset = Application.objects.select_related(*PARTIES)

    def get(self, request, pk):
        application = self.get_object()
        asked = request.GET.get("revision", "")
        rows = application.revisions.order_by("-number")
        revision = (rows.filter(number=asked) if asked.isascii() and asked.isdigit() else rows).first()
        if revision is None:
            raise Http404("There is no such revision.")
        return word_response(f"申报书{application.code}第{revision.number}版", application_word(revision))


class ApplicationUploadView(ApplicationActionPage):
    form_class = ApplicationFileForm
    operation = staticmethod(operations.add_application_file)
    title = "上传附件"
    success_message = "附件已上传"

    def get_initial(self):
        item = self.request.GET.get("item", "")
        return super().get_initial() | ({"item": item} if item in EligibilityItem.values else {})


class ApplicationFileView(StoredFileView):
    model = ApplicationFile


class ApplicationFileRemoveView(ActionPage):
    queryset = ApplicationFile.objects.select_related("application__contractor", "application__call")
    form_class = NoteForm
    operation = staticmethod(operations.remove_application_file)
    title = "删除附件"
    warning = "删除后不能恢复。已随申报提交的附件不能删除。"
    success_message = "附件已删除"

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        del form.fields["note"]
        return form

    def get_success_url(self):
        return self.get_object().application.get_absolute_url()
