"""Anonymous ratings of the held sessions, and the receipts that say who has rated."""

import uuid
from datetime import timedelta

from evaluations.enums import Score
from evaluations.models import Rating, RatingReceipt
from sanlian.demo.plan import PURCHASED
from sanlian.demo.world import World
from services.enums import AttendanceRole
from services.models import Attendance

BATCH = 2000
VERY = 0.68  # of the satisfied


def save_ratings(world: World, attendance: list[Attendance]) -> int:
    """A share of the named participants rates within three days; votes and receipts are in no common order."""
    plans = {plan.name: plan for plan in PURCHASED}
    receipts, ratings = [], []
    for row in attendance:
        plan = plans[row.session.activity.project.name]
        if (
            row.is_named
            and row.is_counted
            and row.role == AttendanceRole.PARTICIPANT
            and world.rng.random() < plan.answers
        ):
            receipts.append(RatingReceipt(attendance=row))
            ratings.append(rate(world, row.session, plan.satisfied))
    world.rng.shuffle(ratings)
    RatingReceipt.objects.bulk_create(receipts, batch_size=BATCH)
    Rating.objects.bulk_create(ratings, batch_size=BATCH)
    return len(ratings)


def rate(world: World, session, satisfied: float) -> Rating:
    later = world.rng.choice((0, 0, 0, 1, 2))
    return Rating(
        id=uuid.UUID(int=world.rng.getrandbits(128), version=4),
        session=session,
        score=score(world, satisfied),
        on=min(session.starts_on + timedelta(days=later), world.today),
    )


def score(world: World, satisfied: float) -> int:
    """``satisfied`` is the share of fours and fives; most of the others are threes."""
    if world.rng.random() < satisfied:
        return Score.VERY_SATISFIED if world.rng.random() < VERY else Score.SATISFIED
    return world.rng.choices((Score.NEUTRAL, Score.DISSATISFIED, Score.VERY_DISSATISFIED), (7, 2, 1))[0]
