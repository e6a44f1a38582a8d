"""Trainings of volunteers and who took part; their hours are no service hours."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from orgs.models import Organization, User
from services.enums import VolunteerState
from services.models import Training, TrainingRecord, Volunteer

LONGEST = Decimal(99)  # configurable default: beyond it a typing mistake is likelier than a course
HALF = Decimal("0.5")


def create_training(
    *,
    by: User,
    organization: Organization,
    name: str,
    held_on: date,
    hours: Decimal,
    lecturer: str = "",
    volunteers: Iterable[Volunteer] = (),
) -> Training:
    """A training that was held, with those who took part as far as they are known already."""
    if not name.strip():
        raise DomainError("没有填写培训名称。")
    if held_on > timezone.localdate() or held_on.year < 2000:
        raise DomainError("培训日期晚于今天或年份不正确。请在培训之后登记。")
    if not hours.is_finite() or not 0 < hours <= LONGEST or hours % HALF:
        raise DomainError(f"培训时长须在0.5至{LONGEST}小时之间，以半小时为单位。")
    with transaction.atomic():
        training = Training.objects.create(
            organization=organization, name=name.strip(), held_on=held_on, hours=hours, lecturer=lecturer.strip(), by=by
        )
        record_training(training, by=by, volunteers=volunteers)
    return training


def record_training(training: Training, *, by: User, volunteers: Iterable[Volunteer]) -> int:
    """These volunteers took part; how many were not on record yet. Who has left is passed over."""
    keys = [row.pk for row in volunteers]
    with transaction.atomic():
        rows = (
            Volunteer.objects.filter(pk__in=keys)
            .exclude(state=VolunteerState.LEFT)
            .exclude(trainings__training=training)
        )
        new = list(rows.order_by("pk"))
        TrainingRecord.objects.bulk_create(
            [TrainingRecord(training=training, volunteer=volunteer, by=by) for volunteer in new], ignore_conflicts=True
        )
    return len(new)
