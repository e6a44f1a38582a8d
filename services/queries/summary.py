"""Reads worth a name: summary and follow-up."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Func, Q, QuerySet

from orgs.enums import ServiceGroup
from projects.enums import ParameterName
from projects.parameters import days
from services.counting import SERVED, standing
from services.enums import SessionState, SummaryState
from services.models import Session, Summary

TO_WRITE = Q(summary=None) | Q(summary__state__in=[SummaryState.DRAFT, SummaryState.RETURNED])


@dataclass(frozen=True)
class Audience:
    """Who came: 实到 with its two parts, and by category. A person may be in several categories, so they do not add
    up to the total; ``groups`` are (key, label, named, typed, both)."""

    came: int
    named: int
    unnamed: int
    groups: tuple[tuple[str, str, int, int, int], ...]


def audience(session: Session, typed: dict[str, int] | None = None) -> Audience:
    """The categories of the named participants whose attendance stands, computed, beside the ``typed`` numbers of
    those nobody asked for their name; one query."""
    typed = typed or {}
    rows = standing(session.attendances.filter(SERVED)).order_by()
    each = rows.annotate(group=Func(F("person__groups"), function="unnest")).values("group")
    named = dict(each.annotate(number=Count("pk")).values_list("group", "number"))
    groups = tuple(
        (group.value, group.label, named.get(group, 0), typed.get(group, 0), named.get(group, 0) + typed.get(group, 0))
        for group in ServiceGroup
        if named.get(group) or typed.get(group)
    )
    return Audience(session.person_times, session.named_times, session.person_times - session.named_times, groups)


def due_on(session: Session) -> date:
    """The day a summary is due: so many days after the session as the parameter said on its day."""
    return session.starts_on + timedelta(days=days(ParameterName.SUMMARY_DAYS, session.starts_on))


def without_approved_summary(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Held sessions whose summary is missing or not approved yet."""
    return sessions.filter(state=SessionState.HELD).filter(Q(summary=None) | ~Q(summary__state=SummaryState.APPROVED))


def without_summary(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Held sessions whose summary waits for its writer."""
    return sessions.filter(TO_WRITE, state=SessionState.HELD)


def summary_of(session: Session) -> Summary | None:
    return Summary.objects.filter(session=session).first()
