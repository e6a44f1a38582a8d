"""Load the demo into an empty database: all of it or nothing."""

import sys
from datetime import datetime
from typing import TextIO

from django.db import connection, transaction
from django.utils import timezone

from orgs.models import User
from projects.defaults import load_default_rules
from projects.operations.book import check_books
from sanlian.demo import clock
from sanlian.demo.accounts import appoint_administrator, load_accounts
from sanlian.demo.arrivals import mark_visits, save_departures
from sanlian.demo.attendance import save_attendance, save_people, save_registrations
from sanlian.demo.call_plans import CALLS
from sanlian.demo.calls import call_story, calls_story
from sanlian.demo.endings import ENDED, breakdown_story, ending_story, interruption_story, midterm_story, report_story
from sanlian.demo.funds import fund_stories
from sanlian.demo.happenings import around_sessions, with_others
from sanlian.demo.hours import regular_service, save_hours
from sanlian.demo.inbox import tidy
from sanlian.demo.lecturers import LECTURERS, lecturers_story
from sanlian.demo.months import BASES, base_story, month_story
from sanlian.demo.needs import OPEN, handling_story, need_story
from sanlian.demo.organizations import load_bodies, load_divisions
from sanlian.demo.plan import APPLIED, EARLIER, PURCHASED
from sanlian.demo.progress import Progress
from sanlian.demo.projects import project_story
from sanlian.demo.ratings import save_ratings
from sanlian.demo.rules import set_thresholds
from sanlian.demo.sessions import hold_sessions, schedule_coming
from sanlian.demo.shifts import save_shifts
from sanlian.demo.spending import spending_story
from sanlian.demo.summaries import save_summaries
from sanlian.demo.venues import load_venues
from sanlian.demo.visits import invent_visits, pools_for
from sanlian.demo.volunteers import choose_members, choose_rescuers, load_teams, save_volunteers
from sanlian.demo.world import World


class NotEmpty(Exception):
    """There are users already; the demo never mixes with them."""


@transaction.atomic
def load(now: datetime | None = None, out: TextIO = sys.stdout) -> World:
    """The whole demo as of ``now``; the same day gives the same demo. Raises ``NotEmpty``."""
    if User.objects.exists():
        raise NotEmpty("The database already holds users; the demo is only loaded into an empty one.")
    world = World(now or timezone.now())
    progress = Progress(out, total=len(STEPS))
    memory: dict = {}
    for label, work in STEPS:
        progress.begin(label)
        progress.step(label, work(world, memory))
    progress.finish()
    return world


def divisions(world: World, memory: dict) -> int:
    return load_divisions(world)


def bodies(world: World, memory: dict) -> int:
    appoint_administrator(world)
    return load_bodies(world)


def accounts(world: World, memory: dict) -> int:
    return load_accounts(world)


def venues(world: World, memory: dict) -> int:
    return load_venues(world)


def rules(world: World, memory: dict) -> int:
    """The default rules, unless the installation has them already."""
    load_default_rules()
    return set_thresholds(world)


def year(world: World, memory: dict) -> int:
    """Needs, money and projects, interleaved as they happened."""
    stories = [
        *fund_stories(world),
        *(project_story(world, plan) for plan in (*EARLIER, *PURCHASED, *APPLIED)),
        *(need_story(world, *row) for row in OPEN),
        calls_story(world),
        *(call_story(world, plan) for plan in CALLS),
        *(lecturers_story(world, code) for code in LECTURERS),
        handling_story(world),
    ]
    return sum(1 for _ in clock.play(stories, until=world.now))


def sessions(world: World, memory: dict) -> int:
    memory["held"], memory["coming"] = hold_sessions(world), schedule_coming(world)
    return len(memory["held"]) + len(memory["coming"])


def people(world: World, memory: dict) -> int:
    pools = pools_for(world, [*memory["held"], *memory["coming"]])
    members = memory["members"] = choose_members(world, pools)
    memory["rescuers"] = choose_rescuers(world)
    memory["visits"] = invent_visits(world, memory["held"], memory["coming"], pools, members)
    mark_visits(world, memory["held"], memory["visits"])
    return save_people(world, memory["visits"], everybody(memory))


def everybody(memory: dict) -> list:
    """All who serve as volunteers."""
    return [member for row in memory["members"].values() for member in row] + memory["rescuers"]


def teams(world: World, memory: dict) -> int:
    return load_teams(world)


def volunteers(world: World, memory: dict) -> int:
    return save_volunteers(world, everybody(memory))


def hours(world: World, memory: dict) -> int:
    """Of the shifts at sessions, and of those who serve regularly."""
    served = save_shifts(world, memory["visits"], memory["members"])
    return len(save_hours(world, served + regular_service(world, memory["members"])))


def summaries(world: World, memory: dict) -> int:
    return save_summaries(world, memory["held"])


def departures(world: World, memory: dict) -> int:
    return save_departures(world, memory["held"], memory["attendance"])


def services(world: World, memory: dict) -> int:
    """What happens around the sessions, interleaved as it happened."""
    return sum(1 for _ in clock.play([*around_sessions(world, memory), *with_others(world, memory)], until=world.now))


def registrations(world: World, memory: dict) -> int:
    return save_registrations(memory["visits"])


def attendance(world: World, memory: dict) -> int:
    memory["attendance"] = save_attendance(world, memory["held"], memory["visits"])
    return len(memory["attendance"])


def ratings(world: World, memory: dict) -> int:
    return save_ratings(world, memory["attendance"])


def later(world: World, memory: dict) -> int:
    """Money spent, reports, reviews, settlements: what needs the sessions to have been held."""
    stories = [breakdown_story(world, plan, world.projects[plan.name]) for plan in EARLIER]
    stories += [month_story(world), *(base_story(world, row) for row in BASES)]
    for plan in PURCHASED:
        project = world.projects[plan.name]
        stories += [
            spending_story(world, plan, project), report_story(world, plan, project),
            midterm_story(world, plan, project), interruption_story(world, plan, project),
        ]  # fmt: skip
        if plan.ending in ENDED:
            stories.append(ending_story(world, plan, project))
    return sum(1 for _ in clock.play(stories, until=world.now))


def inboxes(world: World, memory: dict) -> int:
    check_books()  # as the timer does every night
    return tidy(world)


def statistics_of_tables(world: World, memory: dict) -> int:
    """Bulk rows leave the planner guessing until autovacuum comes by; tell it now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return len(connection.introspection.table_names())


STEPS = (
    ("Shenyang's unions, from the official division codes", divisions),
    ("party, social and other organizations", bodies),
    ("accounts", accounts),
    ("venues", venues),
    ("teams", teams),
    ("rules and thresholds", rules),
    ("steps of needs, money and projects", year),
    ("sessions, held and to come", sessions),
    ("people", people),
    ("registrations", registrations),
    ("attendance rows", attendance),
    ("ratings", ratings),
    ("volunteers", volunteers),
    ("claims of service hours", hours),
    ("departures and scans", departures),
    ("summaries", summaries),
    ("tables analysed, for the reports that count them", statistics_of_tables),
    ("steps of services", services),
    ("steps of spending, reports, reviews and settlements", later),
    ("unread notifications", inboxes),
    ("tables analysed", statistics_of_tables),
)
