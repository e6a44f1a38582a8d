"""Pages of service records: what a volunteer's page shows of the hours, the certificate, the export."""

import io

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.generic import DetailView, FormView
from xlsxwriter import Workbook

from core.errors import DomainError
from core.export import CONTENT_TYPE, OPTIONS, as_download
from core.views import ActionPage, FormPage, ScopedMixin
from services import operations
from services.enums import CertificateState, HourClaimState
from services.forms.record import PeriodOfDaysForm, RecordExportForm
from services.models import Certificate, HourClaim, Volunteer
from services.queries.star import barred_until, hours_for, open_application, star_within_reach

SHOWN = 10
ROWS = Volunteer.objects.select_related("person", "organization")


class VolunteerHoursView(ScopedMixin, DetailView):
    """Latest hours, what waits, the star within reach and the certificates; loaded by the volunteer's page."""

    queryset = ROWS
    template_name = "services/_volunteer_hours.html"

    def get_context_data(self, **kwargs):
        volunteer, user = self.object, self.request.user
        claims = HourClaim.objects.visible_to(user).filter(volunteer=volunteer)
        url = f"{reverse('services:hourclaim-list')}?volunteer={volunteer.pk}"
        star = star_within_reach(volunteer)
        return super().get_context_data(**kwargs) | {
            "claims": claims.order_by("-starts_at", "-pk")[:SHOWN],
            "claims_url": url,
            "pending": claims.filter(state=HourClaimState.PENDING).count(),
            "pending_url": f"{url}&state={HourClaimState.PENDING}",
            "star": star,
            "star_hours": hours_for(star) if star else None,
            "barred": barred_until(volunteer),
            "application": open_application(volunteer),
            "keeps": user.has_perm("services.apply_for_star", volunteer),
            "certificates": Certificate.objects.visible_to(user).filter(
                volunteer=volunteer, state__in=(CertificateState.REQUESTED, CertificateState.ISSUED)
            )[:SHOWN],
        }


class VolunteerRecordView(ActionPage):
    queryset = ROWS
    form_class = PeriodOfDaysForm
    operation = staticmethod(operations.request_record)
    title = "申请服务记录证明"
    warning = "按已确认的服务时长如实出具，不收取任何费用。提交后由登记组织出具。"

    def get_initial(self):
        today = timezone.localdate()
        return {"starts_on": today.replace(month=1, day=1), "ends_on": today}

    def form_valid(self, form):
        try:
            certificate = operations.request_record(self.get_object(), by=self.request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, "已申请，请核对后出具")
        return HttpResponseRedirect(certificate.get_absolute_url())


class RecordExportView(FormPage, PermissionRequiredMixin, FormView):
    """The answer to the post is the file: nothing of it is kept."""

    form_class = RecordExportForm
    permission_required = "services.export_records"
    title = "导出志愿服务记录"
    submit_label = "导出"

    def get_cancel_url(self):
        return reverse("services:volunteer-list")

    @sensitive_variables()
    def form_valid(self, form):
        facts = form.cleaned_data
        place = facts["organization"]
        rows = Volunteer.objects.told_to(self.request.user).filter(organization__path__startswith=place.reach)
        try:
            sheets = operations.export_records(
                rows, by=self.request.user, start=facts["starts_on"], end=facts["ends_on"], plain=facts["plain"],
                reason=facts["reason"],
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return workbook_response(f"志愿服务记录_{place.short_name}", sheets)


def workbook_response(title: str, sheets: dict) -> HttpResponse:
    """One sheet for each group, headings first."""
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS | {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, ["" if value is None else value for value in row])
    response = HttpResponse(buffer.getvalue(), content_type=CONTENT_TYPE)
    return as_download(response, f"{title}{timezone.localdate():%Y%m%d}.xlsx")
