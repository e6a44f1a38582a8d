"""Public pages of volunteers: register, sign up for a shift, give the place back, sign in and out at the spot.

SECURITY: names, phones and birth dates are only ever posted; addresses carry an organization's public code, tokens and
signed row numbers. Where messages can be sent, a phone is proven before anything is said or done about it; where not,
the answer is the same whoever is registered or signed up already.
"""

from contextlib import suppress
from datetime import timedelta

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.public import PublicPage
from orgs.enums import OrganizationKind
from orgs.models import Organization
from services import operations
from services.enums import ShiftSignUpState, ShiftState
from services.forms.registration import WhoForm
from services.forms.volunteer import PublicVolunteerForm, ShiftWhoForm
from services.models import Shift
from services.operations.shift_sign_up import check_recruiting
from services.phone_codes import check_phone_pass
from services.queries.shift import live_sign_up
from services.queries.volunteer import registered_as
from services.shift_tickets import (
    check_shift_code,
    check_shift_pass,
    shift_pass,
    sign_up_of,
    sign_up_ticket,
    take_pass,
)
from services.views.phone_steps import PhoneSteps
from services.views.public import result

AGAIN = timedelta(minutes=10)  # who presses twice does not mean to leave
GONE = "没有找到这个班次。可能是二维码不完整，或者班次还没有发布。请重新扫码，或联系社区工会。"
NO_UNION = "没有找到这个工会。可能是二维码不完整，请重新扫码，或联系社区工会。"
UNKNOWN = "没有查到这个姓名和手机号的志愿者。请核对是否与登记时一致；还没有登记的，请先登记志愿者。"
NOT_SIGNED_UP = "没有查到您对本班次的报名。请核对姓名和手机号；确已报名的，请找带队社工登记。"
RECEIVED = "{union}核对本人后与您联系，审核通过后即可报名志愿班次。如您此前已登记，原登记继续有效。"
TAKEN = (
    "登记过并符合要求的志愿者，名额已经留好，到时直接来服务；如您此前已报名，原报名继续有效。"
    "还没有登记的，请先登记志愿者。要查询或取消，请联系{union}。"
)


def local(at) -> str:
    return f"{timezone.localtime(at):%H:%M}"


class ProvenPhonePage(PhoneSteps, PublicPage):
    """Where messages can be sent, the phone comes first; ``act`` is given what the last form holds."""

    form_class = WhoForm

    def form(self, **kwargs):
        return self.form_class(**kwargs)

    def take_form(self):
        phone_pass = self.request.POST.get("phone_pass", "")
        form = self.form_class(self.request.POST, phone_pass=phone_pass)
        if not form.is_valid():
            return self.show(form)
        values = dict(form.cleaned_data)
        values.pop("phone_pass", None)
        try:
            if self.proves_phone():
                check_phone_pass(values["phone"], phone_pass)
            return self.act(values)
        except DomainError as error:
            return self.refuse(form, error)


class VolunteerPublicView(ProvenPhonePage):
    """Registration with one union; somebody there admits it."""

    form_class = PublicVolunteerForm

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        found = Organization.objects.filter(kind=OrganizationKind.UNION, code=code)  # unscoped: the code is public
        self.union = found.first()

    def get(self, request, code):
        return self.look() if self.union else self.gone()

    def post(self, request, code):
        return self.send() if self.union else self.gone()

    def gone(self):
        return result(self.request, status=404, title="没有找到工会", text=NO_UNION)

    def act(self, values):
        if not self.proves_phone():
            operations.receive_volunteer(organization=self.union, **values)
            text = RECEIVED.format(union=self.union.name)
            return result(self.request, good=True, title="已提交登记", union_name=self.union.name, text=text)
        volunteer = operations.register_volunteer(organization=self.union, **values)
        return result(
            self.request, good=True, title="已提交登记", union_name=self.union.name,
            text=f"您的志愿者编号是{volunteer.number}。{self.union.short_name}审核通过后即可报名志愿班次。",
        )  # fmt: skip

    def show(self, form):
        context = {"form": form, "union": self.union, "union_name": self.union.name}
        return render(self.request, "public/volunteer.html", context)


class ShiftPage:
    """Finds the shift of the address; a draft does not exist here."""

    def setup(self, request, *args, token, **kwargs):
        super().setup(request, *args, token=token, **kwargs)
        rows = Shift.objects.select_related("organization", "project__contractor", "training", "session")
        found = rows.filter(token=token).exclude(state=ShiftState.DRAFT)  # unscoped: held by code
        self.shift = found.first()

    def get(self, request, token, **kwargs):
        return self.look(**kwargs) if self.shift else self.gone()

    def post(self, request, token, **kwargs):
        return self.send(**kwargs) if self.shift else self.gone()

    def gone(self):
        return result(self.request, status=404, title="没有找到班次", text=GONE)

    def context(self, **extra) -> dict:
        return {"shift": self.shift, "union_name": self.shift.organization.name, **extra}

    unknown = UNKNOWN

    def volunteer(self, values):
        """The registered volunteer; raises ``DomainError`` where there is none."""
        found = registered_as(values["name"], values["phone"])
        if found is None:
            raise DomainError(self.unknown)
        return found


