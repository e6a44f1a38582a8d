"""Insure dangerous activities: no insurance, no publishing, and no session on a day nobody is insured."""

from datetime import date

from django.core.files.base import File
from django.db import IntegrityError, transaction

from core.errors import DomainError
from core.workflow import locked
from orgs.models import User
from projects.uploads import stored
from services.enums import ActivityState, InsuranceCover
from services.models import Activity, Insurance
from services.queries.plan import insurance_gap, is_dangerous

MOST_DAYS = 366 * 3  # a policy of more than three years is a slip of the pen


def insure_activity(
    activity: Activity,
    *,
    by: User,
    insurer: str,
    policy_number: str,
    starts_on: date,
    ends_on: date,
    file: File,
    cover: str = InsuranceCover.EVERYBODY,
) -> Insurance:
    """Register a policy with its scan; also of a published activity. Days are included at both ends."""
    if ends_on < starts_on or (ends_on - starts_on).days > MOST_DAYS:
        raise DomainError("保险止期早于起期，或期限超过三年，请核对保险单。")
    with transaction.atomic():
        activity = locked(activity)
        if activity.state in (ActivityState.DONE, ActivityState.CANCELLED):
            raise DomainError(f"活动{activity.get_state_display()}，不能再登记保险。")
        try:
            with transaction.atomic():
                policy = Insurance.objects.create(
                    activity=activity, insurer=insurer, policy_number=policy_number, starts_on=starts_on,
                    ends_on=ends_on, cover=cover, **stored(file, by=by),
                )  # fmt: skip
        except IntegrityError:
            raise DomainError(f"保单号“{policy_number}”已登记在本活动，不必重复登记。") from None
        activity.events.create(kind="insure", by=by, note=str(policy))
    return policy


def void_insurance(insurance: Insurance, *, by: User, note: str) -> Insurance:
    """A policy entered by mistake no longer counts; refused where a published activity would be left uninsured."""
    with transaction.atomic():
        activity = locked(insurance.activity)
        insurance = locked(insurance)
        if insurance.is_void:
            raise DomainError("这份保险已作废。")
        insurance.is_void = True
        insurance.save(update_fields=["is_void"])
        gap = insurance_gap(activity) if activity.state == ActivityState.PUBLISHED else ""
        if gap:
            raise DomainError(f"活动已发布，作废后{gap}。请先登记新的保险单。")
        activity.events.create(kind="void_insurance", by=by, note=f"{insurance}：{note}")
    return insurance


def check_insured(activity: Activity, *days: date) -> None:
    """Raises ``DomainError`` when a published, dangerous activity is not insured on one of ``days``: asked whenever a
    session gets its day."""
    if activity.state != ActivityState.PUBLISHED or not is_dangerous(activity):
        return
    if gap := insurance_gap(activity, days):
        raise DomainError(f"“{activity}”有人身危险，{gap}，不能安排在这一天。请先登记覆盖这一天的保险单。")
