"""One's own service record as a volunteer, without an account: hours, what is missing, certificates, stars, ranking.

SECURITY: the phone is always proven by a message first; where none can be sent the page stays closed, for a name and a
phone are no secret. The ticket in the address names a row and a day, nothing personal.
"""

from django.core import signing
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.pdf import pdf_response
from core.public import DrawnPage, PublicPage
from services import operations, qr
from services.documents.certificate import certificate_pdf
from services.enums import CertificateState, HourClaimState, HourSource, VolunteerState
from services.forms.my_service import MyClaimForm, MyCorrectionForm, MyRecordForm
from services.models import Certificate, HourClaim, Volunteer
from services.queries.certificate import WHOLE
from services.queries.star import barred_until, hours_for, open_application, star_within_reach
from services.queries.volunteer import registered_as
from services.tickets import own_calendar_ticket
from services.views.own_record import OwnRecordPage
from services.views.public import result
from services.views.volunteering import UNKNOWN

TICKET = signing.TimestampSigner(salt="services.my-service", sep=".")
TICKET_SECONDS = 24 * 3600  # then the phone is proven again
SHOWN = 20
CLOSED = "查看本人的服务记录须用短信验证手机号，目前没有开通短信。请联系登记的社区工会办理。"
BROKEN = "链接不完整或已超过一天。请重新验证手机号。"


class MyServiceFindView(OwnRecordPage):
    """Name and proven phone open the page."""

    closed = CLOSED

    def act(self, values):
        volunteer = registered_as(values["name"], values["phone"])
        if volunteer is None:
            raise DomainError(UNKNOWN)
        return HttpResponseRedirect(reverse("public:my-service", args=[TICKET.sign(volunteer.pk)]))

    def show(self, form):
        return render(self.request, "public/my_service_find.html", {"form": form, "union_name": "志愿服务记录"})


class MyPage(PublicPage):
    """A page about the volunteer of the ticket; ``look`` and ``send`` answer."""

    def get(self, request, ticket, **kwargs):
        return self.about(ticket, lambda: self.look(**kwargs))

    def post(self, request, ticket, **kwargs):
        return self.about(ticket, lambda: self.send(**kwargs))

    def about(self, ticket, then):
        try:
            pk = TICKET.unsign(ticket, max_age=TICKET_SECONDS)
        except signing.BadSignature:
            return result(self.request, status=404, title="请重新验证", text=BROKEN)
        rows = Volunteer.objects.select_related("person", "organization")
        self.volunteer = rows.filter(pk=pk).first()  # unscoped: by the holder's own ticket
        self.ticket = ticket
        if self.volunteer is None:
            return result(self.request, status=404, title="请重新验证", text=BROKEN)
        return then()

    def context(self, **extra):
        return {
            "volunteer": self.volunteer,
            "union_name": self.volunteer.organization.name,
            "ticket": self.ticket,
        } | extra

    def said(self, title, text):
        return render(self.request, "public/my_service_said.html", self.context(good=True, title=title, text=text))


