"""The calendar of sessions: a month, or a week by day, venue, community or worker."""

from collections import defaultdict
from datetime import date, timedelta

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import TemplateView

from core.calendar import holidays_among
from projects.operations.commission import YEARS
from services import qr, tickets
from services.enums import SessionState
from services.filters.session_calendar import SessionCalendarFilter
from services.models import Session
from services.models.session import WEEKDAYS
from services.permissions import plans_anything, works_on_site
from services.queries.clash import clashing

SHOWN = 6  # sessions of one day in the month; the others are a link away
ROWS = 2000  # more than anybody reads; the page says so
ROWS_BY = {"": "按日期", "place": "按阵地", "organization": "按社区", "worker": "按社工"}
VIEWS = {"month": "月", "week": "周"}
WEEK = timedelta(days=7)
FILTERS = ("organization", "place", "worker")


class SessionCalendarView(LoginRequiredMixin, TemplateView):
    """Plain links, so it reads without JavaScript; the queries do not grow with the sessions."""

    template_name = "services/session_calendar.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        asked = request.GET
        self.shape = asked.get("view") if asked.get("view") in VIEWS else "month"
        self.by = asked.get("by") if self.shape == "week" and asked.get("by") in ROWS_BY else ""
        self.on = day_of(asked.get("on", ""))

    def get_context_data(self, **kwargs):
        first, last = self.period()
        rows = Session.objects.visible_to(self.request.user).exclude(state=SessionState.CANCELLED)
        narrowed = SessionCalendarFilter(self.request.GET, rows, request=self.request)
        found = narrowed.qs.starting_between(first, last)
        sessions = list(
            found.select_related("activity", "organization", "place", "lecturer")
            .prefetch_related("workers")
            .order_by("starts_at", "pk")[: ROWS + 1]
        )
        in_the_way = set(clashing(found.filter(ends_at__gt=timezone.now())).values_list("pk", flat=True))
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        grid = Grid(self, days, sessions[:ROWS], in_the_way)
        return super().get_context_data(**kwargs) | {
            "title": self.title(first, last),
            "filters": [narrowed.form[name] for name in FILTERS],
            "shape": self.shape,
            "by": self.by,
            "on": self.on,
            "head": grid.head(),
            "rows": grid.rows(),
            "total": len(sessions[:ROWS]),
            "is_cut": len(sessions) > ROWS,
            "links": self.links(first, last),
            "views": [(label, self.link(view=key), key == self.shape) for key, label in VIEWS.items()],
            "row_choices": [(label, self.link(by=key), key == self.by) for key, label in ROWS_BY.items()],
            "clash_count": len(in_the_way),
            "feed_url": self.feed_url(),
            "may_plan": plans_anything(self.request.user),
        }

    def period(self) -> tuple[date, date]:
        """Whole weeks, Monday first."""
        if self.shape == "week":
            first = self.on - timedelta(days=self.on.weekday())
            return first, first + timedelta(days=6)
        start = self.on.replace(day=1)
        end = next_month(start) - timedelta(days=1)
        return start - timedelta(days=start.weekday()), end + timedelta(days=6 - end.weekday())

    def title(self, first: date, last: date) -> str:
        if self.shape == "month":
            return f"{self.on.year}年{self.on.month}月"
        return f"{first:%Y-%m-%d} 至 {last:%m-%d}"

    def links(self, first: date, last: date) -> dict:
        month = self.on.replace(day=1)
        back = first - WEEK if self.shape == "week" else (month - timedelta(days=1)).replace(day=1)
        forth = first + WEEK if self.shape == "week" else next_month(month)
        listed = self.listed(start=first, end=last)
        return {
            "back": self.link(on=back), "forth": self.link(on=forth), "today": self.link(on=timezone.localdate()),
            "list": listed, "clashes": f"{listed}&clash=yes",
        }  # fmt: skip

    def link(self, **changes) -> str:
        """This page with something changed; the year stays within what records can hold."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query[name] = str(value)
        return f"{self.request.path}?{query.urlencode()}"

    def listed(self, **period) -> str:
        """The list of the same sessions, where they can be exported."""
        query = self.request.GET.copy()
        for name in ("view", "by", "on"):
            query.pop(name, None)
        for name, day in period.items():
            query[name] = str(day)
        return f"{reverse('services:session-list')}?{query.urlencode()}"

    def feed_url(self) -> str:
        if not works_on_site(self.request.user):
            return ""
        path = reverse("public:calendar-feed", args=[tickets.feed_ticket(self.request.user)])
        return qr.address(self.request, path)


class Grid:
    """Rows of seven cells: the weeks of a month, or what the week is drawn by."""

    def __init__(self, page: SessionCalendarView, days: list[date], sessions: list[Session], in_the_way: set[int]):
        self.page, self.days, self.sessions = page, days, sessions
        self.in_the_way, self.today = in_the_way, timezone.localdate()
        self.holidays = holidays_among(days)
        self.may_plan = plans_anything(page.request.user)

    def head(self) -> list[str]:
        if self.page.shape == "month":
            return [f"周{name}" for name in WEEKDAYS]
        return [f"周{WEEKDAYS[day.weekday()]} {day:%m-%d}" for day in self.days]

    def rows(self) -> list[dict]:
        if self.page.by:
            return self.rows_by(self.page.by)
        by_day = defaultdict(list)
        for session in self.sessions:
            by_day[session.starts_on].append(session)
        weeks = [self.days[start : start + 7] for start in range(0, len(self.days), 7)]
        return [{"label": "", "cells": [self.cell(day, by_day[day]) for day in week]} for week in weeks]

    def rows_by(self, column: str) -> list[dict]:
        """One row per venue, community or worker that has sessions, and one for those without."""
        groups = defaultdict(lambda: defaultdict(list))
        for session in self.sessions:
            for label in labels_of(session, column):
                groups[label][session.starts_on].append(session)
        return [
            {"label": label, "cells": [self.cell(day, groups[label][day]) for day in self.days]}
            for label in sorted(groups, key=lambda label: (label.startswith("未"), label))
        ]

    def cell(self, day: date, sessions: list[Session]) -> dict:
        shown = SHOWN if self.page.shape == "month" else len(sessions)
        create = f"{reverse('services:session-create')}?on={day}"
        return {
            "day": day,
            "weekday": WEEKDAYS[day.weekday()],
            "is_outside": self.page.shape == "month" and day.month != self.page.on.month,
            "is_today": day == self.today,
            "holiday": self.holidays.get(day, ""),
            "entries": [
                {"session": session, "in_the_way": session.pk in self.in_the_way} for session in sessions[:shown]
            ],
            "more": len(sessions) - shown if len(sessions) > shown else 0,
            "more_url": self.page.listed(start=day, end=day),
            "create_url": create if self.may_plan and day >= self.today else "",
        }


def labels_of(session: Session, column: str) -> list[str]:
    if column == "worker":
        return [str(worker) for worker in session.workers.all()] or ["未安排社工"]
    if column == "place":
        return [session.venue if session.place else "未登记的地点"]
    return [session.organization.short_name]


def day_of(text: str) -> date:
    """The asked day, or today for anything that is none."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return day if day and day.year in YEARS[1:-1] else timezone.localdate()


def next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
