"""The volunteer street: merchants, their turns, and how many they served."""

from datetime import datetime, timedelta
from itertools import cycle, islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import UnionLevel
from orgs.models import Organization, User
from services import workflow
from services.enums import StreetDayState
from services.models import Merchant, StreetDay, StreetDuty

ROTA_LIMIT = 60  # days at a time: a year of weeks and a little more
SERVED_LIMIT = 10_000  # configurable default: beyond it a typing mistake is likelier than a crowd
MERCHANT_FIELDS = ("name", "service", "address", "contact", "phone", "in_joint_union", "is_active")


def create_merchant(*, by: User, organization: Organization, name: str, service: str, **fields) -> Merchant:
    """Put a merchant on the list of a community. Raises ``DomainError`` when the name is there already."""
    if organization.level != UnionLevel.COMMUNITY:
        raise DomainError("商户按社区登记，请选择具体社区。")
    with transaction.atomic():
        if Merchant.objects.filter(organization=organization, name=name).exists():
            raise DomainError(f"{organization}已经登记过“{name}”，请直接修改。")
        merchant = Merchant.objects.create(organization=organization, name=name, service=service, **fields)
        merchant.events.create(kind="create", by=by)
    return merchant


def update_merchant(merchant: Merchant, *, by: User, **changes) -> Merchant:
    """Correct what is known of a merchant; the community stays."""
    with transaction.atomic():
        merchant = locked(merchant)
        for name in MERCHANT_FIELDS:
            setattr(merchant, name, changes.get(name, getattr(merchant, name)))
        try:
            with transaction.atomic():
                merchant.save(update_fields=list(MERCHANT_FIELDS))
        except IntegrityError:
            raise DomainError(f"本社区已经登记过“{merchant.name}”，请换一个名称。") from None
        merchant.events.create(kind="update", by=by)
    return merchant


def plan_street_days(
    *,
    by: User,
    organization: Organization,
    street: str,
    starts_at: datetime,
    ends_at: datetime,
    days: int,
    every: int,
    merchants: int,
) -> list[StreetDay]:
    """A rota: ``days`` days, ``every`` days apart, ``merchants`` of the active ones on each, in turn; all or none.

    The turn goes on where the last planned day of the community left off. Raises ``DomainError`` without enough
    merchants, for days already planned there, and for numbers outside their limits.
    """  # fmt: skip
    if not (1 <= days <= ROTA_LIMIT and 1 <= every <= 366):
        raise DomainError(f"一次可排1至{ROTA_LIMIT}天，间隔1至366天，请改正。")
    if ends_at <= starts_at:
        raise DomainError("结束时间早于或等于开始时间，请改正。")
    with transaction.atomic():
        organization = locked(organization)
        in_turn = _in_turn(organization)
        if not 1 <= merchants <= len(in_turn):
            raise DomainError(f"本社区参加轮值的商户有{len(in_turn)}家，每天安排的家数须在1至{len(in_turn)}之间。")
        turns = cycle(in_turn)
        return [
            _plan_day(organization, by, street, starts_at + gap, ends_at + gap, list(islice(turns, merchants)))
            for gap in (timedelta(days=every * number) for number in range(days))
        ]


def swap_street_duty(day: StreetDay, *, by: User, merchants: list[Merchant]) -> StreetDay:
    """Other merchants for a day that is still planned."""
    with transaction.atomic():
        day = locked(day)
        if day.state != StreetDayState.PLANNED:
            raise DomainError("当天已举办或已取消，不能再调整轮值。")
        if not merchants:
            raise DomainError("请至少选择一家商户。")
        if any(row.organization_id != day.organization_id for row in merchants):
            raise DomainError("所选商户不在本社区，请核对。")
        day.duties.exclude(merchant__in=merchants).delete()
        there = set(day.duties.values_list("merchant_id", flat=True))
        StreetDuty.objects.bulk_create(StreetDuty(day=day, merchant=row) for row in merchants if row.pk not in there)
        day.events.create(kind="update", by=by)
    return day


def hold_street_day(day: StreetDay, *, by: User, served: dict[int, int | None], note: str = "") -> StreetDay:
    """Record how many each merchant served, by the pk of its duty; None means it did not come.

    Raises ``DomainError`` before the day, without anybody served, and for numbers outside their limits.
    """
    with step(day, workflow.HOLD_STREET_DAY, by=by, note=note) as day:
        check_begun(day)
        counted = [number for number in served.values() if number is not None]
        if any(not 0 <= number <= SERVED_LIMIT for number in counted):
            raise DomainError(f"服务人数须在0至{SERVED_LIMIT}之间，请核对。")
        if not sum(counted):
            raise DomainError("还没有登记服务人数。没有办成的，请取消当天。")
        for duty in day.duties.all():
            duty.served = served.get(duty.pk)
            duty.save(update_fields=["served"])
    return day


def cancel_street_day(day: StreetDay, *, by: User, note: str) -> StreetDay:
    """Call off a planned day."""
    with step(day, workflow.CANCEL_STREET_DAY, by=by, note=note) as day:
        pass
    return day


def check_begun(day: StreetDay) -> None:
    """Raises ``DomainError`` before the day's start."""
    if timezone.now() < day.starts_at:
        raise DomainError("还没有到服务时间，开始之后才能登记服务情况。")


def _in_turn(organization: Organization) -> list[Merchant]:
    """The active merchants, those first who have waited longest since the last planned day."""
    merchants = list(Merchant.objects.filter(organization=organization, is_active=True).order_by("pk"))
    last = StreetDay.objects.filter(organization=organization).exclude(state=StreetDayState.CANCELLED)
    last_duty = StreetDuty.objects.filter(day__in=last.order_by("-starts_at")[:1]).order_by("-pk").first()
    served = last_duty.merchant_id if last_duty else 0  # also of a merchant who has left the rota since
    start = sum(row.pk <= served for row in merchants)
    return merchants[start:] + merchants[:start]


def _plan_day(organization, by, street, starts_at, ends_at, merchants) -> StreetDay:
    planned = StreetDay.objects.filter(organization=organization, street=street, starts_at=starts_at)
    if planned.exclude(state=StreetDayState.CANCELLED).exists():
        raise DomainError(f"{street}在{timezone.localdate(starts_at)}已经排过班，请改选日期。")
    day = StreetDay.objects.create(organization=organization, street=street, starts_at=starts_at, ends_at=ends_at)
    StreetDuty.objects.bulk_create(StreetDuty(day=day, merchant=row) for row in merchants)
    day.events.create(kind="create", to_state=day.state, by=by)
    return day
