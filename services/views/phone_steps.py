"""A public form in up to three steps: the phone, the code sent to it, and the rest."""

from core import sms
from core.errors import DomainError
from core.public import counted
from services.forms.registration import CodeForm, PhoneForm
from services.phone_codes import TooMany, pass_for, send_code

HOUR = 3600


class PhoneSteps:
    """``show`` draws a form, ``form`` makes the last one, and ``take_form`` says what comes of it. Where phones are not
    proven, the last one comes at once."""

    def proves_phone(self) -> bool:
        return sms.can_send()

    def look(self):
        return self.show(PhoneForm() if self.proves_phone() else self.form())

    def send(self):
        step = self.request.POST.get("step", "") if self.proves_phone() else ""
        return {"phone": self.ask_phone, "code": self.ask_code}.get(step, self.take_form)()

    def ask_phone(self):
        form = PhoneForm(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        phone = form.cleaned_data["phone"]
        try:
            send_code(phone, asked_from=counted("codes", self.request, HOUR))
        except TooMany as error:
            response = self.refuse(form, error, "phone")
            response.status_code = 429
            return response
        except DomainError as error:
            return self.refuse(form, error, "phone")
        return self.show(CodeForm(initial={"phone": phone}))

    def ask_code(self):
        form = CodeForm(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        phone = form.cleaned_data["phone"]
        try:
            phone_pass = pass_for(phone, form.cleaned_data["code"])
        except DomainError as error:
            return self.refuse(form, error, "code")
        return self.show(self.form(initial={"phone": phone}, phone_pass=phone_pass))

    def refuse(self, form, error, field=None):
        form.add_error(field, str(error))
        return self.show(form)