class ShiftPublicView(ShiftPage, ProvenPhonePage):
    """Recruiting: what is to be done, the risks, and the way to sign up. Who is signed up gets the same place again."""

    form_class = ShiftWhoForm

    def act(self, values):
        if not self.proves_phone():
            return self.receive(values)
        sign_up = operations.sign_up_for_shift(self.shift, volunteer=self.volunteer(values))
        return HttpResponseRedirect(reverse("public:shift-sign-up", args=[sign_up_ticket(sign_up)]))

    def receive(self, values):
        """From who has not proven the phone: refused is only what would be refused to anybody."""
        check_recruiting(self.shift, None)
        if self.shift.left <= 0:
            raise DomainError("名额已满。请看看其他班次。")
        with suppress(DomainError):
            operations.sign_up_for_shift(self.shift, volunteer=self.volunteer(values))
        text = TAKEN.format(union=self.shift.organization.name)
        return result(self.request, good=True, title="报名已提交", text=text, **self.context())

    def show(self, form):
        try:
            check_recruiting(self.shift, None)
        except DomainError as error:
            return result(self.request, title="不能报名", text=str(error), **self.context())
        register_url = reverse("public:volunteer", args=[self.shift.organization.code])
        context = self.context(form=form, register_url=register_url, proves_phone=self.proves_phone())
        return render(self.request, "public/shift.html", context)


class ShiftSignUpPublicView(PublicPage):
    """What a volunteer holds after signing up: the place, and the way to give it back."""

    def get(self, request, ticket):
        return self.about(ticket, self.show)

    def post(self, request, ticket):
        return self.about(ticket, self.cancel)

    def about(self, ticket, then):
        try:
            return then(sign_up_of(ticket))
        except DomainError as error:
            return result(self.request, status=404, title="链接无效", text=str(error))

    def show(self, sign_up, error=""):
        if sign_up.state == ShiftSignUpState.CANCELLED:
            return result(self.request, title="报名已取消", text="名额已经让出。想参加时请重新扫码报名。")
        shift = sign_up.shift
        context = {
            "sign_up": sign_up,
            "shift": shift,
            "union_name": shift.organization.name,
            "can_cancel": sign_up.state == ShiftSignUpState.SIGNED_UP and timezone.now() < shift.starts_at,
            "error": error,
        }
        return render(self.request, "public/shift_sign_up.html", context)

    def cancel(self, sign_up):
        if sign_up.state == ShiftSignUpState.CANCELLED:
            return self.show(sign_up)
        try:
            operations.cancel_sign_up(sign_up, note="本人在报名页取消")
        except DomainError as error:
            return self.show(sign_up, error=str(error))
        return result(self.request, good=True, title="报名已取消", text="名额已经让出，谢谢您提前告知。")


class ShiftCheckInPublicView(ShiftPage, PublicPage):
    """Sign in, and hours later out, with the code on the screen; a good scan gives ten minutes to fill in the form."""

    unknown = NOT_SIGNED_UP  # at the spot anybody may type anybody: not even whether they are a volunteer

    def look(self, code):
        return self.with_valid(check_shift_code, code, lambda: self.show(WhoForm(), shift_pass(self.shift)))

    def send(self, code):
        ticket = self.request.POST.get("pass", "")
        return self.with_valid(check_shift_pass, ticket, lambda: self.check_in(ticket))

    def with_valid(self, check, value, then):
        try:
            check(self.shift, value)
        except DomainError as error:
            return result(self.request, status=403, title="请重新扫码", text=str(error), **self.context())
        return then()

    def check_in(self, ticket):
        form = WhoForm(self.request.POST)
        if not form.is_valid():
            return self.show(form, ticket)
        try:
            volunteer = self.volunteer(form.cleaned_data)
            take_pass(check_shift_pass(self.shift, ticket), volunteer)
            title, text = self.pass_the_door(volunteer)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(form, ticket)
        return result(self.request, good=True, title=title, text=text, **self.context())

    def pass_the_door(self, volunteer) -> tuple[str, str]:
        """In, or out for who is in for a while already; a second press within ten minutes changes nothing."""
        sign_up = live_sign_up(self.shift, volunteer)
        if sign_up is None:
            raise DomainError(NOT_SIGNED_UP)
        if sign_up.state == ShiftSignUpState.SIGNED_OUT:
            return "您已签退", f"{local(sign_up.signed_out_at)}签退，辛苦了。"
        if sign_up.state != ShiftSignUpState.SIGNED_IN:
            done = operations.sign_in(sign_up)
            return "已签到", f"{local(done.signed_in_at)}签到。离开前请再扫一次屏幕上的二维码签退。"
        if timezone.now() - sign_up.signed_in_at < AGAIN:
            return "您已签到", f"{local(sign_up.signed_in_at)}签到。离开前请再扫一次屏幕上的二维码签退。"
        done = operations.sign_out(sign_up)
        return "已签退", f"{local(done.signed_out_at)}签退，服务时长由带队社工确认后计入。辛苦了。"

    def show(self, form, ticket):
        return render(self.request, "public/shift_check_in.html", self.context(form=form, check_in_pass=ticket))
