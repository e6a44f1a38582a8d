"""One's own calendar, without an account: registrations and shifts on one page, and a feed for the phone.

SECURITY: the page opens with a proven phone, for a day. The feed's address is a random token its owner can change or
close at any time; it holds times and places only, and links to pages that are public anyway.
"""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.public import PublicPage, counted_as
from orgs.queries import person_known_as
from services import ical, operations, qr
from services.enums import RegistrationState
from services.models import CalendarFeed
from services.queries.feed import fed_days, live_feed, own_registrations, own_sign_ups
from services.shift_tickets import sign_up_ticket
from services.tickets import calendar_owner, own_calendar_ticket
from services.views.own_record import OwnRecordPage
from services.views.public import result
from services.views.sign_up import page_of

HOUR = 3600
CLOSED = "查看本人的日程须用短信验证手机号，目前没有开通短信。请联系社区工会查询。"
UNKNOWN = "没有查到这个姓名和手机号的报名。请核对是否与报名、登记志愿者时一致。"
GONE = "这个日历地址已经停用。请在“我的日程”页重新开通。"
STANDING = {
    RegistrationState.PENDING: "（待审核）",
    RegistrationState.WAITING: "（候补）",
    RegistrationState.OFFERED: "（待确认）",
}


class MyCalendarFindView(OwnRecordPage):
    """Name and proven phone open the page."""

    closed = CLOSED

    def act(self, values):
        person = person_known_as(values["name"], values["phone"])
        if person is None:
            raise DomainError(UNKNOWN)
        return HttpResponseRedirect(reverse("public:my-calendar", args=[own_calendar_ticket(person)]))

    def show(self, form):
        return render(self.request, "public/my_calendar_find.html", {"form": form, "union_name": "我的日程"})


class MyCalendarView(PublicPage):
    """What lies ahead, with the way to each place one holds, and the feed: open, another address, close."""

    def get(self, request, ticket):
        return self.about(ticket, self.show)

    def post(self, request, ticket):
        return self.about(ticket, self.change)

    def about(self, ticket, then):
        try:
            return then(calendar_owner(ticket))
        except DomainError as error:
            return result(self.request, status=404, title="请重新验证", text=str(error))

    def show(self, person):
        today = timezone.localdate()
        _, until = fed_days(today)
        feed = live_feed(person)
        registrations = [(row, page_of(row)) for row in own_registrations(person, today, until)]
        sign_ups = [
            (row, reverse("public:shift-sign-up", args=[sign_up_ticket(row)]))
            for row in own_sign_ups(person, today, until)
        ]
        path = reverse("public:my-feed", args=[feed.token]) if feed else ""
        context = {
            "union_name": "我的日程",
            "registrations": registrations,
            "sign_ups": sign_ups,
            "address": qr.address(self.request, path) if path else "",
            "subscribe_url": qr.subscription(self.request, path),
        }
        return render(self.request, "public/my_calendar.html", context)

    def change(self, person):
        acts = {"open": operations.open_feed, "renew": operations.renew_feed, "close": operations.close_feed}
        if act := acts.get(self.request.POST.get("do", "")):
            act(person)
        return HttpResponseRedirect(self.request.path)


class MyFeedView(PublicPage):
    """The calendar itself, as phones fetch it."""

    def get(self, request, token):
        rows = CalendarFeed.objects.filter(token=token, closed_at=None)  # unscoped: the token is the key
        feed = rows.select_related("person").first()
        if feed is None:
            return result(request, status=404, title="地址已停用", text=GONE)
        if counted_as(f"feed:{feed.pk}", HOUR) > settings.PUBLIC_FEEDS_PER_HOUR:
            return render(request, "public/too_many.html", status=429)
        response = HttpResponse(
            ical.calendar(self.entries(feed.person), name="我的活动"), content_type=ical.CONTENT_TYPE
        )
        response["Content-Disposition"] = 'inline; filename="mine.ics"'
        return response

    def entries(self, person):
        days = fed_days(timezone.localdate())
        for row in own_registrations(person, *days):
            url = qr.address(self.request, row.session.get_public_url())
            yield ical.session_entry(row.session, url, STANDING.get(row.state, ""))
        for row in own_sign_ups(person, *days):
            yield ical.shift_entry(row.shift, qr.address(self.request, row.shift.get_public_url()))
