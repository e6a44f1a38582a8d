"""Monthly reports, what was found after one was finished, and how many people should be served where."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from orgs.enums import Role
from orgs.models import Person
from reports.building import build
from reports.models import ReportRun
from reports.operations import request_report
from sanlian.demo import organizations as at
from sanlian.demo.world import World
from services.enums import ActivityState, SessionState
from services.models import Session
from services.models.volunteer import UNDER_WAY
from services.operations import check_in_person, record_headcount, reverse_attendance, state_base

AFTER = 11  # days from the end of a month until its second report
SOME_WEEKS = timedelta(days=40)
FORGOTTEN, MISSED = 26, 7  # heads on a list nobody had handed in; at the back of a hall
LISTED = 2  # names on it
MEMBERS, SURVEY = "工会会员名册", "街道新就业形态劳动者摸排表"
# organization, days ago, number, source
BASES = (
    (at.CITY, 320, 26_000, "试点地区应服务职工摸排表"),
    (at.SHENHE, 310, 9_800, MEMBERS),
    (at.BEIZHAN, 300, 4_200, SURVEY),
    *((code, 290, 1_450 + 130 * number, MEMBERS) for number, code in enumerate(at.COMMUNITIES)),
    (at.KAIXUAN, 100, 1_820, f"{MEMBERS}（季度更新）"),
)


def base_story(world: World, row: tuple) -> Iterator[datetime]:
    code, ago, number, source = row
    yield world.office(-ago)
    organization = world.organizations[code]
    by = world.staff(Role.DISTRICT_UNION, at.SHENHE) if code.startswith(at.SHENHE) else world.users["city"]
    state_base(by=by, organization=organization, number=number, source=source, as_of=world.day(-ago - 1))


def month_story(world: World) -> Iterator[datetime]:
    """The district's report of a month; then a list turns up and a count is corrected; then the next report."""
    month = last_reported(world)
    over = (month + timedelta(days=31)).replace(day=1)
    yield world.moment(over + timedelta(days=2), 9, 20)
    report_of(world, month)
    yield world.moment(over + timedelta(days=5), 15, 40)
    enter_late(world, month, over)
    yield world.moment(over + timedelta(days=AFTER - 1), 10, 5)
    report_of(world, month)


def last_reported(world: World) -> date:
    """The newest month that ended long enough ago."""
    return (world.today.replace(day=1) - timedelta(days=1 if world.today.day > AFTER else 32)).replace(day=1)


def report_of(world: World, month: date) -> ReportRun:
    """Asked for and made at once; the worker that is told of it later finds it done."""
    by = world.staff(Role.DISTRICT_UNION, at.SHENHE)
    organization = world.organizations[at.SHENHE]
    by.act_as(by.memberships.get(organization=organization))
    run = request_report(organization, by=by, month=month)
    build(run.pk)
    return run


def enter_late(world: World, month: date, over: date) -> None:
    """At the fullest session a list had been forgotten; at the next one with a count, the last rows had been missed."""
    sessions = Session.objects.filter(
        organization__path__startswith=world.organizations[at.SHENHE].path, state=SessionState.HELD,
        starts_on__gte=month, starts_on__lt=over, is_online=False,
    )  # fmt: skip
    open_ones = sessions.filter(activity__state=ActivityState.PUBLISHED, activity__project__state__in=UNDER_WAY)
    fullest, *others = open_ones.order_by("-person_times", "pk")
    lead = fullest.activity.lead
    record_headcount(fullest, by=lead, headcount=FORGOTTEN)
    for person in who_came_before(fullest, sessions)[:LISTED]:
        check_in_person(fullest, by=lead, name=person.name, phone=person.phone, at=fullest.starts_at)
    counts = (other.attendances.filter(person=None, reverses=None, reversed_by=None).first() for other in others)
    wrong = next(row for row in counts if row)
    record_headcount(wrong.session, by=lead, headcount=wrong.headcount + MISSED)
    reverse_attendance(wrong, by=lead)


def who_came_before(session: Session, sessions: QuerySet[Session]) -> QuerySet[Person]:
    """Regulars of earlier months who are in none of ``sessions``."""
    earlier = Session.objects.filter(organization=session.organization, starts_on__lt=session.starts_on - SOME_WEEKS)
    came = Person.objects.filter(attendances__session__in=earlier, merged_into=None).exclude(phone_index="")
    return came.exclude(attendances__session__in=sessions).distinct().order_by("pk")
