"""Public pages of sign-up: the form, one's own registration, and how to find it again.

SECURITY: names, phones and answers are only ever posted; addresses carry tokens and signed row numbers.
"""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core import sms
from core.errors import DomainError
from core.public import PublicPage, counted
from services import ical, operations, qr
from services.enums import RegistrationState, SessionState
from services.forms.registration import CodeForm, PhoneForm, SignUpForm, WhoForm
from services.models import Registration, Session
from services.notifications.registration import address_of
from services.operations.registration import ASKED, check_open
from services.phone_codes import may_text, pass_for, send_code
from services.queries.registration import place_in_line, registration_of_person
from services.tickets import registration_of, registration_ticket
from services.views.public import SessionPage, result

HOUR = 3600
NOT_FOUND = "没有找到这个姓名和手机号的报名。请核对是否与报名时一致，或联系社区工会。"


SHOWN = (
    *ASKED, "token", "venue", "activity__token", "activity__name", "activity__takes_groups", "activity__hold_hours",
    "activity__project__contractor__name", "organization__name", "organization__place",
)  # fmt: skip


def page_of(registration: Registration) -> str:
    return reverse("public:registration", args=[registration_ticket(registration)])


class SessionPublicView(SessionPage):
    """Sign-up, after the phone is proven where the activity wants that. Who is signed up already gets the same
    registration again."""

    rows = Session.objects.select_related("organization", "activity__project__contractor").only(*SHOWN)

    def look(self):
        return self.show(PhoneForm() if self.session.activity.verifies_phone else SignUpForm(self.session))

    def send(self):
        step = self.request.POST.get("step") if self.session.activity.verifies_phone else ""
        if step == "phone":
            return self.ask_phone()
        return self.ask_code() if step == "code" else self.sign_up()

    def ask_phone(self):
        form = PhoneForm(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        phone = form.cleaned_data["phone"]
        try:
            send_code(phone, asked_from=counted("codes", self.request, HOUR))
        except DomainError as error:
            form.add_error("phone", str(error))
            return self.show(form)
        return self.show(CodeForm(initial={"phone": phone}))

    def ask_code(self):
        form = CodeForm(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        phone = form.cleaned_data["phone"]
        try:
            phone_pass = pass_for(phone, form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", str(error))
            return self.show(form)
        return self.show(SignUpForm(self.session, proven=phone, phone_pass=phone_pass))

    def sign_up(self):
        form = SignUpForm(self.session, self.request.POST, phone_pass=self.request.POST.get("phone_pass", ""))
        if not form.is_valid():
            return self.show(form)
        try:
            registration = operations.register_participant(self.session, **form.wanted())
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(form)
        return HttpResponseRedirect(page_of(registration))

    def show(self, form):
        try:
            check_open(self.session)
        except DomainError as error:
            return result(self.request, title="不能报名", text=str(error), **self.context())
        return render(self.request, "public/session.html", self.context(form=form))


class RegistrationFindView(SessionPage):
    """Back to one's own registration by name and phone. Where phones are proven, the address is texted instead of
    shown: whoever knows a name and a number is not yet its owner."""

    def look(self):
        return self.show(WhoForm())

    def send(self):
        form = WhoForm(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        if counted("finds", self.request, HOUR) > settings.PUBLIC_FINDS_PER_HOUR:
            form.add_error(None, "这个网络一小时内查询太多。请改用手机流量，或过一小时再试。")
            return self.show(form)
        found = registration_of_person(self.session, **form.cleaned_data)
        if self.session.activity.verifies_phone:
            return self.text(found, form)
        if found is None:
            form.add_error(None, NOT_FOUND)
            return self.show(form)
        return HttpResponseRedirect(page_of(found))

    def text(self, found, form):
        """The same answer whether there is a registration or not, and whether a message went there just now or not."""
        if found and may_text(found.person.phone):
            sms.text(found.person.phone, f"【三联】{self.session.activity.name}：您的报名{address_of(found)}")
        text = "如果这个手机号报过名，打开报名页的链接已发到手机上。"
        return result(self.request, good=True, title="请查看短信", text=text, **self.context())

    def show(self, form):
        return render(self.request, "public/registration_find.html", self.context(form=form))


class RegistrationPublicView(PublicPage):
    """What a person holds after signing up: the place or the turn, the code for the door, and the way to give it
    back. Nothing on it says whose it is."""

    def get(self, request, ticket):
        return self.about(ticket, self.show)

    def post(self, request, ticket):
        return self.about(ticket, self.accept if "accept" in request.POST else self.cancel)

    def about(self, ticket, then):
        try:
            return then(registration_of(ticket))
        except DomainError as error:
            return result(self.request, status=404, title="链接无效", text=str(error))

    def show(self, registration, error=""):
        session, state = registration.session, registration.state
        now = timezone.now()
        ahead = session.state != SessionState.CANCELLED and now < session.starts_at
        context = {
            "registration": registration,
            "session": session,
            "union_name": session.organization.name,
            "place": place_in_line(registration) if state in SHOWS_PLACE else None,
            "is_live": state in LIVE,
            "can_cancel": ahead and state in LIVE,
            "can_accept": state == RegistrationState.OFFERED and now < registration.offered_until,
            "calendar_url": reverse("public:registration-calendar", args=[registration_ticket(registration)]),
            "error": error,
        }
        if state == RegistrationState.REGISTERED and session.state == SessionState.PLANNED and now < session.ends_at:
            context["svg"] = qr.code(self.request, page_of(registration), "签到二维码")
        return render(self.request, "public/registration.html", context)

    def accept(self, registration):
        if registration.state == RegistrationState.REGISTERED:  # pressed twice
            return self.show(registration)
        return self.act(operations.accept_registration, registration)

    def cancel(self, registration):
        if registration.state == RegistrationState.CANCELLED:
            return self.show(registration)
        return self.act(operations.cancel_registration, registration, note="本人在报名页取消")

    def act(self, operation, registration, **fields):
        try:
            operation(registration, **fields)
        except DomainError as error:
            registration.refresh_from_db()
            return self.show(registration, error=str(error))
        return HttpResponseRedirect(page_of(registration))


class RegistrationCalendarView(PublicPage):
    """The session for the phone's own calendar, with the way back to the registration."""

    def get(self, request, ticket):
        try:
            registration = registration_of(ticket)
        except DomainError as error:
            return result(request, status=404, title="链接无效", text=str(error))
        session, link = registration.session, qr.address(request, page_of(registration))
        content = ical.events([session], name=session.activity.name, link=lambda _: link)
        return HttpResponse(content, content_type=ical.CONTENT_TYPE)


SHOWS_PLACE = (RegistrationState.WAITING, RegistrationState.REGISTERED)
LIVE = (*SHOWS_PLACE, RegistrationState.PENDING, RegistrationState.OFFERED)