class MyServiceView(MyPage):
    """The record, and one form for each thing a volunteer may ask for."""

    def look(self, **forms):
        volunteer = self.volunteer
        star = star_within_reach(volunteer)
        claims = HourClaim.objects.filter(volunteer=volunteer)  # unscoped: one's own
        context = {
            "claims": claims.order_by("-starts_at", "-pk")[:SHOWN],
            "pending": claims.filter(state=HourClaimState.PENDING).count(),
            "star": 0 if barred_until(volunteer) or open_application(volunteer) else star,
            "application": open_application(volunteer),
            "star_hours": hours_for(star) if star else None,
            "certificates": volunteer.certificates.filter(
                state__in=(CertificateState.REQUESTED, CertificateState.ISSUED)
            )[:SHOWN],
            "calendar_url": reverse("public:my-calendar", args=[own_calendar_ticket(volunteer.person)]),
            "is_active": volunteer.state == VolunteerState.ACTIVE,
            "claim_form": MyClaimForm(),
            "record_form": MyRecordForm(initial=this_year()),
        }
        return render(self.request, "public/my_service.html", self.context(**context | forms))

    def send(self):
        acts = {"claim": self.claim, "record": self.record, "star": self.star, "ranking": self.ranking}
        act = acts.get(self.request.POST.get("do", ""))
        if act is None:
            return self.look()
        try:
            return act()
        except DomainError as error:
            return self.look(error=str(error))

    def claim(self):
        form = MyClaimForm(self.request.POST)
        if not form.is_valid():
            return self.look(claim_form=form)
        facts = {"source": HourSource.SELF, "organization": self.volunteer.organization, **form.cleaned_data}
        try:
            made = operations.claim_hours(self.volunteer, by=None, **facts)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.look(claim_form=form)
        return self.said("已申报", f"申报{made.hours}小时，由社工或社区工会核实确认后计入。")

    def record(self):
        form = MyRecordForm(self.request.POST)
        if not form.is_valid():
            return self.look(record_form=form)
        try:
            operations.request_record(self.volunteer, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.look(record_form=form)
        return self.said("已申请", f"由{self.volunteer.organization.name}出具，出具后可在本页下载，不收取任何费用。")

    def star(self):
        star = star_within_reach(self.volunteer)
        if not star:
            raise DomainError("已确认的时长还不够申请星级。")
        operations.apply_for_star(self.volunteer, by=None, star=star)
        return self.said("已申请", f"已申请{star}星，由工会审核、公示后评定。")

    def ranking(self):
        agrees = not self.volunteer.agrees_to_ranking
        operations.set_ranking(self.volunteer, agrees=agrees)
        return self.said("已办理", "已同意列入排行。" if agrees else "已退出排行，您的姓名不再出现。")


class MyCorrectionView(MyPage):
    """有错漏: what the volunteer says was served instead; two people of the union decide."""

    def dispatch(self, request, *args, number, **kwargs):
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def claim(self):
        rows = HourClaim.objects.confirmed().filter(volunteer=self.volunteer)  # unscoped: one's own
        return rows.filter(pk=self.number).first()

    def look(self, form=None):
        claim = self.claim()
        if claim is None:
            return result(self.request, status=404, title="没有这笔记录", text="只有已确认的时长可以申请更正。")
        start, end = timezone.localtime(claim.starts_at), timezone.localtime(claim.ends_at)
        initial = {"on": start.date(), "starts": f"{start:%H:%M}", "ends": f"{end:%H:%M}"}
        form = form or MyCorrectionForm(initial=initial)
        return render(self.request, "public/my_correction.html", self.context(claim=claim, form=form))

    def send(self):
        form, claim = MyCorrectionForm(self.request.POST), self.claim()
        if claim is None or not form.is_valid():
            return self.look(form)
        try:
            operations.propose_correction(claim, by=None, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.look(form)
        return self.said("已提交", "社工或社区工会核实后更正；原来的数据一并保留。")


class MyCertificateView(DrawnPage, MyPage):
    """One's own certificate as PDF."""

    def dispatch(self, request, *args, number, **kwargs):
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def look(self):
        rows = Certificate.objects.select_related(*WHOLE, "volunteer").filter(state=CertificateState.ISSUED)
        certificate = rows.filter(volunteer=self.volunteer, pk=self.number).first()  # unscoped: one's own
        if certificate is None:
            return result(self.request, status=404, title="没有这份证明", text="请从“我的服务记录”页打开。")
        content = certificate_pdf(certificate, qr.address(self.request, certificate.get_public_url()))
        return pdf_response(f"{certificate.get_kind_display()}{certificate.number}", content)

    send = look


def this_year() -> dict:
    today = timezone.localdate()
    return {"starts_on": today.replace(month=1, day=1), "ends_on": today}
