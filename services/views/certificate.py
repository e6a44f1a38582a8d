"""Pages of certificates for those who issue them."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from core.forms import NoteForm, ReasonForm
from core.pdf import pdf_response
from core.views import ActionPage, DetailPage, ListPage, ObjectPermissionMixin, ScopedMixin
from services import operations, qr, workflow
from services.documents.certificate import certificate_pdf
from services.enums import CertificateState
from services.filters.certificate import CertifiableFilter, CertificateFilter
from services.models import Attendance, Certificate, Session
from services.queries.certificate import WHOLE, certifiable, is_valid
from services.tables.certificate import CertifiableTable, CertificateTable

ROWS = Attendance.objects.select_related("person", "session__organization", "session__activity__project__contractor")


class CertificateListView(ListPage):
    queryset = Certificate.objects.select_related("organization")
    filterset_class = CertificateFilter
    table_class = CertificateTable
    title = "证明"
    empty_title = "还没有开具证明"
    empty_hint = "参加者签到后可自行申请参加证明；社工也可以在场次页面为名单上的人出具。"


class CertificateDetailView(DetailPage):
    queryset = Certificate.objects.select_related(*WHOLE, "volunteer")
    template_name = "services/certificate_detail.html"
    transitions = workflow.CERTIFICATE

    def get_context_data(self, **kwargs):
        certificate = self.object
        session = certificate.attendance and certificate.attendance.session
        issued = certificate.state == CertificateState.ISSUED
        pdf = {"label": "下载PDF", "url": reverse("services:certificate-pdf", args=[certificate.pk]), "primary": True}
        return super().get_context_data(**kwargs) | {
            "facts": [
                {"label": "姓名", "value": certificate.name},
                {"label": "种类", "value": certificate.get_kind_display()},
            ],
            "rows": [
                {"label": "出具单位", "value": certificate.organization},
                {"label": "出具日期", "value": f"{certificate.issued_on or '—'}"},
                {"label": "申请人", "value": certificate.requested_by or "本人"},
                {"label": "经办人", "value": certificate.handled_by or "系统自动出具" if certificate.number else "—"},
                *([{"label": "场次", "value": session, "url": session.get_absolute_url()}] if session else []),
            ],
            "actions": [pdf] if issued else [],
            "is_broken": issued and not is_valid(certificate),
            "verify_url": qr.address(self.request, certificate.get_public_url()) if certificate.number else "",
            "verify_code": qr.code(self.request, certificate.get_public_url(), "验证二维码") if issued else "",
            "back": {"label": "证明", "url": reverse("services:certificate-list")},
        }


class CertificateIssueView(ActionPage):
    queryset = Certificate.objects.select_related(*WHOLE, "volunteer")
    form_class = NoteForm
    operation = staticmethod(operations.issue_certificate)
    title = "出具"
    warning = "出具后编号，内容不能再修改；有误的须撤销后重新出具。"
    success_message = "证明已出具"


class CertificateRejectView(ActionPage):
    queryset = Certificate.objects.select_related(*WHOLE)
    form_class = ReasonForm
    operation = staticmethod(operations.reject_certificate)
    title = "不予出具"
    success_message = "已退回申请"


class CertificateRevokeView(ActionPage):
    queryset = Certificate.objects.select_related(*WHOLE)
    form_class = ReasonForm
    operation = staticmethod(operations.revoke_certificate)
    title = "撤销"
    warning = "撤销后，扫码验证时会显示“已撤销”，编号不再使用。撤销后不能恢复。"
    success_message = "证明已撤销"


class CertificatePdfView(ScopedMixin, View):
    def get(self, request, pk):
        rows = Certificate.objects.visible_to(request.user).select_related(*WHOLE, "volunteer")
        certificate = get_object_or_404(rows, pk=pk, state=CertificateState.ISSUED)
        name = f"{certificate.get_kind_display()}{certificate.number}"
        return pdf_response(name, certificate_pdf(certificate, qr.address(request, certificate.get_public_url())))


class SessionCertificatesView(ObjectPermissionMixin, ListPage):
    """Who of a session may have a certificate, who has one."""

    filterset_class = CertifiableFilter
    table_class = CertifiableTable
    permission_required = "services.check_in_person"
    empty_title = "本场没有可以开具证明的人"
    empty_hint = "实名签到的服务对象才能开具参加证明。"

    def get_object(self):
        sessions = Session.objects.visible_to(self.request.user).select_related("organization", "activity__project")
        return get_object_or_404(sessions, pk=self.kwargs["pk"])

    def get_queryset(self):
        return certifiable(self.get_object()).visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        back = {"label": "返回场次", "url": self.get_object().get_absolute_url(), "style": "secondary"}
        return super().get_context_data(**kwargs) | {"actions": [back]}

    @property
    def title(self):
        return f"参加证明 · {self.get_object()}"


class AttendanceCertifyView(ActionPage):
    queryset = ROWS
    form_class = forms.Form
    operation = staticmethod(operations.certify_attendance)
    title = "出具参加证明"
    warning = "按签到记录出具并编号。出具后内容不能再修改，有误的须撤销后重新出具。"
    success_message = "参加证明已出具"

    def get_success_url(self):
        attendance = self.get_object()
        found = Certificate.objects.live().filter(attendance=attendance).first()
        if self.request.method == "POST" and found:
            return found.get_absolute_url()
        return reverse("services:session-certificates", args=[attendance.session_id])
