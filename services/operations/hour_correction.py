"""Corrections of confirmed hours: one proposes, another decides (双人复核); both values stay on record."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from services import hours, workflow
from services.enums import HourClaimState, HourCorrectionState, HourEntryKind
from services.models import HourClaim, HourCorrection
from services.operations.hour import check_period, cover, enter
from services.queries.hour import check_day, confirmed_between, is_same_human


def propose_correction(
    claim: HourClaim, *, by: User | None, starts_at: datetime, ends_at: datetime, reason: str
) -> HourCorrection:
    """A proposal; nothing changes before somebody else agrees. ``by`` is None when the volunteer asks for it.

    Raises ``DomainError`` unless the hours are confirmed, for a second open proposal, for a period nobody can have
    served or without a reason.
    """
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise DomainError("请写明更正原因，如：签退时间记错。")
    check_period(starts_at, ends_at)
    with transaction.atomic():
        locked(claim.volunteer)
        claim = locked(claim)
        if claim.state != HourClaimState.CONFIRMED:
            raise DomainError("只有已确认的时长需要更正。待确认的有误，请作废后重新登记。")
        if (starts_at, ends_at) == (claim.starts_at, claim.ends_at):
            raise DomainError("更正后的时间与原来相同，没有要更正的内容。")
        if claim.corrections.filter(state=HourCorrectionState.PROPOSED).exists():
            raise DomainError("这笔时长已有一项更正待复核，请先复核。")
        correction = HourCorrection.objects.create(
            claim=claim, old_starts_at=claim.starts_at, old_ends_at=claim.ends_at, old_hours=claim.hours,
            new_starts_at=starts_at, new_ends_at=ends_at, new_hours=hours.hours_of(starts_at, ends_at),
            reason=reason, proposed_by=by,
        )  # fmt: skip
        correction.events.create(kind="create", to_state=correction.state, by=by, note=reason)
    return correction


def approve_correction(correction: HourCorrection, *, by: User, note: str = "") -> HourCorrection:
    """The claim takes the new period and the ledger the difference; what better claims cover stays out of it.

    Raises ``DomainError`` for whoever proposed it and for the volunteer, when nothing of the new period is left,
    when the hours changed since the proposal, and beyond the day's limit (``check_day``).
    """
    with transaction.atomic():
        locked(correction.claim.volunteer)  # before anything else: claims of a volunteer are settled one by one
        with step(correction, workflow.APPROVE_CORRECTION, by=by, note=note) as correction:
            claim = locked(correction.claim)
            _check_second(correction, claim, by)
            period = (correction.new_starts_at, correction.new_ends_at)
            wanted = hours.Claimed(claim.pk, claim.source, period)
            mine, *others = hours.settle(wanted, confirmed_between(claim, *period))
            if not mine.hours:
                raise DomainError("更正后的时间已由其他记录计入，没有可以计入的时长。请不予更正，或作废这笔记录。")
            check_day(claim, mine, others, by=by, note=note)
            cover(others, by=by, claim=claim, cause=f"correct:{correction.pk}")
            _rewrite(claim, correction, mine, by=by)
            correction.decided_by, correction.new_hours = by, mine.hours
            correction.save(update_fields=["decided_by", "new_hours"])
        return correction


def reject_correction(correction: HourCorrection, *, by: User, note: str) -> HourCorrection:
    """The hours stay as they are; raises ``DomainError`` for whoever proposed it and for the volunteer."""
    with step(correction, workflow.REJECT_CORRECTION, by=by, note=note) as correction:
        _check_two(correction, by)
        correction.decided_by = by
        correction.save(update_fields=["decided_by"])
    return correction


def _check_second(correction: HourCorrection, claim: HourClaim, by: User) -> None:
    _check_two(correction, by)
    seen = (correction.old_starts_at, correction.old_ends_at, correction.old_hours)
    if claim.state != HourClaimState.CONFIRMED or seen != (claim.starts_at, claim.ends_at, claim.hours):
        raise DomainError("提出更正之后这笔时长又有变动。请不予更正，核对后重新提出。")


def _check_two(correction: HourCorrection, by: User) -> None:
    if correction.proposed_by_id == by.pk:
        raise DomainError("提出更正的人不能自己复核，请由另一名社工或社区工会复核。")
    if is_same_human(by, correction.claim.volunteer.person):
        raise DomainError("不能复核自己的服务时长，请由其他社工或社区工会复核。")


def _rewrite(claim: HourClaim, correction: HourCorrection, mine: hours.Settled, *, by: User) -> None:
    before = claim.hours
    claim.starts_at, claim.ends_at = correction.new_starts_at, correction.new_ends_at
    claim.served_on = timezone.localdate(claim.starts_at)
    claim.counted, claim.hours = mine.counted, mine.hours
    claim.save(update_fields=["starts_at", "ends_at", "served_on", "counted", "hours"])
    enter(claim, claim.hours - before, by=by, kind=HourEntryKind.CORRECT, key=f"correct:{correction.pk}")
    old, new = f"{correction.old_when}，{before}小时", f"{correction.new_when}，{claim.hours}小时"
    note = f"原为{old}；更正为{new}。{correction.reason}"
    claim.events.create(kind="correct", from_state=claim.state, to_state=claim.state, by=by, note=note)
