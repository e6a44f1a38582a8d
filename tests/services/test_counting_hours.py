"""Hours of sessions and workers, converted hours and coverage, worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Value

from projects.enums import ParameterName
from projects.models import Parameter
from services.counting import (
    Base,
    ConversionRates,
    coverage,
    effort,
    grouped_hours,
    half_hours,
    with_effort,
)
from services.models import Session
from tests.cast import make_session
from tests.services.build_counting import DAY, came, holding


@pytest.fixture
def held(world, activity):
    return holding(world, activity)


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(0, "0"), (14, "0"), (15, "0.5"), (44, "0.5"), (45, "1"), (90, "1.5"), (104, "1.5"), (105, "2"), (480, "8")],
)
def test_hours_are_halves(minutes, hours):
    assert half_hours(timedelta(minutes=minutes)) == Decimal(hours)


def everything(prefix: str):
    return Value("all")


def test_hours_of_sessions_and_of_workers(world, held):
    """Two sessions of 90 minutes; two workers at the first, one at the second; a third session has none."""
    first, second, _ = held(), held(), held()
    first.workers.set([world.worker, world.supervisor])
    second.workers.set([world.worker])
    make_session(world, held.activity).workers.set([world.worker])  # not held
    assert grouped_hours(Session.objects.all(), everything) == {"all": Decimal("4.5")}
    assert effort(Session.objects.all()).worker_hours == Decimal("4.5")
    second.workers.clear()
    assert effort(Session.objects.all()).worker_hours == 3


def test_converted_hours_follow_the_size(world, held):
    assert ConversionRates.since() == [
        (date.min, ConversionRates(Decimal(8), Decimal(16), Decimal(40), medium=50, large=200))
    ]
    for headcount in (1, 49, 50, 199, 200):
        came(held(), headcount=headcount)
    assert effort(Session.objects.all()).converted_hours == 8 + 8 + 16 + 16 + 40
    assert effort(Session.objects.none()).converted_hours == 0


def test_each_session_is_converted_as_the_rules_of_its_day_say(world, held):
    """10 hours for a small one from the second day on; what is decided later changes nothing before."""
    early = held(DAY)
    came(early)
    late = held(DAY + timedelta(days=1))
    came(late)
    Parameter.objects.create(
        name=ParameterName.SMALL_ACTIVITY_HOURS, value=10, valid_from=late.starts_on, source_text="合同", by=world.city
    )
    rows = {row.pk: row.converted for row in with_effort(Session.objects.all())}
    assert rows == {early.pk: 8, late.pk: 10}
    assert effort(Session.objects.all()).converted_hours == sum(rows.values()) == 18


def test_coverage_needs_a_base_with_source_and_date():
    base = Base(number=1200, source="社区工会会员名册", as_of=date(2026, 1, 1))
    assert coverage(300, base) == Decimal("0.25")
    assert coverage(1500, base) == Decimal("1.25")
    assert coverage(300, None) is None
    assert str(base) == "底数1,200人，社区工会会员名册，2026-01-01"
    for number, source in ((0, "名册"), (100, " ")):
        with pytest.raises(ValueError, match="source"):
            Base(number=number, source=source, as_of=date(2026, 1, 1))
