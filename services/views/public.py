"""Public pages: see what is on, sign up, check in.

SECURITY: names and phones are only ever posted; addresses carry tokens and signed row numbers. A draft
activity does not exist here.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.public import PublicPage
from services import operations
from services.enums import CheckInMethod, RegistrationState
from services.forms.registration import WhoForm
from services.models import Activity, Session
from services.models.activity import UNPUBLISHED
from services.operations.attendance import check_arrival
from services.operations.registration import check_open
from services.queries.attendance import order_of_arrival
from services.queries.registration import place_in_line
from services.queries.session import upcoming
from services.tickets import (
    attendance_of,
    check_code,
    check_in_pass,
    check_pass,
    registration_of,
    registration_ticket,
    ticket_of,
)

GONE = "没有找到这个活动。可能是二维码不完整，或者活动还没有发布。请重新扫码，或联系社区工会。"


def union_of(project) -> dict:
    return {"union_name": project.organization.name}


def result(request, *, status=200, good=False, **context):
    """A page that only says what came of it."""
    return render(request, "public/result.html", context | {"good": good}, status=status)


def gone(request):
    return result(request, status=404, title="没有找到活动", text=GONE)


class ActivityPublicView(PublicPage):
    """The sessions people may still sign up for."""

    def get(self, request, token):
        rows = Activity.objects.select_related("project__organization")
        shown = rows.filter(token=token).exclude(state__in=UNPUBLISHED)  # unscoped: who holds the code may look
        activity = shown.first()
        if activity is None:
            return gone(request)
        context = union_of(activity.project) | {"activity": activity, "sessions": upcoming(activity, timezone.now())}
        return render(request, "public/activity.html", context)


class SessionPage(PublicPage):
    """A public page about one session of a published or cancelled activity; ``look`` and ``send`` answer."""

    def setup(self, request, *args, token, **kwargs):
        super().setup(request, *args, token=token, **kwargs)
        rows = Session.objects.select_related("organization", "activity__project__contractor")
        found = rows.filter(token=token).exclude(activity__state__in=UNPUBLISHED)  # unscoped: held by code
        self.session = found.first()

    def get(self, request, token, **kwargs):
        return self.look(**kwargs) if self.session else gone(request)

    def post(self, request, token, **kwargs):
        return self.send(**kwargs) if self.session else gone(request)

    def context(self, **extra) -> dict:
        return {"session": self.session, "union_name": self.session.organization.name, **extra}


class SessionPublicView(SessionPage):
    """Sign-up. Who is signed up already gets the same place again, and may cancel it there."""

    def look(self):
        return self.show(WhoForm())

    def send(self):
        form = WhoForm(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            registration = operations.register_participant(self.session, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(form)
        return HttpResponseRedirect(reverse("public:registration", args=[registration_ticket(registration)]))

    def show(self, form):
        try:
            check_open(self.session)
        except DomainError as error:
            return result(self.request, title="不能报名", text=str(error), **self.context())
        left = max(self.session.capacity - self.session.registered, 0)
        return render(self.request, "public/session.html", self.context(form=form, left=left))


class RegistrationPublicView(PublicPage):
    """What a person holds after signing up: the place, and the way to give it back."""

    def get(self, request, ticket):
        return self.about(ticket, self.show)

    def post(self, request, ticket):
        return self.about(ticket, self.cancel)

    def about(self, ticket, then):
        try:
            return then(registration_of(ticket))
        except DomainError as error:
            return result(self.request, status=404, title="链接无效", text=str(error))

    def show(self, registration, error=""):
        if registration.state == RegistrationState.CANCELLED:
            return result(self.request, title="报名已取消", text="名额已经让出。想参加时请重新扫码报名。")
        context = {
            "registration": registration,
            "session": registration.session,
            "union_name": registration.session.organization.name,
            "place": place_in_line(registration),
            "can_cancel": timezone.now() < registration.session.starts_at,
            "error": error,
        }
        return render(self.request, "public/registration.html", context)

    def cancel(self, registration):
        if registration.state == RegistrationState.CANCELLED:
            return self.show(registration)
        try:
            operations.cancel_registration(registration, note="本人在报名页取消")
        except DomainError as error:
            return self.show(registration, error=str(error))
        return result(self.request, good=True, title="报名已取消", text="名额已经让出，谢谢您提前告知。")


class CheckInPublicView(SessionPage):
    """Check-in with the code on the screen; a good scan gives ten minutes to fill in the form."""

    def look(self, code):
        return self.with_valid(check_code, code, lambda: self.show(WhoForm(), check_in_pass(self.session)))

    def send(self, code):
        ticket = self.request.POST.get("pass", "")
        return self.with_valid(check_pass, ticket, lambda: self.check_in(ticket))

    def with_valid(self, check, value, then):
        try:
            check(self.session, value)
        except DomainError as error:
            return result(self.request, status=403, title="请重新扫码", text=str(error), **self.context())
        return then()

    def check_in(self, ticket):
        form = WhoForm(self.request.POST)
        if not form.is_valid():
            return self.show(form, ticket)
        arrived = timezone.now()
        try:
            attendance = operations.check_in_person(self.session, method=CheckInMethod.QR, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(form, ticket)
        again = "?again" if attendance.at < arrived else ""
        return HttpResponseRedirect(reverse("public:attendance", args=[ticket_of(attendance)]) + again)

    def show(self, form, ticket):
        try:
            check_arrival(self.session, None)
        except DomainError as error:
            return result(self.request, title="现在不能签到", text=str(error), **self.context())
        return render(self.request, "public/check_in.html", self.context(form=form, check_in_pass=ticket))


class AttendancePublicView(PublicPage):
    """已签到 · 第 N 位, and the way to rate."""

    def get(self, request, ticket):
        try:
            attendance = attendance_of(ticket)
        except DomainError as error:
            return result(request, status=404, title="链接无效", text=str(error))
        context = {
            "session": attendance.session,
            "union_name": attendance.session.organization.name,
            "title": "您已签到" if "again" in request.GET else "已签到",
            "place": order_of_arrival(attendance),
            "rate_url": reverse("rate:ticket", args=[ticket]) if timezone.now() >= attendance.session.starts_at else "",
        }
        return render(request, "public/attendance.html", context)
