"""Pages of the eligibility check: condition by condition, then pass, correction or failure."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse

from core.errors import DomainError
from core.forms import NoteForm, ReasonForm
from projects import operations
from projects.forms.application import EligibilityForm
from projects.queries.application import latest_checks
from projects.queries.bar import bars_from
from projects.views.application import ApplicationActionPage


class ApplicationCheckView(ApplicationActionPage):
    form_class = NoteForm
    operation = staticmethod(operations.check_application)
    title = "受理审查"
    warning = "受理后逐项登记资格条件的结论和证据。"
    success_message = "已受理，请逐项登记审查结论"

    def get_success_url(self):
        return reverse("projects:application-eligibility", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"cancel_url": self.get_object().get_absolute_url()}


class ApplicationEligibilityView(ApplicationActionPage):
    """All conditions at once; what is saved again unchanged adds no finding."""

    template_name = "projects/application_eligibility.html"
    form_class = EligibilityForm
    operation = staticmethod(operations.record_eligibility)
    title = "资格审查"

    def get_form_kwargs(self):
        application = self.get_object()
        barred = bars_from(application.call, application.contractor)
        return super().get_form_kwargs() | {
            "application": application, "checks": latest_checks(application), "bars": barred,
        }  # fmt: skip

    def get_context_data(self, **kwargs):
        application = self.get_object()
        history = application.checks.select_related("by", "file").order_by("-pk")
        return super().get_context_data(**kwargs) | {"history": history, "submit_label": "保存审查结论"}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                for finding in form.findings:
                    operations.record_eligibility(self.get_object(), by=self.request.user, **finding)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"已登记 {len(form.findings)} 项审查结论" if form.findings else "没有变化")
        return HttpResponseRedirect(self.get_success_url())


class ApplicationPassView(ApplicationActionPage):
    form_class = NoteForm
    operation = staticmethod(operations.pass_application)
    title = "资格合格"
    warning = "全部条件符合后办理，申报进入评审。"
    success_message = "已判为资格合格"


class ApplicationReturnView(ApplicationActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.return_application)
    title = "通知补正"
    warning = "补正事项要一次告知。补正期限按工作日计算，逾期未补正的判为资格不符。"
    success_message = "已通知申报单位补正"


class ApplicationFailView(ApplicationActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.fail_application)
    title = "资格不符"
    warning = "判为资格不符后不再参加本批次评审，不能恢复。申报单位会收到通知并能看到原因。"
    success_message = "已判为资格不符"
