"""Reads worth a name: what the public page of a community shows."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from orgs.enums import UnionLevel
from orgs.models import Organization, Venue
from orgs.scope import in_subtrees
from services.enums import ActivityState, SessionState, ShiftState
from services.models import Notice, Session, Shift
from services.queries.session import FOR_ONE_ENTERPRISE

FED_BEFORE, FED_AHEAD = timedelta(days=31), timedelta(days=366)
PUBLIC_LEVELS = (UnionLevel.COMMUNITY, UnionLevel.STREET)


def public_communities(day) -> QuerySet[Organization]:
    """The union bodies that have a public page: communities, and streets with all of theirs."""
    return Organization.objects.active(day).filter(level__in=PUBLIC_LEVELS)


def public_sessions(organization: Organization, now: datetime) -> QuerySet[Session]:
    """Published sessions still ahead in ``organization`` and below, postponed ones included, soonest first."""
    rows = Session.objects.filter(in_subtrees([organization.path], "organization"))  # unscoped: published to all
    open_states = (SessionState.PLANNED, SessionState.POSTPONED)
    rows = rows.filter(activity__state=ActivityState.PUBLISHED, state__in=open_states, ends_at__gt=now)
    rows = rows.exclude(FOR_ONE_ENTERPRISE)
    return rows.select_related("organization", "activity").order_by("starts_at", "pk")


def fed_sessions(organization: Organization, today: date) -> QuerySet[Session]:
    """What a subscribed calendar holds: published sessions from a month ago on, the cancelled ones as such."""
    rows = Session.objects.filter(in_subtrees([organization.path], "organization"))  # unscoped: published to all
    published = (ActivityState.PUBLISHED, ActivityState.DONE, ActivityState.CANCELLED)
    rows = rows.filter(
        activity__state__in=published, starts_on__gte=today - FED_BEFORE, starts_on__lte=today + FED_AHEAD
    ).exclude(FOR_ONE_ENTERPRISE)
    return rows.select_related("organization", "activity").order_by("starts_at", "pk")


def public_shifts(organization: Organization, now: datetime) -> QuerySet[Shift]:
    """Shifts that still look for volunteers in ``organization`` and below, soonest first."""
    rows = Shift.objects.filter(in_subtrees([organization.path], "organization"))  # unscoped: published to all
    rows = rows.filter(state=ShiftState.PUBLISHED, starts_at__gt=now)
    return rows.select_related("organization").order_by("starts_at", "pk")


def public_venues(organization: Organization) -> QuerySet[Venue]:
    """Places open to the public in ``organization`` and below."""
    return Venue.objects.filter(in_subtrees([organization.path], "organization"), is_open=True)  # unscoped: open


def public_notices(organization: Organization, day) -> QuerySet[Notice]:
    """Notices on show on ``day``, the newest first."""
    return Notice.objects.on_show_for(organization, day).select_related("organization")  # unscoped: published


def pages_below(organization: Organization, day) -> QuerySet[Organization]:
    """The communities of a street, for the links on its page."""
    below = Q(path__startswith=organization.path) & ~Q(pk=organization.pk)
    return public_communities(day).filter(below)  # unscoped: names of territorial bodies are public
