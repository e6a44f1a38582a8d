"""Service hours of the year, written in bulk: claims, what is confirmed of them, and the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from orgs.enums import Role
from orgs.models import Organization, User
from projects.models import Project
from sanlian.demo import clock
from sanlian.demo import organizations as at
from sanlian.demo.totals import OF_VOLUNTEERS, summed_up
from sanlian.demo.volunteers import Member
from sanlian.demo.world import World
from services import workflow
from services.ages import is_minor
from services.enums import HourClaimState, HourEntryKind, HourSource
from services.hours import hours_of
from services.models import HourClaim, HourClaimEvent, HourEntry, Session, ShiftSignUp

BATCH = 1000
OPEN_DAYS = 4  # what was served since then still waits to be confirmed


@dataclass
class Served:
    """One volunteer's service: who says so, and when it was confirmed by whom."""

    member: Member
    source: str
    starts_at: datetime
    ends_at: datetime
    content: str
    organization: Organization
    project: Project
    by: User | None
    session: Session | None = None
    sign_up: ShiftSignUp | None = None
    claim: HourClaim | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Duty:
    """A regular service outside the sessions, on record as the project's: some come nearly every time."""

    community: str
    project: str
    content: str
    first: int
    every: int
    hour: int
    hours: int
    shares: tuple[float, ...]


DUTIES = (
    Duty(at.KAIXUAN, "职工子女爱心托管班", "放学后接送和作业辅导", -195, 2, 16, 3, (1, 0.9, 0.7, 0.5, 0.4)),
    Duty(at.CHENXING, "爱心便民服务一条街", "沿街值守和便民引导", -295, 2, 9, 3, (1, 0.85, 0.7, 0.5, 0.4, 0.3)),
)


def regular_service(world: World, members: dict[int, list[Member]]) -> list[Served]:
    """What the most faithful did besides the sessions, never on a day on which they helped at one."""
    served = []
    for duty in DUTIES:
        organization, project = world.organizations[duty.community], world.projects[duty.project]
        adults = [row for row in members[organization.pk] if not is_minor(row.person.birth_date, world.today)]
        for member, share in zip(sorted(adults, key=lambda row: row.since), duty.shares, strict=False):
            for offset in range(duty.first, 0, duty.every):
                day = world.day(offset)
                if world.rng.random() < share and day not in member.busy and member.since.date() < day:
                    member.busy.add(day)
                    starts_at = world.moment(day, duty.hour)
                    ends_at = starts_at + timedelta(hours=duty.hours)
                    served.append(
                        Served(
                            member, HourSource.PROJECT, starts_at, ends_at, duty.content, organization, project,
                            project.worker,
                        )
                    )  # fmt: skip
    return served


def save_hours(world: World, served: list[Served]) -> list[HourClaim]:
    """Claimed at the end of each service, confirmed by the community's union some days later; each has its line in the
    ledger. What is recent waits."""
    served = sorted(served, key=lambda row: row.ends_at)
    for row in served:
        row.claim = claim(world, row)
    with clock.backdated():
        claims = HourClaim.objects.bulk_create([row.claim for row in served], batch_size=BATCH)
        events = [event for row in served for event in events_of(world, row)]
        HourClaimEvent.objects.bulk_create(events, batch_size=BATCH)
        entries = [entry(world, row) for row in served if row.claim.state == HourClaimState.CONFIRMED]
        with summed_up(OF_VOLUNTEERS):
            HourEntry.objects.bulk_create(entries, batch_size=BATCH)
    return claims


def is_open(world: World, row: Served) -> bool:
    return row.ends_at.date() > world.day(-OPEN_DAYS)


def claim(world: World, row: Served) -> HourClaim:
    waits = is_open(world, row)
    return HourClaim(
        volunteer=row.member.volunteer, organization=row.organization, project=row.project, session=row.session,
        sign_up=row.sign_up, source=row.source, content=row.content, starts_at=row.starts_at, ends_at=row.ends_at,
        served_on=timezone.localdate(row.starts_at), hours=hours_of(row.starts_at, row.ends_at),
        counted=() if waits else ((row.starts_at, row.ends_at),), claimed_by=row.by, created_at=row.ends_at,
        state=HourClaimState.PENDING if waits else HourClaimState.CONFIRMED,
    )  # fmt: skip


def confirmed_at(row: Served) -> datetime:
    """Two or three days later, at an hour that follows from the claim."""
    return row.ends_at + timedelta(days=2, hours=row.claim.pk % 7, minutes=row.claim.pk % 60)


def confirmer(world: World, row: Served) -> User:
    return world.staff(Role.COMMUNITY_UNION, row.organization.code)


def events_of(world: World, row: Served) -> Iterator[HourClaimEvent]:
    confirm, waits = workflow.CONFIRM_HOURS, HourClaimState.PENDING
    yield HourClaimEvent(subject=row.claim, kind="create", to_state=waits, by=row.by, at=row.ends_at)
    if row.claim.state == HourClaimState.CONFIRMED:
        yield HourClaimEvent(
            subject=row.claim, kind=confirm.name, from_state=waits, to_state=confirm.target,
            by=confirmer(world, row), at=confirmed_at(row),
        )  # fmt: skip


def entry(world: World, row: Served) -> HourEntry:
    return HourEntry(
        claim=row.claim, volunteer=row.claim.volunteer, kind=HourEntryKind.CONFIRM, hours=row.claim.hours,
        key=f"confirm:{row.claim.pk}", by=confirmer(world, row), at=confirmed_at(row),
    )  # fmt: skip
