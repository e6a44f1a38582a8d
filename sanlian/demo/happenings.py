"""Everything that happens around the sessions of the year, told by the real operations."""

from collections.abc import Iterator
from datetime import datetime

from sanlian.demo.aftermath import FOLLOW_UPS, certificate_story, follow_up_story
from sanlian.demo.arrivals import corrections_story, merge_story
from sanlian.demo.drafts import drafts_story
from sanlian.demo.hours import DUTIES
from sanlian.demo.notices import NOTICES, notice_story
from sanlian.demo.orders import ANSWERED, PLANS, answered_story, catalogue_story, order_story
from sanlian.demo.organizations import KAIXUAN
from sanlian.demo.rescue import ALARMS, alarm_story, today_story
from sanlian.demo.signups import camp_story, group_story, waiting_story
from sanlian.demo.streets import STREETS, street_story
from sanlian.demo.summaries import recent_story
from sanlian.demo.visits import FULL
from sanlian.demo.volunteering import (
    TRAININGS,
    award_story,
    claims_story,
    leaving_story,
    newcomers_story,
    record_story,
    shifts_story,
    star_story,
    training_story,
)
from sanlian.demo.world import World

Story = Iterator[datetime]


def around_sessions(world: World, memory: dict) -> list[Story]:
    held, coming, members = memory["held"], memory["coming"], memory["members"]
    at_home = members[world.organizations[KAIXUAN].pk]
    return [
        recent_story(world, held),
        corrections_story(world, held), merge_story(world, held),
        waiting_story(world, coming, FULL), group_story(world, coming), camp_story(world), drafts_story(world),
        *(follow_up_story(world, held, number) for number in range(len(FOLLOW_UPS))),
        certificate_story(world, held),
        *(training_story(world, row, members) for row in TRAININGS),
        newcomers_story(world), leaving_story(world, at_home), shifts_story(world, coming, members),
        claims_story(world, members), record_story(world), award_story(world),
        *(star_story(world, duty.community) for duty in DUTIES),
    ]  # fmt: skip


def with_others(world: World, memory: dict) -> list[Story]:
    return [
        catalogue_story(world),
        *(order_story(world, plan) for plan in PLANS),
        *(answered_story(world, memory["held"], row) for row in ANSWERED),
        *(alarm_story(world, number, memory["rescuers"]) for number in range(len(ALARMS))),
        today_story(world),
        *(street_story(world, code) for code in STREETS),
        *(notice_story(world, row) for row in NOTICES),
    ]  # fmt: skip
