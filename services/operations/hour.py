"""Claims of service hours, and what counts of them: one hour once, whoever claims it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import Organization, User
from projects.models import Project
from services import hours, workflow
from services.enums import HourClaimState, HourCorrectionState, HourEntryKind, HourSource, VolunteerState
from services.models import HourClaim, HourEntry, Session, ShiftSignUp, Volunteer
from services.queries.hour import check_day, is_same_human, rivals

LONGEST = timedelta(hours=24)  # keeps typing mistakes out; longer service is claimed day by day
CLAIMABLE = (HourSource.SELF, HourSource.PROJECT, HourSource.CALL_OUT)


def claim_hours(
    volunteer: Volunteer,
    *,
    by: User | None,
    source: str,
    starts_at: datetime,
    ends_at: datetime,
    content: str,
    organization: Organization,
    project: Project | None = None,
    session: Session | None = None,
) -> HourClaim:
    """A pending claim: it counts for nothing before somebody else confirms it.

    ``by`` is None when volunteers claim for themselves on a public page. Raises ``DomainError`` for volunteers not in
    service, time ahead, less than a quarter of an hour, more than a day, and when the same source has claimed some of
    this time for this volunteer already.
    """
    if source not in CLAIMABLE:
        raise DomainError("班次的时长在签退时自动登记，不能另行申报。")
    content = " ".join(content.split())
    if not content:
        raise DomainError("没有写服务内容，无法登记。请写明做了什么。")
    if session is not None:
        project = session.activity.project
    if source == HourSource.PROJECT and project is None:
        raise DomainError("项目申报须选择项目或场次。")
    check_period(starts_at, ends_at)
    with transaction.atomic():
        volunteer = locked(volunteer)  # one after the other: whoever sends twice is told
        if volunteer.state != VolunteerState.ACTIVE:
            raise DomainError(f"{volunteer}目前是“{volunteer.get_state_display()}”，不能登记服务时长。")
        _check_new(volunteer, source, starts_at, ends_at)
        return _make(
            volunteer, by=by, source=source, starts_at=starts_at, ends_at=ends_at, content=content[:200],
            organization=organization, project=project, session=session,
        )  # fmt: skip


def claim_for_many(
    volunteers: Iterable[Volunteer], *, by: User, organization: Organization | None = None, **fields
) -> list[HourClaim]:
    """One claim each for the same service, all of them or none; recorded by each one's own organization by default."""
    with transaction.atomic():
        return [
            claim_hours(volunteer, by=by, organization=organization or volunteer.organization, **fields)
            for volunteer in sorted(volunteers, key=lambda row: row.pk)
        ]


def claim_shift_hours(sign_up: ShiftSignUp, *, by: User | None) -> HourClaim:
    """The pending claim of a shift just signed out of; a second call returns the first claim.

    From sign-in to sign-out. Less than a quarter of an hour is claimed with 0 hours and can only be voided.
    """
    shift = sign_up.shift
    with transaction.atomic():
        volunteer = locked(sign_up.volunteer)
        if claim := HourClaim.objects.filter(sign_up=sign_up).first():
            return claim
        if not sign_up.signed_in_at or not sign_up.signed_out_at:
            raise DomainError("还没有签到和签退，不能登记时长。")
        return _make(
            volunteer, by=by, source=HourSource.SHIFT, starts_at=sign_up.signed_in_at, ends_at=sign_up.signed_out_at,
            content=shift.name, organization=shift.organization, project=shift.project, session=shift.session,
            sign_up=sign_up,
        )  # fmt: skip


def confirm_hours(claim: HourClaim, *, by: User, note: str = "") -> HourClaim:
    """Count the claim, or what better claims leave of it; ``claim`` tells by its state which it was.

    A claim that better ones cover altogether becomes void and names one. Weaker claims confirmed before give up what
    they share with this one: the ledger takes it off again, in this transaction. Raises ``DomainError`` when the
    volunteer or whoever made a claim by hand confirms it, and when a day comes to more than the limit and ``by`` is
    not a manager who says why.
    """
    with transaction.atomic():
        volunteer = locked(claim.volunteer)  # before the claim: all claims of a volunteer are settled one by one
        claim = locked(claim)
        if claim.state not in workflow.CONFIRM_HOURS.sources:
            raise DomainError(f"这笔时长目前是“{claim.get_state_display()}”，不能再确认。请刷新页面查看最新状态。")
        _check_two(claim, volunteer, by)
        mine, *others = hours.settle(claimed(claim), rivals(claim))
        if not mine.hours:
            return _void_covered(claim, mine, by=by)
        check_day(claim, mine, others, by=by, note=note)
        cover(others, by=by, claim=claim, cause=f"confirm:{claim.pk}")
        with step(claim, workflow.CONFIRM_HOURS, by=by, note=_told(mine, note)) as claim:
            claim.counted, claim.hours = mine.counted, mine.hours
            claim.save(update_fields=["counted", "hours"])
            enter(claim, mine.hours, by=by, kind=HourEntryKind.CONFIRM, key=f"confirm:{claim.pk}")
        return claim


@dataclass
class Confirmed:
    """What came of confirming many: how many count, how many were claimed twice, and which were refused and why."""

    confirmed: int = 0
    void: int = 0
    refused: list[tuple[HourClaim, str]] = field(default_factory=list)


