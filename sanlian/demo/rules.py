"""What the city has set in the rule centre; the amounts are invented examples."""

from decimal import Decimal

from django.utils import timezone

from orgs.enums import UnionLevel
from projects.enums import ProcurementCategory, ThresholdKind
from projects.models import Threshold
from projects.operations import set_threshold
from sanlian.demo import clock
from sanlian.demo import organizations as at
from sanlian.demo.world import World

SOURCE = "演示数据：请按本地区现行标准更正"
AMOUNTS = {
    ThresholdKind.PUBLIC_TENDER: Decimal(4_000_000),
    ThresholdKind.PROCUREMENT_LIMIT: Decimal(500_000),
    ThresholdKind.OPEN_CALL: Decimal(200_000),
}


def set_thresholds(world: World) -> int:
    """For the city's own purchases and those of its districts, from before the first project."""
    with clock.at(world.office(at.FOUNDED + 2)):
        for level in (UnionLevel.CITY, UnionLevel.DISTRICT):
            for kind, amount in AMOUNTS.items():
                set_threshold(
                    by=world.users["city"], organization=world.organizations[at.CITY], level=level,
                    category=ProcurementCategory.SERVICES, kind=kind, amount=amount,
                    valid_from=timezone.localdate(), source_text=SOURCE,
                )  # fmt: skip
    return Threshold.objects.count()
