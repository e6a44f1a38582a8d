"""Public check-in: by the code on the screen, or by the number staff say aloud.

SECURITY: names, phones and positions are only ever posted; a position is answered with inside or outside and forgotten.
"""

from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.public import client_address
from services import operations
from services.enums import CheckInMethod
from services.forms.arrival import ArrivalForm, VoiceForm
from services.location import is_inside
from services.models import Attendance, Session
from services.operations.attendance import USED, check_arrival
from services.tickets import (
    VOICE_SECONDS,
    check_code,
    check_in_pass,
    check_pass,
    check_voice_code,
    ticket_of,
)
from services.views.public import SessionPage, result

TRIES_OF_ADDRESS = 10  # wrong numbers in five minutes (configurable default); a hall on one Wi-Fi shares an address
TRIES_OF_SESSION = 50  # of a million numbers: guessing takes weeks
TOO_MANY = "口令输错的次数太多，请5分钟后再试。也可以扫描屏幕上的二维码，或请现场工作人员代签。"


class ArrivalPage(SessionPage):
    """A form with name and phone, once the person has shown to be at the session."""

    rows = Session.objects.select_related("organization", "place", "activity__project__contractor")
    form_class = ArrivalForm
    method = CheckInMethod.QR

    def form(self, data=None):
        return self.form_class(data, asks_location=self.session.activity.asks_location)

    def check_in(self, form, **fields):
        """The success page, or the form with what is wrong."""
        arrived = timezone.now()
        who = {name: form.cleaned_data[name] for name in ("name", "phone")}
        inside = is_inside(self.session.place, *form.position())
        try:
            attendance = operations.check_in_person(self.session, method=self.method, inside=inside, **who, **fields)
        except DomainError as error:
            form.add_error(None, str(error))
            return None
        again = "?again" if attendance.at < arrived else ""
        return HttpResponseRedirect(reverse("public:attendance", args=[ticket_of(attendance)]) + again)

    def show(self, form, **context):
        try:
            check_arrival(self.session, None)
        except DomainError as error:
            return result(self.request, title="现在不能签到", text=str(error), **self.context())
        return render(self.request, "public/check_in.html", self.context(form=form, **context))

    def refuse(self, text: str, status: int = 403, title: str = "请重新扫码"):
        return result(self.request, status=status, title=title, text=text, **self.context())


class CheckInPublicView(ArrivalPage):
    """The code on the screen. A good scan gives a pass: ten minutes to fill in the form, for one person once."""

    def look(self, code):
        try:
            check_code(self.session, code)
        except DomainError as error:
            return self.refuse(str(error))
        return self.show(self.form(), check_in_pass=check_in_pass(self.session))

    def send(self, code):
        given = self.request.POST.get("pass", "")
        try:
            nonce = check_pass(self.session, given)
        except DomainError as error:
            return self.refuse(str(error))
        if Attendance.objects.filter(nonce=nonce).exists():  # unscoped: a number nobody can guess
            return self.refuse(USED)
        form = self.form(self.request.POST)
        done = self.check_in(form, nonce=nonce) if form.is_valid() else None
        return done or self.show(form, check_in_pass=given)


class VoicePublicView(ArrivalPage):
    """The number staff say aloud, for who cannot scan."""

    form_class = VoiceForm
    method = CheckInMethod.VOICE

    def look(self):
        return self.show(self.form())

    def send(self):
        keys = {
            f"voice:address:{client_address(self.request)}": TRIES_OF_ADDRESS,
            f"voice:session:{self.session.token}": TRIES_OF_SESSION,
        }
        if any(cache.get(key, 0) >= limit for key, limit in keys.items()):
            return self.refuse(TOO_MANY, 429, "请稍后再试")
        form = self.form(self.request.POST)
        done = self.say(form, keys) if form.is_valid() else None
        return done or self.show(form)

    def say(self, form, keys):
        try:
            check_voice_code(self.session, form.cleaned_data["code"])
        except DomainError as error:
            for key in keys:
                if not cache.add(key, 1, VOICE_SECONDS):
                    cache.incr(key)
            form.add_error("code", str(error))
            return None
        return self.check_in(form)
