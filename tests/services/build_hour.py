"""Claims of service hours, made directly in a given state, with the ledger a confirmed one has."""

from datetime import datetime, timedelta

from django.utils import timezone

from services.enums import HourClaimState, HourEntryKind, HourSource
from services.hours import hours_of
from services.models import HourClaim, HourCorrection, HourEntry, StarApplication, Volunteer
from tests.services.build_volunteer import make_volunteer


def at(hour: float, days_ago: int = 3) -> datetime:
    """A local hour of a day some days ago."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    return midnight + timedelta(hours=hour)


def make_claim(w, volunteer=None, start=9, end=12, state=HourClaimState.PENDING, *, days_ago=3, **fields) -> HourClaim:
    """A claim of one's own for three days ago from 9 to 12; a confirmed one has its line in the ledger."""
    volunteer = volunteer or make_volunteer(w)
    starts_at, ends_at = at(start, days_ago), at(end, days_ago)
    defaults = {
        "organization": volunteer.organization,
        "source": HourSource.SELF,
        "content": "为独居老人送餐",
        "served_on": timezone.localdate(starts_at),
        "hours": hours_of(starts_at, ends_at),
        "counted": ((starts_at, ends_at),) if state == HourClaimState.CONFIRMED else (),
    }
    claim = HourClaim.objects.create(
        volunteer=volunteer, starts_at=starts_at, ends_at=ends_at, state=state, **(defaults | fields)
    )
    claim.events.create(kind="create", to_state=state, by=claim.claimed_by)
    if state == HourClaimState.CONFIRMED:
        HourEntry.objects.create(
            claim=claim, volunteer=volunteer, kind=HourEntryKind.CONFIRM, hours=claim.hours, by=w.community,
            key=f"confirm:{claim.pk}",
        )  # fmt: skip
    return claim


def make_correction(w, claim=None, start=9, end=11, **fields) -> HourCorrection:
    """Proposed by the worker: two hours instead of three."""
    claim = claim or make_claim(w, state=HourClaimState.CONFIRMED)
    starts_at, ends_at = at(start), at(end)
    return HourCorrection.objects.create(
        claim=claim, old_starts_at=claim.starts_at, old_ends_at=claim.ends_at, old_hours=claim.hours,
        new_starts_at=starts_at, new_ends_at=ends_at, new_hours=hours_of(starts_at, ends_at),
        **({"reason": "签退时间记错", "proposed_by": w.worker} | fields),
    )  # fmt: skip


def give_hours(w, volunteer, number: float) -> Volunteer:
    """So many confirmed hours from long ago, eight a day."""
    done, days_ago = 0.0, 2000
    while done < number:
        part = min(8.0, number - done)
        make_claim(w, volunteer, 8, 8 + part, HourClaimState.CONFIRMED, days_ago=days_ago)
        done, days_ago = done + part, days_ago - 1
    volunteer.refresh_from_db()
    return volunteer


def make_star(w, volunteer=None, state="submitted", star=1, **fields) -> StarApplication:
    """Applied for by the volunteer; publicity ended yesterday where there was one."""
    volunteer = volunteer or make_volunteer(w)
    if state in ("publicised", "awarded", "revoked"):
        fields.setdefault("publicity_ends_on", timezone.localdate() - timedelta(days=1))
    return StarApplication.objects.create(
        volunteer=volunteer, star=star, state=state, **({"hours": volunteer.hours} | fields)
    )
