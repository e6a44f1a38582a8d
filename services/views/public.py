"""Public pages: see what is on, sign up, check in.

SECURITY: names and phones are only ever posted; addresses carry tokens and signed row numbers. A draft
activity does not exist here.
"""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.public import NowherePage, PublicPage
from services.enums import SessionState
from services.models import Activity, Session
from services.models.activity import UNPUBLISHED
from services.queries.attendance import order_of_arrival
from services.queries.session import upcoming
from services.tickets import attendance_of

GONE = "没有找到这个活动。可能是二维码不完整，或者活动还没有发布。请重新扫码，或联系社区工会。"


def union_of(project) -> dict:
    return {"union_name": project.organization.name}


def result(request, *, status=200, good=False, **context):
    """A page that only says what came of it."""
    return render(request, "public/result.html", context | {"good": good}, status=status)


def gone(request):
    return result(request, status=404, title="没有找到活动", text=GONE)


def tells_places(session: Session) -> bool:
    """Whether the page may say how many places are left.

    SECURITY: where anybody can sign anybody up, a figure that stays the same tells that the person was there already.
    """
    return session.activity.verifies_phone and not session.activity.takes_groups


class NowherePublicView(NowherePage):
    title, text = "没有找到活动", GONE


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

    rows = Session.objects.select_related("organization", "activity__project__contractor")

    def setup(self, request, *args, token, **kwargs):
        super().setup(request, *args, token=token, **kwargs)
        found = self.rows.filter(token=token).exclude(activity__state__in=UNPUBLISHED)  # unscoped: held by code
        self.session = found.first()

    def get(self, request, token, **kwargs):
        return self.look(**kwargs) if self.session else gone(request)

    def post(self, request, token, **kwargs):
        return self.send(**kwargs) if self.session else gone(request)

    def context(self, **extra) -> dict:
        return {"session": self.session, "union_name": self.session.organization.name, **extra}


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
            "certificate_url": reverse("public:attendance-certificate", args=[ticket]),
            "is_held": attendance.session.state == SessionState.HELD,
        }
        return render(request, "public/attendance.html", context)
