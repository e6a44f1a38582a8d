"""Sessions as an iCalendar feed (RFC 5545), for a phone's calendar.

SECURITY: a feed is fetched without signing in. It says what is on, where and when, never who takes part.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from services.enums import SessionState
from services.models import Session

STATUS = {SessionState.CANCELLED: "CANCELLED", SessionState.POSTPONED: "TENTATIVE"}
PREFIX = {SessionState.CANCELLED: "（已取消）", SessionState.POSTPONED: "（已延期）"}
CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = "PT1H"


def events(sessions: Iterable[Session], *, name: str, link: Callable[[Session], str]) -> bytes:
    """The calendar ``name`` with one event per session, in the order given; ``link`` makes the address of each.

    ``sessions`` come with activity and organization. A moved session keeps its UID, so phones move it too.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Sanlian//sessions//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("x-published-ttl", REFRESH)
    now = timezone.now()
    for session in sessions:
        calendar.add_component(_event(session, now, link(session)))
    return calendar.to_ical()


def _event(session: Session, now, url: str) -> Event:
    event = Event()
    title = f"{session.activity.name}：{session.topic}" if session.topic else session.activity.name
    event.add("uid", f"session-{session.pk}@sanlian")
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", f"{PREFIX.get(session.state, '')}{title}")
    event.add("location", "线上" if session.is_online else f"{session.organization.short_name} {session.venue}")
    event.add("url", url)
    event.add("status", STATUS.get(session.state, "CONFIRMED"))
    return event
