"""Sessions and shifts as an iCalendar feed (RFC 5545), for a phone's calendar.

SECURITY: a feed is fetched without signing in. It says what is on, where and when, never who takes part.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from services.enums import SessionState
from services.models import Session, Shift

STATUS = {SessionState.CANCELLED: "CANCELLED", SessionState.POSTPONED: "TENTATIVE"}
PREFIX = {SessionState.CANCELLED: "（已取消）", SessionState.POSTPONED: "（已延期）"}
CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT1H"


@dataclass(frozen=True)
class Entry:
    """One event. Of the same ``uid`` phones keep one, and move it when it moves."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str
    status: str = "CONFIRMED"


def events(sessions: Iterable[Session], *, name: str, link: Callable[[Session], str]) -> bytes:
    """The calendar ``name`` with one event per session, in the order given; ``link`` makes the address of each.

    ``sessions`` come with activity and organization.
    """
    return calendar((session_entry(session, link(session)) for session in sessions), name=name)


def calendar(entries: Iterable[Entry], *, name: str) -> bytes:
    """The calendar ``name``, asked for again every hour."""
    made = Calendar()
    made.add("prodid", "-//Sanlian//sessions//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("x-published-ttl", REFRESH)
    now = timezone.now()
    for entry in entries:
        made.add_component(_event(entry, now))
    return made.to_ical()


def session_entry(session: Session, url: str, standing: str = "") -> Entry:
    """``standing`` says what is not certain yet about the reader's place; a session called off says so before."""
    title = f"{session.activity.name}：{session.topic}" if session.topic else session.activity.name
    return Entry(
        uid=f"session-{session.pk}@sanlian",
        title=f"{PREFIX.get(session.state, standing)}{title}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place="线上" if session.is_online else f"{session.organization.short_name} {session.venue}",
        url=url,
        status=STATUS.get(session.state, "TENTATIVE" if standing else "CONFIRMED"),
    )


def shift_entry(shift: Shift, url: str) -> Entry:
    """``shift`` comes with its organization."""
    return Entry(
        uid=f"shift-{shift.pk}@sanlian",
        title=f"志愿服务：{shift.name}",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        place=f"{shift.organization.short_name} {shift.venue}",
        url=url,
    )


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("status", entry.status)
    return event
