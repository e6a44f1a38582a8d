"""Whose claims meet in one period, and what a volunteer's days come to."""

from datetime import timedelta

from django.utils import timezone

from core.crypto import blind_index
from core.errors import DomainError
from orgs.models import Person, User
from orgs.models.person import normal_phone
from projects.enums import ParameterName
from projects.parameters import value
from services import hours
from services.models import HourClaim


def rivals(claim: HourClaim) -> list[hours.Claimed]:
    """The volunteer's other confirmed claims that share time with ``claim``, in the order they were made."""
    return confirmed_between(claim, claim.starts_at, claim.ends_at)


def confirmed_between(claim: HourClaim, start, end) -> list[hours.Claimed]:
    """The other confirmed claims of the same volunteer that touch the time from ``start`` to ``end``."""
    rows = HourClaim.objects.confirmed().filter(volunteer_id=claim.volunteer_id, starts_at__lt=end, ends_at__gt=start)
    return [
        hours.Claimed(row.pk, row.source, (row.starts_at, row.ends_at), row.counted)
        for row in rows.exclude(pk=claim.pk).order_by("pk")
    ]


def check_day(claim: HourClaim, mine: hours.Settled, others: list[hours.Settled], *, by: User, note: str) -> None:
    """Raises ``DomainError`` when a day of ``mine`` comes to more than the limit, unless a manager says why.

    The limit is a configurable default (单日上限); it keeps mistakes out, and service may really have been longer.
    """
    zone, limit = timezone.get_current_timezone(), value(ParameterName.VOLUNTEER_DAY_HOURS)
    days = hours.by_day(mine.counted, zone)
    first, last = mine.counted[0][0], mine.counted[-1][1]
    day = timedelta(days=1)
    changed = {other.key: other.counted for other in others}
    counted = [*mine.counted]
    for other in confirmed_between(claim, first - day, last + day):
        counted += changed.get(other.key, other.counted)
    over = {on: spent for on, spent in hours.days_over(counted, limit, zone).items() if on in days}
    if not over or (note.strip() and by.has_perm("services.exceed_day_hours", claim)):
        return
    on, spent = min(over.items())
    raise DomainError(
        f"{on:%Y-%m-%d}合计{spent}小时，超过单日{limit.normalize():f}小时的上限。"
        "确实服务了这么久的，请街道以上工会在确认时写明情况。"
    )


def is_same_human(user: User, person: Person) -> bool:
    """Whether this account is very likely this person's: the same phone, or the same name and no phone to compare."""
    if user.phone and person.phone_index:
        return blind_index(normal_phone(user.phone)) == person.phone_index
    return user.name == person.name
