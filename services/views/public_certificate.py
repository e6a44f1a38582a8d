"""Public pages of certificates: ask for one's own, fetch it, verify anybody's.

SECURITY: the ticket proves an attendance and shows its holder their own certificate. The verification page shows the
masked name only, and its address says nothing about anybody.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core.errors import DomainError
from core.pdf import pdf_response
from core.public import DrawnPage, PublicPage
from services import operations, qr
from services.documents.certificate import certificate_pdf
from services.enums import CertificateState
from services.models import Certificate
from services.models.certificate import OUT
from services.operations.certificate import check_certifiable
from services.queries.certificate import WHOLE, is_valid
from services.tickets import attendance_of
from services.views.public import result

LINES = 20
NO_SUCH = "没有查到这份证明。可能是二维码或网址不完整；证明上的编号有疑问的，请联系出具单位。"


class CertificatePublicView(PublicPage):
    """Is this certificate genuine? A revoked one says so."""

    def get(self, request, token):
        rows = Certificate.objects.select_related(*WHOLE)
        certificate = rows.filter(token=token, state__in=OUT).first()  # unscoped: who holds the paper may verify it
        if certificate is None:
            return result(request, status=404, title="没有查到证明", text=NO_SUCH)
        context = {
            "certificate": certificate,
            "is_valid": is_valid(certificate),
            "lines": certificate.lines[:LINES],
            "more": max(len(certificate.lines) - LINES, 0),
            "union_name": certificate.organization.name,
        }
        return render(request, "public/certificate.html", context)


class AttendanceCertificateView(PublicPage):
    """申请参加证明 after the session was held: asked for with one press, issued by the system."""

    def get(self, request, ticket):
        return self.about(ticket, self.show)

    def post(self, request, ticket):
        return self.about(ticket, self.ask)

    def about(self, ticket, then):
        try:
            return then(attendance_of(ticket), ticket)
        except DomainError as error:
            return result(self.request, status=404, title="链接无效", text=str(error))

    def ask(self, attendance, ticket):
        try:
            operations.certify_attendance(attendance)
        except DomainError as error:
            return refused(self.request, attendance, error)
        return HttpResponseRedirect(reverse("public:attendance-certificate", args=[ticket]))

    def show(self, attendance, ticket):
        certificate = issued_for(attendance)
        if certificate is None:
            try:
                check_certifiable(attendance)
            except DomainError as error:
                return refused(self.request, attendance, error)
        context = {
            "certificate": certificate,
            "session": attendance.session,
            "union_name": attendance.session.organization.name,
            "pdf_url": reverse("public:attendance-certificate-pdf", args=[ticket]),
            "back_url": reverse("public:attendance", args=[ticket]),
        }
        return render(self.request, "public/attendance_certificate.html", context)


class AttendanceCertificatePdfView(DrawnPage):
    """The holder's own copy."""

    def get(self, request, ticket):
        try:
            attendance = attendance_of(ticket)
            certificate = issued_for(attendance)
            if certificate is None:
                return HttpResponseRedirect(reverse("public:attendance-certificate", args=[ticket]))
            content = certificate_pdf(certificate, qr.address(request, certificate.get_public_url()))
        except DomainError as error:
            return result(request, status=404, title="不能下载", text=str(error))
        return pdf_response(f"{certificate.get_kind_display()}{certificate.number}", content)


def issued_for(attendance) -> Certificate | None:
    """The certificate of this attendance, as long as it holds."""
    rows = Certificate.objects.select_related(*WHOLE, "volunteer")
    found = rows.filter(
        attendance=attendance, state=CertificateState.ISSUED
    ).first()  # unscoped: by the holder's ticket
    return found if found and is_valid(found) else None


def refused(request, attendance, error):
    context = {"union_name": attendance.session.organization.name}
    return result(request, title="暂不能开具", text=str(error), **context)
