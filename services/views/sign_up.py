"""Public pages of sign-up: the form, one's own registration, and how to find it again.

SECURITY: names, phones and answers are only ever posted; addresses carry tokens and signed row numbers.
"""

from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core import sms
from core.crypto import blind_index
from core.errors import DomainError
from core.public import PublicPage, counted
from services import ical, operations, qr
from services.enums import RegistrationState, SessionState
from services.forms.registration import SignUpForm, TextedForm, WhoForm
from services.models import Registration, Session
from services.operations.attendance import check_arrival
from services.operations.registration import ASKED, check_open
from services.operations.waiting_list import state_on_arrival
from services.phone_codes import PASS_SECONDS, may_text
from services.queries.registration import place_in_line, registration_of_person
from services.tickets import registration_of, registration_ticket
from services.views.phone_steps import HOUR, PhoneSteps
from services.views.public import SessionPage, result

NOT_FOUND = "没有找到这个姓名和手机号的报名。请核对是否与报名时一致，或联系社区工会。"
BY_TEXT = "这个姓名和手机号已经报过本场，不用再报。打开报名页的链接已发到手机上，可以查看名次或取消。"
MAYBE_BY_TEXT = "如果这个手机号报过名，打开报名页的链接已发到手机上。收不到的，请联系社区工会。"

SHOWN = (
    *ASKED, "token", "venue", "activity__token", "activity__name", "activity__takes_groups", "activity__hold_hours",
    "activity__project__contractor__name", "organization__name", "organization__place",
)  # fmt: skip


def page_of(registration: Registration) -> str:
    return reverse("public:registration", args=[registration_ticket(registration)])


class SessionPublicView(PhoneSteps, SessionPage):
    """Sign-up, after the phone is proven where the activity wants that.

    SECURITY: a name and a phone are no secret. They open the registration they have just made, and where messages can
    be sent no other: who is signed up already gets the way back by text message.
    """

    rows = Session.objects.select_related("organization", "activity__project__contractor").only(*SHOWN)

    def proves_phone(self):
        return self.session.activity.verifies_phone

    def form(self, **kwargs):
        return SignUpForm(self.session, **kwargs)

    def take_form(self):
        form = SignUpForm(self.session, self.request.POST, phone_pass=self.request.POST.get("phone_pass", ""))
        if not form.is_valid():
            return self.show(form)
        asked_at = timezone.now()
        try:
            registration = operations.register_participant(self.session, **form.cleaned_data)
        except DomainError as error:
            return self.refuse(form, error)
        return self.open(registration, is_new=registration.created_at >= asked_at)

    def open(self, registration, is_new):
        """The registration, for who proved the phone or made it with this very form; also when pressed twice."""
        form_key = f"sign-up:{blind_index(self.form_key())}"
        if is_new:
            cache.set(form_key, registration.pk, PASS_SECONDS)
        elif sms.can_send() and not self.proves_phone() and cache.get(form_key) != registration.pk:
            text_way_back(self.request, registration)
            return result(self.request, good=True, title="您已报过名", text=BY_TEXT, **self.context())
        return HttpResponseRedirect(page_of(registration))

    def form_key(self) -> str:
        """What is in this copy of the form and in no other."""
        return self.request.POST.get("form_key", "")[:64] or uuid4().hex

    def show(self, form):
        try:
            check_open(self.session)
            state_on_arrival(self.session)
        except DomainError as error:
            return result(self.request, title="不能报名", text=str(error), **self.context())
        context = self.context(form=form, form_key=self.form_key(), is_checking_in=is_checking_in(self.session))
        return render(self.request, "public/session.html", context)


def is_checking_in(session) -> bool:
    """Whether people may check in by themselves now."""
    try:
        check_arrival(session, None)
    except DomainError:
        return False
    return True


class RegistrationFindView(SessionPage):
    """Back to one's own registration by name and phone.

    SECURITY: whoever knows a name and a number is not yet its owner: the address is texted. It is shown only where no
    messages can be sent and the activity does not insist.
    """

    def look(self):
        return self.show(self.form())

    def form(self, data=None):
        return TextedForm(data) if self.texts() else WhoForm(data)

    def texts(self) -> bool:
        return sms.can_send() or self.session.activity.verifies_phone

    def send(self):
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        if counted("finds", self.request, HOUR) > settings.PUBLIC_FINDS_PER_HOUR:
            form.add_error(None, "这个网络一小时内查询太多。请改用手机流量，或过一小时再试。")
            return self.show(form)
        found = registration_of_person(self.session, **form.cleaned_data)
        if self.texts():
            return self.text(found)
        if found is None:
            form.add_error(None, NOT_FOUND)
            return self.show(form)
        return HttpResponseRedirect(page_of(found))

    def text(self, found):
        """The same answer whether there is a registration or not, and whether a message went there just now or not."""
        if found:
            text_way_back(self.request, found)
        return result(self.request, good=True, title="请查看短信", text=MAYBE_BY_TEXT, **self.context())

    def show(self, form):
        context = self.context(form=form, texts=self.texts())
        return render(self.request, "public/registration_find.html", context)


def text_way_back(request, registration: Registration) -> None:
    """The address of the registration to the phone it was made with, as rarely as codes."""
    phone, link = registration.person.phone, qr.address(request, page_of(registration))
    if may_text(phone):
        sms.text(phone, f"【三联】{registration.session.activity.name}：您的报名 {link}")


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