def confirm_many(claims: Iterable[HourClaim], *, by: User, note: str = "") -> Confirmed:
    """``confirm_hours`` for each, better sources first; one that is refused does not stop the others."""
    result = Confirmed()
    for claim in sorted(claims, key=lambda row: (hours.STRENGTH.index(row.source), row.pk)):
        try:
            state = confirm_hours(claim, by=by, note=note).state
        except DomainError as error:
            result.refused.append((claim, str(error)))
            continue
        result.confirmed += state == HourClaimState.CONFIRMED
        result.void += state == HourClaimState.VOID
    return result


def void_hours(claim: HourClaim, *, by: User, note: str) -> HourClaim:
    """Take the claim back, with its hours when they were counted; what it had covered may be claimed anew."""
    with transaction.atomic():
        locked(claim.volunteer)
        if claim.corrections.filter(state=HourCorrectionState.PROPOSED).exists():
            raise DomainError("这笔时长有一项更正待复核，请先复核更正。")
        return _void(claim, by=by, note=note)


def check_period(starts_at: datetime, ends_at: datetime) -> None:
    """Raises ``DomainError`` for a period nobody can have served."""
    if ends_at <= starts_at:
        raise DomainError("结束时间须晚于开始时间，请核对。")
    if ends_at > timezone.now():
        raise DomainError("服务还没有结束，不能登记时长。请在结束后登记。")
    if ends_at - starts_at > LONGEST:
        raise DomainError("一次最多登记24小时。跨多天的服务请按天分别登记。")
    if not hours.hours_of(starts_at, ends_at):
        raise DomainError("不足15分钟，不计服务时长。")


def claimed(claim: HourClaim) -> hours.Claimed:
    """The claim as the arithmetic sees it."""
    return hours.Claimed(claim.pk, claim.source, (claim.starts_at, claim.ends_at), claim.counted)


def cover(others: list[hours.Settled], *, by: User, claim: HourClaim, cause: str) -> None:
    """Take off weaker claims what ``claim`` covers; ``cause`` names in the ledger what it happens for."""
    rows = HourClaim.objects.in_bulk([other.key for other in others])
    for other in others:
        row = rows[other.key]
        if not other.hours:
            _void(
                row, by=by, note=f"这段时间已由{claim.get_source_display()}（第{claim.pk}号）计入，不重复计算", of=claim
            )
            continue
        before, row.counted, row.hours = row.hours, other.counted, other.hours
        row.save(update_fields=["counted", "hours"])
        enter(row, row.hours - before, by=by, kind=HourEntryKind.CORRECT, key=f"cover:{row.pk}:{cause}")
        note = f"与{claim.get_source_display()}（第{claim.pk}号）重复的时段不再计入：{before}改为{row.hours}小时"
        row.events.create(kind="cover", from_state=row.state, to_state=row.state, by=by, note=note)


def enter(claim: HourClaim, amount, *, by: User, kind: str, key: str) -> None:
    """One line of the ledger; nothing is entered when nothing changes."""
    if amount:
        HourEntry.objects.create(claim=claim, volunteer_id=claim.volunteer_id, kind=kind, hours=amount, key=key, by=by)


def _make(volunteer: Volunteer, *, by: User | None, starts_at: datetime, ends_at: datetime, **fields) -> HourClaim:
    claim = HourClaim.objects.create(
        volunteer=volunteer, claimed_by=by, starts_at=starts_at, ends_at=ends_at,
        served_on=timezone.localdate(starts_at), hours=hours.hours_of(starts_at, ends_at), **fields,
    )  # fmt: skip
    claim.events.create(kind="create", to_state=claim.state, by=by)
    return claim


def _check_new(volunteer: Volunteer, source: str, starts_at: datetime, ends_at: datetime) -> None:
    live = volunteer.claims.exclude(state=HourClaimState.VOID).filter(source=source)
    if same := live.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).first():
        label, state = same.get_source_display(), same.get_state_display()
        raise DomainError(f"{volunteer}在这段时间已有一笔{label}（第{same.pk}号，{state}），不用重复登记。")


def _check_two(claim: HourClaim, volunteer: Volunteer, by: User) -> None:
    """Whoever gains by a claim or made it by hand does not confirm it."""
    if is_same_human(by, volunteer.person):
        raise DomainError("不能确认自己的服务时长，请由其他社工或社区工会确认。")
    if claim.source in CLAIMABLE and claim.claimed_by_id == by.pk:
        raise DomainError("登记人不能确认自己登记的时长，请由其他社工或社区工会确认。")


def _void_covered(claim: HourClaim, mine: hours.Settled, *, by: User) -> HourClaim:
    if mine.by is None:
        raise DomainError("不足15分钟，不计服务时长。请作废这笔记录。")
    better = HourClaim.objects.get(pk=mine.by)
    note = f"这段时间已由{better.get_source_display()}（第{better.pk}号）计入，同一小时只计一次"
    return _void(claim, by=by, note=note, of=better)


def _void(claim: HourClaim, *, by: User, note: str, of: HourClaim | None = None) -> HourClaim:
    with step(claim, workflow.VOID_HOURS, by=by, note=note) as claim:
        if claim.state == HourClaimState.CONFIRMED:
            enter(claim, -claim.hours, by=by, kind=HourEntryKind.VOID, key=f"void:{claim.pk}")
        claim.counted, claim.duplicate_of = (), of
        claim.save(update_fields=["counted", "duplicate_of"])
    return claim


def _told(mine: hours.Settled, note: str) -> str:
    """The note, and that a part was left out."""
    left_out = f"其中与第{mine.by}号重复的时段不计入" if mine.by else ""
    return "；".join(part for part in (note, left_out) if part)
