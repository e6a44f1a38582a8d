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
from services.forms.registration import SignUpForm, TextedForm
from services.models import Registration, Session
from services.operations.attendance import check_arrival
from services.operations.registration import ASKED, Applicant, check_open
from services.operations.waiting_list import state_on_arrival
from services.phone_codes import may_text
from services.queries.registration import place_in_line, registration_of_person
from services.tickets import registration_of, registration_ticket
from services.views.phone_steps import HOUR, PhoneSteps
from services.views.public import SessionPage, result, tells_places

NO_TEXTS = "本活动报名须用短信验证手机号，短信目前发不出去：请{call}代为报名，也可以活动当天直接到现场签到。"
NOT_HERE = (
    "目前没有开通短信，报名情况不能在网上查询。请{call}当面核对后查询或取消。已报名的到场报姓名和手机号即可签到。"
)
MAYBE_BY_TEXT = "如果这个手机号报过名，打开报名页的链接已发到手机上。收不到的，请联系社区工会。"

SHOWN = (
    *ASKED, "token", "venue", "activity__token", "activity__name", "activity__takes_groups", "activity__hold_hours",
    "activity__project__contractor__name", "organization__name", "organization__place",
    "organization__contact_phone",
)  # fmt: skip


def page_of(registration: Registration) -> str:
    return reverse("public:registration", args=[registration_ticket(registration)])


def call(session: Session) -> str:
    """Whom to turn to where the page cannot help."""
    phone, name = session.organization.contact_phone, session.organization.name
    return f"致电{phone}或到{name}" if phone else f"到{name}"


class SessionPublicView(PhoneSteps, SessionPage):
    """Sign-up, after the phone is proven where the activity wants that.

    SECURITY: a name and a phone are no secret. Who has not proven the phone gets the same answer whoever is signed up
    already: what a newcomer gets. The registration itself opens from the message to its phone.
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
        try:
            receipt = operations.receive_sign_up(self.session, applicant=Applicant(**form.cleaned_data))
        except DomainError as error:
            return self.refuse(form, error)
        if self.proves_phone():
            return HttpResponseRedirect(page_of(receipt.registration))
        text_way_back(self.request, receipt.registration, is_due=receipt.is_new)
        state, texts = receipt.newcomer_state, sms.can_send() and sms.is_mobile(form.cleaned_data["phone"])
        context = self.context(state=state, texts=texts, call=call(self.session))
        return render(self.request, "public/signed_up.html", context)

    def show(self, form):
        try:
            check_open(self.session)
            state_on_arrival(self.session)
        except DomainError as error:
            return result(self.request, title="不能报名", text=str(error), **self.context())
        if self.proves_phone() and not sms.can_send():
            text = NO_TEXTS.format(call=call(self.session))
            return result(self.request, title="请电话或当面报名", text=text, **self.context())
        context = self.context(
            form=form,
            is_checking_in=is_checking_in(self.session),
            tells=tells_places(self.session),
            texts=sms.can_send(),
        )
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

    SECURITY: whoever knows a name and a number is not yet its owner: the address is texted, never shown, and the answer
    is the same whether there is a registration or not.
    """

    def look(self):
        return self.show(TextedForm())

    def send(self):
        form = TextedForm(self.request.POST)
        if not sms.can_send() or not form.is_valid():
            return self.show(form)
        if counted("finds", self.request, HOUR) > settings.PUBLIC_FINDS_PER_HOUR:
            form.add_error(None, "这个网络一小时内查询太多。请改用手机流量，或过一小时再试。")
            return self.show(form, status=429)
        if found := registration_of_person(self.session, **form.cleaned_data):
            text_way_back(self.request, found)
        return result(self.request, good=True, title="请查看短信", text=MAYBE_BY_TEXT, **self.context())

    def show(self, form, status=200):
        if not sms.can_send():
            text = NOT_HERE.format(call=call(self.session))
            return result(self.request, title="请电话或当面查询", text=text, **self.context())
        return render(self.request, "public/registration_find.html", self.context(form=form), status=status)


def text_way_back(request, registration: Registration, *, is_due: bool = False) -> None:
    """How it stands and the address of the registration, to the phone it was made with: once for a new one
    (``is_due``), else as rarely as codes."""
    if not sms.can_send():
        return
    phone, link = registration.person.phone, qr.address(request, page_of(registration))
    if may_text(phone, is_due=is_due):
        state = registration.get_state_display()
        sms.text(phone, f"【三联】{registration.session.activity.name}：您的报名目前是“{state}”，查看或取消 {link}")


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
