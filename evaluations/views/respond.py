"""The public rating pages: from a session's QR code to five buttons.

SECURITY: a phone is only ever posted, never part of an address; the ticket names an attendance row, not a person.
"""

from contextlib import suppress

from django.conf import settings
from django.shortcuts import render

from core.errors import DomainError
from core.public import NowherePage, PublicPage, counted
from evaluations import operations
from evaluations.enums import Score
from evaluations.forms import RateByPhoneForm, RateForm
from evaluations.queries import has_rated, unrated_by_phone
from services.models import Session
from services.tickets import attendance_of

TAKEN = "用这个手机号签到过、还没有评价的，已经计入。评价不记名：系统只保存这一场的分数和日期。"
TOO_MANY = "这个网络一小时内提交的评价太多。请改用手机流量，或过一小时再试。"
GONE = "没有找到这个活动。可能是二维码不完整，请重新扫码，或联系社区工会。"
HOUR = 3600


class RateSessionView(PublicPage):
    """Score and phone in one go, for who came and has no ticket at hand.

    SECURITY: anybody can type anybody's phone, so the thanks are the same whether somebody with it came, rated or not,
    and lead to no ticket, which shows a certificate with the name.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = Session.objects.select_related("activity", "organization")
        self.session = rows.filter(token=kwargs["token"]).first()  # unscoped: who holds the code may rate

    def refusal(self):
        if self.session is None:
            return result(self.request, None, status=404, good=False, title="没有找到活动", text=GONE)
        return super().refusal()

    def get(self, request, token):
        return self.show(RateByPhoneForm())

    def post(self, request, token):
        form = RateByPhoneForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            operations.check_open(self.session)
        except DomainError:
            return self.show(form)
        if counted("rates", request, HOUR) > settings.PUBLIC_FINDS_PER_HOUR:
            return result(request, self.session, status=429, good=False, title="请稍后再试", text=TOO_MANY)
        if found := unrated_by_phone(self.session, form.cleaned_data["phone"]):
            with suppress(DomainError):  # rated at the same moment
                operations.rate_session(found, score=form.cleaned_data["score"])
        return result(request, self.session, good=True, title="评价已提交，谢谢", text=TAKEN)

    def show(self, form):
        try:
            operations.check_open(self.session)
        except DomainError as error:
            return result(self.request, self.session, good=False, title="现在不能评价", text=str(error))
        return render(self.request, "evaluations/rate_session.html", place(self.session) | {"form": form})


class NowhereView(NowherePage):
    title, text = "没有找到活动", GONE


class RateTicketView(PublicPage):
    """Five buttons, once."""

    def get(self, request, ticket):
        return self.with_attendance(ticket, self.ask)

    def post(self, request, ticket):
        return self.with_attendance(ticket, self.rate)

    def with_attendance(self, ticket, then):
        try:
            attendance = attendance_of(ticket)
        except DomainError as error:
            return result(self.request, None, status=404, good=False, title="链接无效", text=str(error))
        if has_rated(attendance):
            return thanks(self.request, attendance.session, "您已评价，谢谢")
        try:
            return then(attendance)
        except DomainError as error:
            return result(self.request, attendance.session, good=False, title="没有提交", text=str(error))

    def ask(self, attendance, error=""):
        operations.check_rateable(attendance)
        context = place(attendance.session) | {"choices": Score.choices, "error": error}
        return render(self.request, "evaluations/rate_ticket.html", context)

    def rate(self, attendance):
        form = RateForm(self.request.POST)
        if not form.is_valid():
            return self.ask(attendance, error="请点选下面五项中的一项。")
        operations.rate_session(attendance, score=form.cleaned_data["score"])
        return thanks(self.request, attendance.session, "评价已提交，谢谢")


def thanks(request, session, title):
    text = "评价不记名：系统只保存这一场的分数和日期。"
    return result(request, session, good=True, title=title, text=text)


def result(request, session, status=200, **context):
    return render(request, "evaluations/rate_result.html", place(session) | context, status=status)


def place(session) -> dict:
    return {"session": session, "union_name": session.organization.name} if session else {}
