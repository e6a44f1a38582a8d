"""The money of each year: large enough for what was bought, and for what waits to be approved."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_UP, Decimal

from orgs.enums import Role
from projects.enums import FundKind
from projects.operations import appropriate_fund, open_fund
from sanlian.demo import organizations as at
from sanlian.demo.plan import APPLIED, EARLIER, PURCHASED
from sanlian.demo.projects import approved_on, budget
from sanlian.demo.world import World

TEN_THOUSAND = Decimal(10_000)
HEADROOM = Decimal("1.15")


def fund_stories(world: World) -> Iterator[Iterator[datetime]]:
    """One story for each union and year that money is needed for, and a subsidy nobody has touched yet."""
    needed, first = defaultdict(Decimal), {}
    for plan in (*EARLIER, *PURCHASED, *APPLIED):
        day = approved_on(world, plan)
        needed[plan.payer, day.year] += budget(plan)
        first[plan.payer, day.year] = min(day, first.get((plan.payer, day.year), day))
    for (code, year), amount in needed.items():
        earliest = max(date(year, 1, 8), world.day(at.FOUNDED + 7))
        opens_on = min(earliest, first[code, year] - timedelta(days=3))
        yield fund_story(world, code, year, opens_on, amount)
    yield subsidy_story(world)


def fund_story(world: World, code: str, year: int, opens_on: date, needed: Decimal) -> Iterator[datetime]:
    """Opened with what is needed, rounded up; topped up a little while later."""
    finance = world.staff(Role.FINANCE, code)
    yield world.moment(opens_on, 9, 30)
    world.funds[code, year] = open_fund(
        by=finance,
        organization=world.organizations[code],
        year=year,
        kind=FundKind.UNION,
        name="三联服务专项",
        amount=(needed / TEN_THOUSAND).to_integral_value(ROUND_UP) * TEN_THOUSAND,
    )
    yield world.moment(opens_on + timedelta(days=45), 10)
    extra = (needed * (HEADROOM - 1) / TEN_THOUSAND).to_integral_value(ROUND_UP) * TEN_THOUSAND
    appropriate_fund(world.funds[code, year], by=finance, amount=extra, note="年中追加")


def subsidy_story(world: World) -> Iterator[datetime]:
    yield world.office(-70)
    open_fund(
        by=world.staff(Role.FINANCE, at.SHENHE),
        organization=world.organizations[at.SHENHE],
        year=world.day(-70).year,
        kind=FundKind.SUBSIDY,
        name="社会组织培育补助",
        amount=Decimal("150000.00"),
    )
