"""The public rating pages: from a session's QR code to five buttons.

SECURITY: a phone is only ever posted, never part of an address; the ticket names an attendance row, not a person.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.errors import DomainError
from core.public import PublicPage
from evaluations import operations
from evaluations.enums import Score
from evaluations.forms import FindAttendanceForm, RateForm
from evaluations.queries import attendances_by_phone, has_rated
from services.models import Session
from services.tickets import attendance_of, ticket_of

NOT_FOUND = "没有找到对应的签到记录。请核对签到时填写的手机号；没有签到的，请先找现场工作人员签到。"
SHARED = "这个手机号有不止一位参加者，请填写签到时的姓名。"


class RateSessionView(PublicPage):
    """Find one's own attendance at this session by phone, then go on with its ticket."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        sessions = Session.objects.select_related("activity", "organization")
        self.session = get_object_or_404(sessions, token=kwargs["token"])  # unscoped: who holds the code may rate

    def get(self, request, token):
        return self.show(FindAttendanceForm())

    def post(self, request, token):
        form = FindAttendanceForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        found = list(attendances_by_phone(self.session, form.cleaned_data["phone"], form.cleaned_data["name"])[:2])
        if len(found) == 1:
            return HttpResponseRedirect(reverse("rate:ticket", args=[ticket_of(found[0])]))
        if found or form.cleaned_data["name"]:
            form.ask_name()
        form.add_error(None, SHARED if found else NOT_FOUND)
        return self.show(form)

    def show(self, form):
        try:
            operations.check_open(self.session)
        except DomainError as error:
            return result(self.request, self.session, good=False, title="现在不能评价", text=str(error))
        return render(self.request, "evaluations/rate_session.html", place(self.session) | {"form": form})


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
