"""Reads worth a name: what two sessions at the same time both need: clash."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from orgs.models import Organization, User, Venue
from services.enums import ClashKind, SessionState
from services.models import Lecturer, Session

OCCUPYING = (SessionState.PLANNED, SessionState.HELD)
TAKEN = "该时段已被占用"
Slot = tuple[datetime, datetime]


@dataclass(frozen=True)
class Clash:
    """One reason not to meet then. ``session`` is None when the asker may not see what is in the way."""

    kind: ClashKind
    session: Session | None
    text: str


@dataclass(frozen=True)
class Needs:
    """What a session takes up while it lasts: a place, a lecturer, social workers."""

    organization: Organization | None = None
    place: Venue | None = None
    venue: str = ""
    lecturer: Lecturer | None = None
    workers: Collection[User] = ()
    is_online: bool = False

    def condition(self) -> Q:
        """Sessions that need one of the same."""
        found = Q(pk__in=[])
        if not self.is_online:
            if self.place:
                found |= Q(place=self.place, is_online=False)
            if self.organization and self.venue:
                found |= Q(organization=self.organization, venue=self.venue, is_online=False)
        if self.lecturer:
            found |= Q(lecturer=self.lecturer)
        if self.workers:
            there = Session.workers.through.objects.filter(user__in=self.workers, session=OuterRef("pk"))
            found |= Q(Exists(there))
        return found

    def shared_with(self, other: Session) -> list[tuple[ClashKind, str]]:
        """What ``other`` needs as well, with its name."""
        shared = []
        same_place = self.place and other.place_id == self.place.pk
        same_text = self.organization and other.organization_id == self.organization.pk and other.venue == self.venue
        if not (self.is_online or other.is_online) and (same_place or same_text):
            shared.append((ClashKind.PLACE, other.venue))
        if self.lecturer and other.lecturer_id == self.lecturer.pk:
            shared.append((ClashKind.LECTURER, str(self.lecturer)))
        both = set(self.workers) & set(other.workers.all()) if self.workers else ()
        shared.extend((ClashKind.WORKER, str(worker)) for worker in sorted(both, key=str))
        return shared


def needs_of(session: Session) -> Needs:
    return Needs(
        session.organization, session.place, session.venue, session.lecturer, tuple(session.workers.all()),
        session.is_online,
    )  # fmt: skip


def clashes_among(
    slots: Sequence[Slot], needs: Needs, *, user: User, exclude: Collection[Session] = ()
) -> list[list[Clash]]:
    """What is in the way of each slot, in three queries however many slots there are.

    SECURITY: names only what ``user`` sees; of anything else that the time is taken, and by which need.
    """
    if not slots:
        return []
    days = {timezone.localtime(start).date() for start, _ in slots}
    rows = Session.objects.filter(needs.condition(), state__in=OCCUPYING, starts_on__in=days)
    rows = rows.exclude(pk__in=[row.pk for row in exclude]).select_related("activity").prefetch_related("workers")
    others = list(rows.order_by("starts_at", "pk"))
    keys = [row.pk for row in others]
    seen = set(Session.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return [
        [
            _clash(kind, name, other, other.pk in seen)
            for other in others
            if other.starts_at < end and start < other.ends_at
            for kind, name in needs.shared_with(other)
        ]
        for start, end in slots
    ]


def _clash(kind: ClashKind, name: str, other: Session, is_seen: bool) -> Clash:
    if not is_seen:
        return Clash(kind, None, f"{kind.label}冲突：{TAKEN}")
    return Clash(kind, other, f"{kind.label}冲突：{name}，{other.when}已安排“{other.activity}”")


def clashing(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Those of ``sessions`` that share their time and a place, lecturer or worker with another one, seen or not.

    A session ends on the day it begins, so the index on the day finds the few that could be in the way.
    """
    others = Session.objects.filter(
        state__in=OCCUPYING, starts_on=OuterRef("starts_on"), starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(pk=OuterRef("pk"))  # fmt: skip
    same_place = Q(place=OuterRef("place")) | Q(organization=OuterRef("organization"), venue=OuterRef("venue"))
    together = Session.workers.through.objects.filter(
        session=OuterRef("pk"), user__sessions=OuterRef(OuterRef("pk"))
    )  # a worker of the other session who is also one of this one
    return sessions.filter(
        Q(is_online=False) & Exists(others.filter(same_place, is_online=False))
        | Exists(others.filter(lecturer=OuterRef("lecturer")))
        | Exists(others.filter(Exists(together))),
        state__in=OCCUPYING,
    )
